// Hex, base64, hashes and safe comparison. Thin names over OpenSSL; no cryptography of our own.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wesel {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view data);
Sha256 hmac_sha256(std::string_view key, std::string_view data);

// Lower case.
std::string to_hex(std::string_view data);
inline std::string_view as_text(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// RFC 4648 with padding; the url form has '-' and '_' and no padding.
std::string to_base64(std::string_view data);
Result<std::string> from_base64(std::string_view text);
std::string to_base64_url(std::string_view data);
Result<std::string> from_base64_url(std::string_view text);

// Takes the same time wherever the texts differ.
bool equal_secrets(std::string_view a, std::string_view b);

bool valid_utf8(std::string_view text);
// Code points, of valid UTF-8.
std::size_t utf8_length(std::string_view text);

// %XX of all but unreserved characters (RFC 3986), and back.
std::string percent_encode(std::string_view text);
Result<std::string> percent_decode(std::string_view text);

}  // namespace wesel
