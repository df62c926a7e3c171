// The table of attributes.
#include "config/attributes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "config/values.hpp"

namespace wesel::config {
namespace {

std::string check_kind(std::string_view value) {
  return value == "payment" || value == "payout" ? ""
                                                 : R"(is no kind; write "payment" or "payout")";
}

std::string check_mode(std::string_view value) {
  return value == "live" || value == "sandbox" ? "" : R"(is no mode; write "live" or "sandbox")";
}

std::string check_country(std::string_view value) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (value.size() == 2 && upper(value[0]) && upper(value[1])) return {};
  return R"(is no country; write an ISO 3166 code such as "ID")";
}

std::string check_domain(std::string_view value) {
  const auto wrong = [](char c) { return (c >= 'A' && c <= 'Z') || c == '@' || c == ' '; };
  if (!value.empty() && std::none_of(value.begin(), value.end(), wrong)) return {};
  return R"(is no domain; write it in lower case, such as "shop.example")";
}

std::string check_hour(std::string_view value) {
  const bool two = value.size() == 2 && (value[0] == '1' || (value[0] == '2' && value[1] <= '3'));
  return value.size() == 1 || two ? "" : "is no hour; write an integer from 0 to 23";
}

std::string check_metadata(std::string_view value) {
  if (value.size() <= limits::kMetadataValue * 4) return {};
  return "is longer than metadata can be; it never matches";
}

constexpr Attribute kAttributes[] = {
    {"kind", false, false, check_kind},
    {"merchant", false, true, check_filled},
    {"mode", false, false, check_mode},
    {"method", false, true, check_filled},
    {"channel", false, true, check_filled},
    {"currency", false, false, check_currency},
    {"amount", true, false, nullptr},
    {"country", false, false, check_country},
    {"customer.email_domain", false, true, check_domain},
    {"hour", true, false, check_hour},
    {"weekday", false, false, nullptr},
};
constexpr Attribute kMetadata{"metadata.KEY", false, true, check_metadata};

}  // namespace

const Attribute* find_attribute(std::string_view name) {
  for (const Attribute& attribute : kAttributes) {
    if (attribute.name == name) return &attribute;
  }
  return name.starts_with("metadata.") && name.size() > 9 ? &kMetadata : nullptr;
}

std::string attribute_names() {
  std::string names;
  for (const Attribute& attribute : kAttributes) names += fmt::format("{}, ", attribute.name);
  return names + "metadata.KEY, any or none";
}

}  // namespace wesel::config
