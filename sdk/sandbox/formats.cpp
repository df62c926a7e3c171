// Signatures, times, ids, amounts and QRIS codes. OpenSSL stays in here.
#include "wesel/sandbox/formats.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>
#include <ctime>
#include <random>

namespace wesel::sandbox {

namespace {

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_at(std::string_view text, std::size_t at, std::size_t size) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + size, value);
  return value;
}

std::mt19937_64& random_source() {
  thread_local std::mt19937_64 source = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return source;
}

std::string random_from(std::string_view alphabet, int count) {
  std::uniform_int_distribution<std::size_t> pick(0, alphabet.size() - 1);
  std::string out;
  for (int i = 0; i < count; ++i) out += alphabet[pick(random_source())];
  return out;
}

std::uint16_t crc16(std::string_view text) {
  std::uint16_t crc = 0xFFFF;
  for (const char c : text) {
    crc = static_cast<std::uint16_t>(crc ^ (static_cast<unsigned char>(c) << 8));
    for (int bit = 0; bit < 8; ++bit) {
      const bool high = (crc & 0x8000) != 0;
      crc = static_cast<std::uint16_t>(crc << 1);
      if (high) crc ^= 0x1021;
    }
  }
  return crc;
}

std::string tag(std::string_view id, std::string_view value) {
  return fmt::format("{}{:02}{}", id, value.size(), value);
}

}  // namespace

std::optional<Amount> Amount::parse(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view units = text.substr(0, point);
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (units.empty() || units.size() > 14 || !all_digits(units)) return std::nullopt;
  if (point != std::string_view::npos && decimals.empty()) return std::nullopt;
  if (!all_digits(decimals)) return std::nullopt;
  while (decimals.size() > 4 && decimals.back() == '0') decimals.pop_back();
  if (decimals.size() > 4) return std::nullopt;
  decimals.resize(4, '0');
  std::int64_t whole_units = 0;
  std::from_chars(units.data(), units.data() + units.size(), whole_units);
  return Amount(whole_units * kOne + number_at(decimals, 0, 4));
}

std::string Amount::text(int least_decimals) const {
  const std::int64_t size = value_ < 0 ? -value_ : value_;
  std::string decimals = fmt::format("{:04}", size % kOne);
  while (static_cast<int>(decimals.size()) > least_decimals && decimals.ends_with('0')) {
    decimals.pop_back();
  }
  return fmt::format("{}{}{}{}", value_ < 0 ? "-" : "", size / kOne, decimals.empty() ? "" : ".",
                     decimals);
}

std::string hmac_sha256(std::string_view key, std::string_view data) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(), out, &size);
  return std::string(reinterpret_cast<const char*>(out), size);
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string base64url(std::string_view bytes) {
  std::string out = base64(bytes);
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return out;
}

