// What signatures of callbacks need, without a library: SHA-256, HMAC, hex, base64 and a comparison
// that tells nothing by its time. Digests are raw bytes in a string. It is no place for ciphers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wesel::sdk {

// 32 raw bytes (FIPS 180-4; RFC 2104).
std::string sha256(std::string_view data);
std::string hmac_sha256(std::string_view key, std::string_view data);

// Lower case; reading takes both cases, and nothing else.
std::string to_hex(std::string_view data);
std::optional<std::string> from_hex(std::string_view text);

// RFC 4648 with padding; reading refuses what writing would not give.
std::string to_base64(std::string_view data);
std::optional<std::string> from_base64(std::string_view text);

// Takes the same time wherever the texts differ; their sizes are no secret.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace wesel::sdk
