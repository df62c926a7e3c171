// Every address is held as 16 bytes, IPv4 in its mapped form ::ffff:a.b.c.d, so one comparison
// serves both families.
#include "http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>

namespace wesel::http {
namespace {

using Bytes = Networks::Bytes;

Bytes mapped(std::span<const std::uint8_t> four) {
  Bytes bytes{};
  bytes[10] = bytes[11] = 0xff;
  std::copy(four.begin(), four.end(), bytes.begin() + 12);
  return bytes;
}

// The system's strict reader: others take "127.1" and "0x7f.1" too.
std::optional<Bytes> parse_bytes(std::string_view text) {
  const std::string terminated(text);
  Bytes bytes{};
  if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data()) != 1) return std::nullopt;
  return mapped(std::span<const std::uint8_t>(bytes).first(4));
}

bool same_prefix(const Bytes& a, const Bytes& b, int bits) {
  const std::size_t whole = static_cast<std::size_t>(bits) / 8;
  if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
  const int rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

Networks must_parse(const std::vector<std::string>& texts) {
  return Networks::parse(texts).value();
}

}  // namespace

bool is_address(std::string_view text) { return parse_bytes(text).has_value(); }

Result<Networks> Networks::parse(const std::vector<std::string>& texts) {
  Networks networks;
  for (const std::string& text : texts) {
    const Error problem{
        Fault::config, "invalid_network", "not a network such as 10.0.0.0/8: " + text, {}};
    const std::size_t slash = text.find('/');
    const auto bytes = parse_bytes(std::string_view(text).substr(0, slash));
    if (!bytes) return problem;
    const bool four = text.find(':') == std::string::npos;
    Network network{*bytes, 128};
    if (slash != std::string::npos) {
      const char* last = text.data() + text.size();
      const auto [stop, fault] = std::from_chars(text.data() + slash + 1, last, network.bits);
      const int most = four ? 32 : 128;
      if (fault != std::errc() || stop != last || network.bits < 0 || network.bits > most) {
        return problem;
      }
      if (four) network.bits += 96;
    }
    networks.networks_.push_back(network);
  }
  return networks;
}

bool Networks::contains(const Bytes& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    return same_prefix(network.address, address, network.bits);
  });
}

bool Networks::contains(std::string_view address) const {
  const auto bytes = parse_bytes(address);
  return bytes && contains(*bytes);
}

bool private_address(std::string_view text) {
  // IANA's special-purpose registries; of IPv6 only 2000::/3 is given out at all.
  static const Networks inside =
      must_parse({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
                  "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
                  "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
                  "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20"});
  static const Networks mapped_four = must_parse({"::ffff:0:0/96"});
  static const Networks translated_four = must_parse({"64:ff9b::/96"});
  static const Networks tunnelled_four = must_parse({"2002::/16"});
  static const Networks outside = must_parse({"2000::/3"});
  const auto bytes = parse_bytes(text);
  if (!bytes || inside.contains(*bytes)) return true;
  if (mapped_four.contains(*bytes)) return false;
  const std::span<const std::uint8_t> all(*bytes);
  if (translated_four.contains(*bytes)) return inside.contains(mapped(all.subspan(12, 4)));
  if (tunnelled_four.contains(*bytes)) return inside.contains(mapped(all.subspan(2, 4)));
  return !outside.contains(*bytes);
}

}  // namespace wesel::http
