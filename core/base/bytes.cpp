#include "base/bytes.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

namespace wesel {

using std::string;
using std::string_view;

namespace {

const unsigned char* raw(string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error malformed(const char* what) { return {Fault::caller, "malformed", what, {}}; }

bool unreserved(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Sha256 sha256(string_view data) {
  // Fetched once: SHA256() and HMAC() look it up anew each time, under a lock.
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Sha256 out;
  if (EVP_Digest(data.data(), data.size(), out.data(), nullptr, kSha256, nullptr) != 1)
    throw std::runtime_error("SHA-256 is not to be had");
  return out;
}

// RFC 2104.
Sha256 hmac_sha256(string_view key, string_view data) {
  constexpr std::size_t kBlock = 64;
  string inner(key.size() > kBlock ? string(as_text(sha256(key))) : string(key));
  inner.resize(kBlock, '\0');
  string outer = inner;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  outer += as_text(sha256(inner.append(data)));
  return sha256(outer);
}

string to_hex(string_view data) {
  static constexpr char kDigits[] = "0123456789abcdef";
  string out;
  out.reserve(data.size() * 2);
  for (const unsigned char c : data) {
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

string to_base64(string_view data) {
  string out((data.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), raw(data),
                                   static_cast<int>(data.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

Result<string> from_base64(string_view text) {
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const string_view digits = text.substr(0, text.size() - padding);
  for (const char c : digits)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '/')
      return malformed("not base64");
  if (text.size() % 4 != 0) return malformed("base64 comes in groups of four");
  string out(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), raw(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return malformed("not base64");
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

string to_base64_url(string_view data) {
  string out = to_base64(data);
  while (!out.empty() && out.back() == '=') out.pop_back();
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

Result<string> from_base64_url(string_view text) {
  string plain(text);
  for (char& c : plain) {
    if (c == '+' || c == '/' || c == '=') return malformed("not base64url");
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  if (plain.size() % 4 == 1) return malformed("not base64url");
  plain.append((4 - plain.size() % 4) % 4, '=');
  Result<string> out = from_base64(plain);
  // One text per value: bits that padding would hide must be zero.
  if (out && to_base64_url(*out) != text) return malformed("not base64url");
  return out;
}

bool equal_secrets(string_view a, string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool valid_utf8(string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      ++i;
      continue;
    }
    const std::size_t more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    if (c < 0xc2 || c > 0xf4 || i + more >= text.size()) return false;
    unsigned code = c & (0x3f >> more);
    for (std::size_t k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3f);
    }
    const bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
    if (overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
    i += more + 1;
  }
  return true;
}

std::size_t utf8_length(string_view text) {
  std::size_t n = 0;
  for (const unsigned char c : text) n += (c & 0xc0) != 0x80;
  return n;
}

string percent_encode(string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  string out;
  for (const unsigned char c : text) {
    if (unreserved(c)) {
      out += static_cast<char>(c);
      continue;
    }
    out += '%';
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

Result<string> percent_decode(string_view text) {
  string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return malformed("a '%' without two hex digits");
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return out;
}

}  // namespace wesel
