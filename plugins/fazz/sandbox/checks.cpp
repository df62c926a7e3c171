// What Fazz accepts: methods, banks, outlets and their limits, amounts and times.
#include <algorithm>
#include <array>

#include "wire.hpp"

namespace wesel::sandbox::fazz {

namespace {

using json::Value;

constexpr std::chrono::hours kLongestExpiry{30 * 24};
constexpr std::array kBanks = {Bank{"BCA", "Bank Central Asia"},
                               Bank{"BNI", "Bank Negara Indonesia"},
                               Bank{"BRI", "Bank Rakyat Indonesia"},
                               Bank{"MANDIRI", "Bank Mandiri"},
                               Bank{"SAHABAT_SAMPOERNA", "Bank Sahabat Sampoerna"},
                               Bank{"PERMATA", "Bank Permata"},
                               Bank{"CIMB_NIAGA", "CIMB Niaga"},
                               Bank{"DANAMON", "Bank Danamon"},
                               Bank{"HANA", "Bank KEB Hana"}};
constexpr std::size_t kOneTimeBanks = 5;  // the first of them; the others are persistent only

std::string check_amount(const Value& attributes) {
  const std::optional<Amount> amount = Amount::parse(attributes["amount"].scalar());
  if (!attributes["amount"].is_number() || !amount || amount->is_zero()) {
    return "amount must be a number greater than 0";
  }
  const std::string_view currency = attributes["currency"].text();
  if (attributes["currency"] && currency != "IDR") return "currency is not supported";
  if (!amount->is_whole()) return "amount must be an integer";
  return {};
}

std::string check_reference(const Value& attributes) {
  const std::string_view reference = attributes["referenceId"].text();
  if (reference.empty()) return "referenceId is required";
  return reference.size() > 255 ? "referenceId is too long" : "";
}

std::string check_expiry(const Value& attributes) {
  if (!attributes["expiredAt"]) return {};
  const auto now = std::chrono::system_clock::now();
  const std::optional<Time> at = parse_time(attributes["expiredAt"].text());
  if (!at) return "expiredAt must be an ISO 8601 time with offset";
  if (*at <= now) return "expiredAt must be in the future";
  return *at > now + kLongestExpiry ? "expiredAt must be within 30 days" : "";
}

std::string check_outlet(const Value& options, Amount amount) {
  const std::string_view outlet = options["retailOutletName"].text();
  if (outlet != "ALFAMART" && outlet != "INDOMARET") {
    return "paymentMethodOptions.retailOutletName must be ALFAMART or INDOMARET";
  }
  const Amount most = Amount::whole(outlet == "ALFAMART" ? 2'500'000 : 5'000'000);
  if (amount < Amount::whole(15'000) || amount > most) {
    return "amount is out of the limits of the retail outlet";
  }
  return {};
}

std::string check_virtual_account(const Value& options) {
  const Bank* found = bank(options["bankShortCode"].text());
  if (found == nullptr || found >= kBanks.data() + kOneTimeBanks) {
    return "paymentMethodOptions.bankShortCode is not supported";
  }
  const std::string_view suffix = options["suffixNo"].text();
  if (suffix.find_first_not_of("0123456789") != std::string_view::npos) {
    return "paymentMethodOptions.suffixNo must be digits";
  }
  return {};
}

std::string check_wallet(const Value& options) {
  if (options["providerCode"].text() != "SHOPEEPAY") {
    return "paymentMethodOptions.providerCode must be SHOPEEPAY";
  }
  if (!looks_like_url(options["afterSettlementReturnUrl"].text())) {
    return "paymentMethodOptions.afterSettlementReturnUrl must be a URL";
  }
  return {};
}

}  // namespace

const Bank* bank(std::string_view code) {
  const auto found =
      std::find_if(kBanks.begin(), kBanks.end(), [&](const Bank& one) { return one.code == code; });
  return found == kBanks.end() ? nullptr : &*found;
}

json::Array banks() {
  json::Array list;
  for (const Bank& one : kBanks) {
    list.add(
        json::Object{}
            .set("id", one.code)
            .set("type", "bank")
            .set("attributes", json::Object{}.set("name", one.name).set("shortCode", one.code)));
  }
  return list;
}

std::string check_payment(const Value& attributes) {
  for (const auto check : {check_amount, check_reference, check_expiry}) {
    if (std::string problem = check(attributes); !problem.empty()) return problem;
  }
  const std::string_view type = attributes["paymentMethodType"].text();
  const Value options = attributes["paymentMethodOptions"];
  if (type.empty()) return "paymentMethodType is required";
  if (!options.is_object()) return "paymentMethodOptions is required";
  if (type == "retail_outlet") {
    return check_outlet(options, *Amount::parse(attributes["amount"].scalar()));
  }
  if (type == "virtual_bank_account") return check_virtual_account(options);
  if (type == "e-wallet" || type == "e_wallet") return check_wallet(options);
  return type == "qris" ? "" : "paymentMethodType is not supported";
}

std::string check_method(std::string_view type, const Value& attributes) {
  if (std::string problem = check_reference(attributes); !problem.empty()) return problem;
  if (type == "qris") return {};
  return bank(attributes["bankShortCode"].text()) ? "" : "bankShortCode is not supported";
}

std::string check_disbursement(const Value& attributes) {
  for (const auto check : {check_amount, check_reference}) {
    if (std::string problem = check(attributes); !problem.empty()) return problem;
  }
  const Value method = attributes["disbursementMethod"];
  if (method["type"].text() != "bank_transfer") {
    return "disbursementMethod.type must be bank_transfer";
  }
  if (bank(method["bankShortCode"].text()) == nullptr) {
    return "disbursementMethod.bankShortCode is not supported";
  }
  const std::string_view account = method["bankAccountNo"].text();
  if (account.empty() || account.find_first_not_of("0123456789") != std::string_view::npos) {
    return "disbursementMethod.bankAccountNo must be digits";
  }
  if (method["bankAccountHolderName"].text().empty()) {
    return "disbursementMethod.bankAccountHolderName is required";
  }
  return {};
}

}  // namespace wesel::sandbox::fazz
