// Building requests and reading replies.
#include "wesel/exchange.hpp"

#include <charconv>

#include "header_name.hpp"
#include "wesel/crypto.hpp"

namespace wesel::sdk {

Request& Request::header(string_view name, string_view value) {
  headers_.push_back({std::string(name), std::string(value), false});
  return *this;
}

Request& Request::secret_header(string_view name, string_view value) {
  headers_.push_back({std::string(name), std::string(value), true});
  return *this;
}

Request& Request::bearer(string_view token) {
  return secret_header("Authorization", "Bearer " + std::string(token));
}

Request& Request::basic(string_view user, string_view password) {
  const std::string both = std::string(user) + ':' + std::string(password);
  return secret_header("Authorization", "Basic " + to_base64(both));
}

Request& Request::json(const Json& body) { return this->body(body.text(), "application/json"); }

Request& Request::form(const Form& body) {
  return this->body(body.text(), "application/x-www-form-urlencoded");
}

Request& Request::body(string_view body, string_view type) {
  body_ = body;
  for (const Header& header : headers_)
    if (same_header(header.name, "Content-Type")) return *this;
  return header("Content-Type", type);
}

Request& Request::endpoint(string_view name) {
  endpoint_ = name;
  return *this;
}

Request& Request::has_effect() {
  effect_ = true;
  return *this;
}

Request& Request::replay_safe() {
  replay_safe_ = true;
  return *this;
}

Request& Request::reply_secret() {
  reply_secret_ = true;
  return *this;
}

Request& Request::remember(string_view value, std::int64_t expires_at_ms) {
  session_ = value;
  session_expires_at_ms_ = expires_at_ms;
  return *this;
}

Reply::Reply(const wesel_reply& block) : data_(std::make_shared<Data>()) {
  data_->status = block.status;
  data_->now_ms = block.now_ms;
  data_->body = view(block.body);
  data_->headers.reserve(block.header_count);
  for (std::size_t i = 0; i < block.header_count; ++i)
    data_->headers.emplace_back(view(block.headers[i].name), view(block.headers[i].value));
}

string_view Reply::header(string_view name) const& {
  for (const auto& [key, value] : data_->headers)
    if (same_header(key, name)) return value;
  return {};
}

std::uint32_t Reply::retry_after_ms() const {
  constexpr std::uint32_t kLongest = 24 * 3600;  // more than a day is a mistake: cut
  const string_view text = header("retry-after");
  std::uint32_t seconds = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || end != text.data() + text.size()) return 0;
  return (ec != std::errc() || seconds > kLongest ? kLongest : seconds) * 1000;
}

const json::Document& Reply::document() const {
  if (!data_->document)
    data_->document = std::make_unique<json::Document>(json::Document::parse(data_->body));
  return *data_->document;
}

}  // namespace wesel::sdk
