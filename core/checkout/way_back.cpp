#include "checkout/way_back.hpp"

#include "base/bytes.hpp"
#include "http/transport.hpp"

namespace wesel::checkout {

using std::string;

string way_back(const Payment& p) {
  const auto parsed = http::parse_url(p.return_url);
  if (!parsed || parsed->user_info) return {};
  const std::size_t hash = std::min(p.return_url.find('#'), p.return_url.size());
  string url = p.return_url.substr(0, hash);
  const std::size_t query = url.find('?');
  if (query == string::npos)
    url += '?';
  else if (!url.ends_with('?') && !url.ends_with('&'))
    url += '&';
  url += "reference=" + percent_encode(p.reference) + "&status=" + string(name(p.status));
  return url + p.return_url.substr(hash);
}

}  // namespace wesel::checkout
