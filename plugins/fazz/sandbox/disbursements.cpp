// Fazz's disbursements and what belongs to them: banks, the balance, validation of an account.
#include "wire.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Object;
using json::Value;
using namespace fazz;

Response one(std::string_view type, const Object& attributes) {
  return {200,
          Object{}.set("data", Object{}.set("type", type).set("attributes", attributes)).text()};
}

}  // namespace

Response Fazz::create_disbursement(const Request& request) {
  const Document body = Document::parse(request.body);
  const Value attributes = body["data"]["attributes"];
  if (const std::string problem = check_disbursement(attributes); !problem.empty()) {
    return invalid(problem);
  }
  const Value method = attributes["disbursementMethod"];
  Entry entry;
  entry.kind = Kind::payout;
  entry.id = "contract_" + random_hex(32);
  entry.reference = attributes["referenceId"].text();
  entry.method = "bank_transfer";
  entry.status = "processing";
  entry.amount = *Amount::parse(attributes["amount"].scalar());
  entry.created = std::chrono::system_clock::now();
  entry.fields = {{"bank", std::string(method["bankShortCode"].text())},
                  {"account_no", std::string(method["bankAccountNo"].text())},
                  {"holder", std::string(method["bankAccountHolderName"].text())},
                  {"description", std::string(attributes["description"].text())}};
  const Amount amount = entry.amount;
  const bool again = ledger().find(Kind::payout, entry.reference).has_value();
  {
    const std::lock_guard lock(mutex_);
    if (!again && available_ < amount) return error("TXN0001", "Insufficient funds");
    available_ = available_ - amount;
  }
  Response response = created_or_replayed(std::move(entry), fingerprint(attributes));
  if (response.created.empty()) {  // nothing new was made: the money stays
    const std::lock_guard lock(mutex_);
    available_ = available_ + amount;
  }
  return response;
}

Change Fazz::apply_disbursement(Entry& entry, const Action& action) {
  const bool returns = action.name == "return";
  const bool late = action.name == "complete" && action.late && entry.status == "failed";
  if (entry.status != (returns ? "completed" : "processing") && !late) {
    return {.problem = "disbursement is " + entry.status};
  }
  if (!returns && action.name != "complete" && action.name != "fail") {
    return {.problem = "this provider knows complete, fail and return"};
  }
  entry.ended_at = action.at;
  const std::lock_guard lock(mutex_);
  if (action.name == "complete") {
    if (late) available_ = available_ - entry.amount;
    entry.status = "completed";
    entry.reason = "";
    return {.tell = true};
  }
  entry.status = "failed";
  entry.reason = returns ? "Returned by the bank" : "Rejected by the bank";
  available_ = available_ + entry.amount;
  return {.tell = true};
}

Response Fazz::banks() const { return {200, Object{}.set("data", fazz::banks()).text()}; }

// The names of these attributes are not published.
Response Fazz::balance_overview() {
  const std::lock_guard lock(mutex_);
  return one("balance_overview", Object{}
                                     .set("currency", "IDR")
                                     .set("totalBalance", (available_ + pending_).text(1))
                                     .set("availableBalance", available_.text(1))
                                     .set("pendingBalance", pending_.text(1)));
}

Response Fazz::validate_account(const Request& request) {
  const Document body = Document::parse(request.body);
  const Value attributes = body["data"]["attributes"];
  if (bank(attributes["bankShortCode"].text()) == nullptr) {
    return invalid("bankShortCode is not supported");
  }
  const std::string_view account = attributes["accountNo"].text();
  if (account.empty() || account.find_first_not_of("0123456789") != std::string_view::npos) {
    return invalid("accountNo must be digits");
  }
  return one("bank_account_validation",
             Object{}
                 .set("accountName", "SANDBOX ACCOUNT HOLDER")
                 .set("accountNo", account)
                 .set("bankShortCode", attributes["bankShortCode"].text()));
}

}  // namespace wesel::sandbox
