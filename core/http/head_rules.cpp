// Every rule here answers a trick that the parser lets through (or lets through in part); the
// tests of this room hold one case for each.
#include "http/head_rules.hpp"

#include <strings.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/limits.hpp"
#include "http/address.hpp"

namespace wesel::http {
namespace {

using Problem = std::optional<Refusal>;

// Fields whose second appearance is a contradiction, not a list.
constexpr std::array<std::string_view, 22> kOnce = {"host",
                                                    "content-length",
                                                    "transfer-encoding",
                                                    "content-type",
                                                    "authorization",
                                                    "idempotency-key",
                                                    "expect",
                                                    "proxy-authorization",
                                                    "content-range",
                                                    "content-encoding",
                                                    "cookie",
                                                    "date",
                                                    "origin",
                                                    "referer",
                                                    "user-agent",
                                                    "x-api-key",
                                                    "range",
                                                    "if-modified-since",
                                                    "if-range",
                                                    "max-forwards",
                                                    "from",
                                                    "x-request-id"};

constexpr std::array<std::string_view, 7> kMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                      "PATCH", "DELETE", "OPTIONS"};

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '-' ||
         c == '_';
}

// A name, an IPv4 address or a bracketed IPv6 one, then perhaps ":port".
bool good_host(std::string_view host) {
  std::size_t end = 0;
  if (host.starts_with('[')) {
    end = host.find(']');
    if (end == std::string_view::npos || !is_address(host.substr(1, end - 1))) return false;
    ++end;
  } else {
    while (end < host.size() && host_character(host[end])) ++end;
    if (end == 0) return false;
  }
  if (end == host.size()) return true;
  const std::string_view digits = host.substr(end + 1);
  std::uint16_t port = 0;
  const char* last = digits.data() + digits.size();
  const auto [stop, fault] = std::from_chars(digits.data(), last, port);
  return host[end] == ':' && fault == std::errc() && stop == last;
}

Problem check_line(const Head& head) {
  if (std::find(kMethods.begin(), kMethods.end(), head.method) == kMethods.end()) {
    return Refusal{501, "not_implemented", "this method is not known here"};
  }
  if (head.target.size() > limits::kTargetBytes) {
    return Refusal{414, "uri_too_long", "the request target is too long"};
  }
  const bool good = head.target.starts_with('/') &&
                    std::all_of(head.target.begin(), head.target.end(),
                                [](char c) { return c >= 0x21 && c <= 0x7e && c != '#'; });
  if (!good) return bad_request("the request target must be a path");
  return {};
}

Problem check_once(const Fields& fields) {
  if (fields.size() > limits::kFields) {
    return Refusal{431, "headers_too_large", "too many header fields"};
  }
  std::array<bool, kOnce.size()> seen{};
  for (const Field& field : fields) {
    const auto* at = std::find(kOnce.begin(), kOnce.end(), field.name);
    if (at == kOnce.end()) continue;
    bool& before = seen[static_cast<std::size_t>(at - kOnce.begin())];
    if (before) return bad_request("a header field that must stand once is repeated");
    before = true;
  }
  return {};
}

const Field* field_of(const Fields& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Problem check_framing(const Head& head, std::size_t body_limit, Framing& framing) {
  const Field* length = field_of(*head.fields, "content-length");
  const Field* coding = field_of(*head.fields, "transfer-encoding");
  if (coding) {
    if (length) return bad_request("Content-Length and Transfer-Encoding exclude each other");
    if (head.version < 11 || !same_word(coding->value, "chunked")) {
      return bad_request("Transfer-Encoding must be chunked, in HTTP/1.1");
    }
    framing.chunked = true;
    return {};
  }
  if (!length) {
    const bool needs_one = head.method == "POST" || head.method == "PUT" || head.method == "PATCH";
    if (needs_one) return Refusal{411, "length_required", "Content-Length is required"};
    return {};
  }
  const std::string& text = length->value;
  if (!all_digits(text)) return bad_request("Content-Length must be digits");
  const auto [stop, fault] =
      std::from_chars(text.data(), text.data() + text.size(), framing.length);
  if (fault != std::errc() || framing.length > body_limit) return kBodyTooLarge;
  return {};
}

Problem check_expect(const Head& head, Framing& framing) {
  const Field* expect = field_of(*head.fields, "expect");
  if (!expect || head.version < 11) return {};
  if (!same_word(expect->value, "100-continue")) {
    return Refusal{417, "expectation_failed", "only 100-continue can be expected"};
  }
  framing.expects_continue = framing.chunked || framing.length > 0;
  return {};
}

}  // namespace

Refusal bad_request(std::string_view detail) { return {400, "bad_request", detail}; }

HeadScan::Found HeadScan::bad(std::string_view problem) {
  problem_ = problem;
  return Found::bad;
}

HeadScan::Found HeadScan::scan(std::string_view bytes) {
  for (; at_ < bytes.size(); ++at_) {
    if (at_ == limits::kHeadBytes) return Found::too_long;
    const char c = bytes[at_];
    const char before = at_ == 0 ? '\0' : bytes[at_ - 1];
    if ((before == '\r') != (c == '\n')) return bad("a bare CR or LF in the head");
    if (before == '\n' && (c == ' ' || c == '\t')) return bad("a folded header line");
    if (c >= 0x20 && c < 0x7f) continue;
    if (c == '\n') {
      first_line_ = false;
      if (at_ < 2) return bad("an empty request line");
      if (bytes[at_ - 2] != '\n') continue;
      ++at_;
      return Found::end;
    }
    if (c != '\r' && c != '\t') return bad("a character that is not allowed in the head");
  }
  return Found::more;
}

std::optional<Refusal> check_head(const Head& head, std::size_t body_limit, Framing& framing) {
  framing = {};
  if (auto problem = check_line(head)) return problem;
  if (auto problem = check_once(*head.fields)) return problem;
  const Field* host = field_of(*head.fields, "host");
  if (!host || !good_host(host->value)) return bad_request("exactly one valid Host is required");
  if (auto problem = check_framing(head, body_limit, framing)) return problem;
  return check_expect(head, framing);
}

}  // namespace wesel::http
