// URLs as operators and merchants write them, read strictly: what two parsers could understand
// differently (user info aside, which the caller judges) is refused.
#include <algorithm>
#include <charconv>
#include <cstddef>

#include "http/address.hpp"
#include "http/transport.hpp"

namespace wesel::http {
namespace {

Error invalid(std::string message) {
  return {Fault::caller, "invalid_url", std::move(message), {}};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

// Takes "host", "host:port", "[v6]" or "[v6]:port".
Result<void> read_authority(std::string_view text, Url& url) {
  std::size_t end = 0;
  if (text.starts_with('[')) {
    end = text.find(']');
    if (end == std::string_view::npos) return invalid("the address's bracket is not closed");
    url.host = text.substr(1, end - 1);
    if (url.host.find(':') == std::string::npos || !is_address(url.host)) {
      return invalid("not an IPv6 address");
    }
    ++end;
  } else {
    end = std::min(text.find(':'), text.size());
    url.host = text.substr(0, end);
    std::transform(url.host.begin(), url.host.end(), url.host.begin(), lower);
    const bool good = std::all_of(url.host.begin(), url.host.end(), host_character);
    if (url.host.empty() || url.host.size() > 253 || url.host.front() == '.' || !good) {
      return invalid("the host must be a name or an address");
    }
  }
  url.port = url.scheme == "https" ? 443 : 80;
  if (end == text.size()) return {};
  const std::string_view digits = text.substr(end + 1);
  const char* last = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), last, url.port);
  if (text[end] != ':' || problem != std::errc() || stop != last || url.port == 0) {
    return invalid("the port must be a number from 1 to 65535");
  }
  return {};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  Url url;
  for (const char c : text) {
    if (c <= ' ' || c > '~' || c == '\\' || c == '"' || c == '<' || c == '>') {
      return invalid(
          "spaces, controls, quotes, backslashes and letters beyond ASCII are not allowed");
    }
  }
  const std::size_t colon = text.find("://");
  if (colon != std::string_view::npos) url.scheme = text.substr(0, colon);
  std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(), lower);
  if (url.scheme != "http" && url.scheme != "https") {
    return invalid("must begin with http:// or https://");
  }
  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t path = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, path);
  rest.remove_prefix(path);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.user_info = true;
    authority.remove_prefix(at + 1);
  }
  if (auto read = read_authority(authority, url); !read) return read.error();
  const std::size_t question = std::min(rest.find('?'), rest.size());
  url.path = rest.substr(0, question);
  if (question < rest.size()) url.query = rest.substr(question + 1);
  return url;
}

std::string Url::text() const {
  std::string out = scheme + "://" + host_field(*this) + path;
  if (!query.empty()) out.append(1, '?').append(query);
  return out;
}

std::string host_field(const Url& url) {
  std::string out = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  const std::uint16_t usual = url.scheme == "https" ? 443 : 80;
  if (url.port != usual) out.append(1, ':').append(std::to_string(url.port));
  return out;
}

}  // namespace wesel::http
