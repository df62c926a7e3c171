#include "api/checkout_picture.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "checkout/instructions.hpp"
#include "http/address.hpp"
#include "webhooks/delivery.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

struct Picture {
  string type, bytes;
};

bool shown(const Picture& picture) {
  constexpr string_view kTypes[] = {"image/png", "image/jpeg", "image/gif", "image/webp",
                                    "image/svg+xml"};
  return !picture.bytes.empty() && picture.bytes.size() <= limits::kPictureBytes &&
         std::find(std::begin(kTypes), std::end(kTypes), picture.type) != std::end(kTypes);
}

// "data:image/png;base64,…": the provider gave the picture itself.
Picture unpack(string_view url) {
  url.remove_prefix(string_view("data:").size());
  const std::size_t comma = std::min(url.find(','), url.size());
  const string_view head = url.substr(0, comma);
  auto bytes = from_base64(url.substr(std::min(comma + 1, url.size())));
  if (!head.ends_with(";base64") || !bytes) return {};
  return {string(head.substr(0, head.find(';'))), std::move(*bytes)};
}

Picture fetch(const Ports& ports, const Setup& setup, const string& text) {
  const auto url = http::parse_url(text);
  if (!url || url->user_info) return {};
  std::vector<string> texts;
  for (const Text& one : setup.config.webhooks.allow_networks) texts.push_back(one.value);
  const auto allowed = http::Networks::parse(texts);
  http::Outbound request;
  request.base = *url;
  request.method = "GET";
  request.fields = {{"accept", "image/png, image/jpeg, image/svg+xml, image/*"}};
  request.deadline = ports.clock.steady() + limits::kPictureTime;
  request.allow_address = [&](string_view address) {
    return may_call(allowed ? *allowed : http::Networks(), url->scheme, address);
  };
  http::Sent sent = ports.transport.send(request);
  if (sent.fate != http::Sent::Fate::replied || sent.status != 200) return {};
  const string_view type = http::find(sent.fields, "content-type");
  return {string(type.substr(0, type.find_first_of("; "))), std::move(sent.body)};
}

}  // namespace

Result<http::Response> picture_of(const Ports& ports, const Setup& setup, const Payment& payment) {
  const Attempt* attempt = payment.current_attempt();
  const string url =
      attempt ? string(checkout::field_of(attempt->instructions, "image_url")) : string();
  if (url.empty()) return refuse("not_found", "there is nothing at this path");
  Picture picture = url.starts_with("data:") ? unpack(url) : fetch(ports, setup, url);
  http::Response response;
  response.content_type = {};
  response.status = 502;
  if (!shown(picture)) return response;
  response.status = 200;
  response.content_type = std::move(picture.type);
  response.body = std::move(picture.bytes);
  // Opened by itself, an SVG must not run anything in our name.
  response.fields = {
      {"content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
      {"cross-origin-resource-policy", "same-origin"}};
  return response;
}

}  // namespace wesel
