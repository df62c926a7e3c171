// Masking by substitution; a value is looked for as it is and percent-encoded, as in a query.
#include "http/redact.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace wesel::http {
namespace {

constexpr std::size_t kShortest = 6;
constexpr std::string_view kStars = "***";

bool credential(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kParts = {
      "auth", "cookie", "key", "secret", "token", "signature", "password", "credential"};
  if (name == "idempotency-key") return false;
  return std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  });
}

}  // namespace

Fields mask_fields(const Fields& fields) {
  Fields masked = fields;
  for (Field& field : masked) {
    if (credential(field.name)) field.value = kStars;
  }
  return masked;
}

Masker::Masker(const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) {
    const std::string& value = secret.reveal();
    if (value.size() < kShortest) continue;
    values_.push_back(value);
    std::string encoded = percent_encode(value);
    if (encoded != value) values_.push_back(std::move(encoded));
  }
  std::sort(values_.begin(), values_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
}

std::string Masker::mask(std::string_view text) const {
  std::string out(text);
  for (const std::string& value : values_) {
    for (std::size_t at = out.find(value); at != std::string::npos; at = out.find(value, at)) {
      out.replace(at, value.size(), kStars);
      at += kStars.size();
    }
  }
  return out;
}

}  // namespace wesel::http
