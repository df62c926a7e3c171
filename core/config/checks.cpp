// Addresses, URLs, names and other texts with a fixed form.
#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/timezone.hpp"
#include "config/values.hpp"
#include "domain/money.hpp"

namespace wesel::config {
namespace {

bool is_address(const std::string& text, int family) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(family, text.c_str(), bytes) == 1;
}

struct UrlParts {
  std::string host;  // without brackets
  std::string_view path;
};

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0;
}

bool is_host_name(std::string_view text) {
  static constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
  static constexpr std::string_view ends = "-.";
  if (text.empty() || text.find_first_not_of(letters) != std::string_view::npos) return false;
  return ends.find(text.front()) == std::string_view::npos &&
         ends.find(text.back()) == std::string_view::npos;
}

std::optional<std::string> host_of(std::string_view authority) {
  const bool bracketed = authority.starts_with('[');
  const auto end = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed && end == std::string_view::npos) return std::nullopt;
  const std::string host(bracketed ? authority.substr(1, end - 1) : authority.substr(0, end));
  if (bracketed ? !is_address(host, AF_INET6) : !is_host_name(host)) return std::nullopt;
  const auto rest = end == std::string_view::npos ? std::string_view()
                                                  : authority.substr(end + (bracketed ? 1 : 0));
  const bool fine = rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  return fine ? std::optional(host) : std::nullopt;
}

std::optional<UrlParts> split_url(std::string_view text) {
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || text.size() > limits::kUrl) return std::nullopt;
  const std::string_view rest = text.substr(scheme);
  const auto slash = rest.find('/');
  auto host = host_of(rest.substr(0, slash));
  const auto path = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
  const bool clean = std::all_of(path.begin(), path.end(), [](char c) {
    return c > ' ' && c < 0x7f &&
           std::string_view("?#\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
  if (!host || !clean) return std::nullopt;
  return UrlParts{std::move(*host), path};
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Address address;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (error != std::errc() || stop != end) return std::nullopt;
  address.host = text.substr(0, colon);
  if (address.host == "localhost" || is_address(address.host, AF_INET)) return address;
  if (address.host.size() < 4 || address.host.front() != '[' || address.host.back() != ']') {
    return std::nullopt;
  }
  address.host = address.host.substr(1, address.host.size() - 2);
  if (!is_address(address.host, AF_INET6)) return std::nullopt;
  return address;
}

bool is_loopback(std::string_view host) {
  const std::string text(host);
  if (text == "localhost" || text == "::1") return true;
  return is_address(text, AF_INET) && text.starts_with("127.");
}

std::string check_name(std::string_view text) {
  static constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (!text.empty() && text.size() <= 64 &&
      text.find_first_not_of(letters) == std::string_view::npos) {
    return {};
  }
  return "is not a name; letters, digits, '_', '-' and '.' may be in it, 64 at most";
}

std::string check_url(std::string_view text) {
  if (!split_url(text)) {
    return R"(is not such a URL; write "https://host/path", without user, '?' and '#')";
  }
  if (text.back() == '/') return "ends in '/'; leave the last one out";
  return {};
}

std::string check_origin(std::string_view text) {
  const auto parts = split_url(text);
  if (parts && parts->path.empty()) return {};
  return R"(is not an origin; write "https://shop.example", without a path)";
}

std::string url_host(std::string_view url) {
  const auto parts = split_url(url);
  return parts ? parts->host : std::string();
}

std::string check_network(std::string_view text) {
  static const std::string wrong = R"(is not a network; write "10.0.0.0/8" or "fd00::/8")";
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return wrong;
  const std::string address(text.substr(0, slash));
  const std::string_view bits = text.substr(slash + 1);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), number);
  if (error != std::errc() || end != bits.data() + bits.size()) return wrong;
  if (is_address(address, AF_INET)) return number <= 32 ? std::string() : wrong;
  return is_address(address, AF_INET6) && number <= 128 ? std::string() : wrong;
}

std::string check_sha256(std::string_view text) {
  if (text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos) {
    return {};
  }
  return "is not a SHA-256; it has 64 digits 0-9 and a-f";
}

std::string check_percent(std::string_view text) {
  if (is_decimal(text) && !decimal_less("100", text)) return {};
  return R"(is not a percentage; write "0.99" for 0.99 %)";
}

std::string check_store_url(std::string_view text) {
  if (text.starts_with("sqlite:") && text.size() > 7) return {};
  if (text.starts_with("postgresql://") && text.size() > 13) return {};
  return R"(is not a store; write "sqlite:/path/to/file.db" or "postgresql://…")";
}

std::string check_timezone(std::string_view text) {
  if (known_timezone(text)) return {};
  return R"(is not a known time zone; write a name such as "Asia/Jakarta" or "UTC")";
}

std::string check_currency(std::string_view text) {
  if (find_currency(text)) return {};
  return R"(is not a known currency; write an ISO 4217 code such as "IDR")";
}

std::string check_filled(std::string_view text) {
  return text.empty() ? "is empty; leave the key out or give it a value" : std::string();
}

std::string check_webhook_secret(std::string_view text) {
  static constexpr std::string_view prefix = "whsec_";
  if (text.starts_with(prefix)) {
    const auto bytes = from_base64(text.substr(prefix.size()));
    if (bytes && bytes->size() >= 24 && bytes->size() <= 64) return {};
  }
  return R"(is not a webhook secret; it is "whsec_" and the base64 of 24 to 64 bytes)";
}

}  // namespace wesel::config
