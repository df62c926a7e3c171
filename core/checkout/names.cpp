#include "checkout/names.hpp"

namespace wesel::checkout {

using std::string;
using std::string_view;

namespace {

struct Name {
  string_view code, name;
};

constexpr Name kNames[] = {
    {"MANDIRI", "Mandiri"},
    {"PERMATA", "Permata"},
    {"CIMB", "CIMB Niaga"},
    {"DANAMON", "Danamon"},
    {"BNC", "Bank Neo Commerce"},
    {"MAYBANK", "Maybank"},
    {"SAHABAT_SAMPOERNA", "Bank Sahabat Sampoerna"},
    {"SINARMAS", "Bank Sinarmas"},
    {"MUAMALAT", "Bank Muamalat"},
    {"ALFAMART", "Alfamart"},
    {"INDOMARET", "Indomaret"},
    {"SHOPEEPAY", "ShopeePay"},
    {"LINKAJA", "LinkAja"},
    {"GOPAY", "GoPay"},
    {"ASTRAPAY", "AstraPay"},
};

string put(string_view pattern, string_view value) {
  const std::size_t hole = pattern.find("{}");
  if (hole == pattern.npos) return string(pattern);
  return string(pattern.substr(0, hole)) + string(value) + string(pattern.substr(hole + 2));
}

}  // namespace

string channel_name(string_view channel) {
  for (const Name& one : kNames)
    if (one.code == channel) return string(one.name);
  return string(channel);
}

string method_name(const Method& method, Language language) {
  const Words& say = words(language);
  const string channel = channel_name(method.channel);
  if (method.type == "virtual_account") return put(say.virtual_account, channel);
  if (method.type == "qris") return say.qris;
  if (method.type == "e_wallet") return put(say.e_wallet, channel);
  if (method.type == "retail_outlet") return put(say.retail_outlet, channel);
  if (method.type == "bank_transfer") return say.bank_transfer;
  return say.redirect;
}

}  // namespace wesel::checkout
