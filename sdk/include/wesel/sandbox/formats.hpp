// The formats that fake providers write and check: signatures, times, unguessable ids, exact
// amounts and QRIS codes. Functions of their arguments, but for random_*; any thread.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wesel::sandbox {

using Time = std::chrono::system_clock::time_point;
using Millis = std::chrono::milliseconds;

// An exact amount with at most four decimals; never floating point.
class Amount {
 public:
  Amount() = default;
  static Amount whole(std::int64_t units) { return Amount(units * kOne); }
  // "42", "42.05", "100000.0"; nothing for signs, exponents, five decimals or too many digits.
  static std::optional<Amount> parse(std::string_view text);

  bool is_whole() const { return value_ % kOne == 0; }
  bool is_zero() const { return value_ == 0; }
  // With as many decimals as needed, but at least so many: "42.05", "100000", "100000.0".
  std::string text(int least_decimals = 0) const;

  auto operator<=>(const Amount&) const = default;
  Amount operator+(Amount other) const { return Amount(value_ + other.value_); }
  Amount operator-(Amount other) const { return Amount(value_ - other.value_); }

 private:
  static constexpr std::int64_t kOne = 10'000;
  explicit Amount(std::int64_t value) : value_(value) {}
  std::int64_t value_ = 0;
};

std::string hmac_sha256(std::string_view key, std::string_view data);  // 32 raw bytes
std::string hex(std::string_view bytes);
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  // without padding
std::optional<std::string> base64url_decoded(std::string_view text);
// Takes as long for a wrong value as for the right one.
bool same_secret(std::string_view a, std::string_view b);

std::string random_hex(int digits);
std::string random_digits(int digits);
std::string random_uuid();

// RFC 3339: format_time(t, 7 * 60, 9) is "2026-08-05T05:04:54.252204638+07:00"; offset 0 is "Z".
std::string format_time(Time time, int offset_minutes = 0, int fraction_digits = 0);
// RFC 3339 with an offset or Z; nothing for all else.
std::optional<Time> parse_time(std::string_view text);

// A dynamic QRIS code (EMVCo tags with the CRC at its end).
std::string qris_code(std::string_view merchant, Amount amount, std::string_view reference);
// A picture that stands for the code; not meant to be scanned.
std::string qris_picture(std::string_view code);

bool looks_like_email(std::string_view text);
bool looks_like_url(std::string_view text);  // http or https with a host

}  // namespace wesel::sandbox