std::optional<std::string> base64url_decoded(std::string_view text) {
  std::string in(text);
  for (char& c : in) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  std::size_t padding = 0;
  for (; in.size() % 4 != 0; ++padding) in += '=';
  std::string out(in.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(in.data()),
                                   static_cast<int>(in.size()));
  if (size < 0 || padding > 2) return std::nullopt;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_hex(int digits) { return random_from("0123456789abcdef", digits); }
std::string random_digits(int digits) { return random_from("0123456789", digits); }

std::string random_uuid() {
  return fmt::format("{}-{}-4{}-{}{}-{}", random_hex(8), random_hex(4), random_hex(3),
                     random_from("89ab", 1), random_hex(3), random_hex(12));
}

std::string format_time(Time time, int offset_minutes, int fraction_digits) {
  using namespace std::chrono;
  const auto since = duration_cast<nanoseconds>(time.time_since_epoch());
  const auto whole = floor<seconds>(since);
  const std::time_t local = static_cast<std::time_t>(whole.count()) + offset_minutes * 60;
  std::tm tm{};
  gmtime_r(&local, &tm);
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", tm.tm_year + 1900,
                                tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
  if (fraction_digits > 0) {
    const std::string nanos = fmt::format("{:09}", (since - whole).count());
    out += '.' + nanos.substr(0, static_cast<std::size_t>(fraction_digits));
  }
  if (offset_minutes == 0) return out + 'Z';
  const int size = std::abs(offset_minutes);
  return out + fmt::format("{}{:02}:{:02}", offset_minutes < 0 ? '-' : '+', size / 60, size % 60);
}

std::optional<Time> parse_time(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kShape[i];
    if (!fits) return std::nullopt;
  }
  std::tm tm{};
  tm.tm_year = number_at(text, 0, 4) - 1900;
  tm.tm_mon = number_at(text, 5, 2) - 1;
  tm.tm_mday = number_at(text, 8, 2);
  tm.tm_hour = number_at(text, 11, 2);
  tm.tm_min = number_at(text, 14, 2);
  tm.tm_sec = number_at(text, 17, 2);
  const std::tm asked = tm;
  const std::time_t seconds = timegm(&tm);
  if (tm.tm_mon != asked.tm_mon || tm.tm_mday != asked.tm_mday) return std::nullopt;
  std::string_view zone = text.substr(kShape.size());
  if (zone.starts_with('.')) {
    const std::size_t end = zone.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    zone.remove_prefix(end);
  }
  int offset_minutes = 0;
  if (zone != "Z") {
    const bool fits = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
                      all_digits(zone.substr(1, 2)) && all_digits(zone.substr(4));
    if (!fits) return std::nullopt;
    offset_minutes = number_at(zone, 1, 2) * 60 + number_at(zone, 4, 2);
    if (zone[0] == '-') offset_minutes = -offset_minutes;
  }
  return std::chrono::system_clock::from_time_t(seconds - offset_minutes * 60);
}

std::string qris_code(std::string_view merchant, Amount amount, std::string_view reference) {
  std::string code = tag("00", "01") + tag("01", "12");
  code += tag("26", tag("00", "ID.CO.SANDBOX.WWW") + tag("01", "936000140000000001") +
                        tag("02", "000000000000001") + tag("03", "UMI"));
  code += tag("51", tag("00", "ID.CO.QRIS.WWW") + tag("02", "ID1020000000001") + tag("03", "UMI"));
  code += tag("52", "5411") + tag("53", "360") + tag("54", amount.text()) + tag("58", "ID");
  code += tag("59", merchant.substr(0, 25)) + tag("60", "JAKARTA") + tag("61", "10110");
  code += tag("62", tag("01", reference.substr(0, 25))) + "6304";
  return code + fmt::format("{:04X}", crc16(code));
}

std::string qris_picture(std::string_view code) {
  std::string out =
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320">)"
      R"(<rect width="320" height="320" fill="#fff" stroke="#000" stroke-width="8"/>)"
      R"(<g font-family="monospace" font-size="13">)";
  for (std::size_t at = 0, line = 0; at < code.size(); at += 36, ++line) {
    out += fmt::format(R"(<text x="18" y="{}">)", 60 + line * 20);
    for (const char c : code.substr(at, 36)) {
      if (c == '<')
        out += "&lt;";
      else if (c == '&')
        out += "&amp;";
      else
        out += c;
    }
    out += "</text>";
  }
  return out + "</g></svg>";
}

bool looks_like_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  return domain.find('@') == std::string_view::npos && domain.find('.') != std::string_view::npos &&
         !domain.starts_with('.') && !domain.ends_with('.') &&
         text.find_first_of(" \t\r\n,;<>\"") == std::string_view::npos;
}

bool looks_like_url(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with("http://"))
    rest.remove_prefix(7);
  else if (rest.starts_with("https://"))
    rest.remove_prefix(8);
  else
    return false;
  return !rest.empty() && rest.front() != '/' && rest.front() != ':' && rest.front() != '?' &&
         rest.find_first_of(" \t\r\n<>\"") == std::string_view::npos;
}

}  // namespace wesel::sandbox
