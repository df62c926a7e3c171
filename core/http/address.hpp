// IP addresses as texts: which ones lie inside, and which lie in a network that the operator
// allows. Guards the URLs that merchants give us; it resolves nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wesel::http {

bool is_address(std::string_view text);

// Not an address of the public internet: loopback, private, link-local, shared (carrier NAT),
// multicast, unspecified, documentation and other reserved ranges, also when an IPv4 address
// hides in an IPv6 one. What is no address at all counts as private.
bool private_address(std::string_view text);

// A set of networks such as "127.0.0.0/8"; IPv4 also matches its IPv6-mapped form.
class Networks {
 public:
  Networks() = default;
  // A single address stands for itself. Code invalid_network.
  static Result<Networks> parse(const std::vector<std::string>& texts);
  bool contains(std::string_view address) const;
  bool empty() const { return networks_.empty(); }

  using Bytes = std::array<std::uint8_t, 16>;

 private:
  friend bool private_address(std::string_view text);
  struct Network {
    Bytes address{};
    int bits = 128;
  };
  bool contains(const Bytes& address) const;
  std::vector<Network> networks_;
};

}  // namespace wesel::http
