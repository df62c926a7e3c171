// wesel explain: says where a payment would go and why, from the configuration alone. It creates
// nothing and asks no provider.
#include <iostream>

#include "app/assemble.hpp"
#include "base/limits.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "routing/explain.hpp"

namespace wesel {

namespace {

using std::string;

const Usage kUsage{
    "explain",
    "Says which route a payment would take, each condition's verdict, each candidate kept or left "
    "out and why, and the order.",
    "",
    {{"config", "F", "the configuration", true, false},
     {"amount", "A", "in main units, such as 100000 or 42.05", true, false},
     {"currency", "C", "ISO 4217", true, false},
     {"method", "M", "virtual_account, qris, retail_outlet, e_wallet, bank_transfer, redirect",
      true, false},
     {"channel", "C", "BCA, ALFAMART, OVO, …", false, false},
     {"kind", "K", "payment (the default) or payout", false, false},
     {"mode", "M", "sandbox or live; the accounts' own when they share one", false, false},
     {"merchant", "M", "whose payment; the only one when there is one", false, false},
     {"metadata", "K=V", "metadata of the payment", false, true},
     {"country", "C", "the customer's", false, false},
     {"email", "E", "the customer's", false, false},
     {"id", "PAYMENT", "the payment's id, which splits hash", false, false},
     {"at", "TIME", "as if it were then (RFC 3339)", false, false},
     {"json", "", "for programs", false, false}}};

// Or what is wrong with the arguments.
Result<Mode> mode_of(const Arguments& arguments, const Setup& setup) {
  if (arguments.has("mode")) {
    const auto mode = find_mode(arguments.get("mode"));
    if (mode) return *mode;
    return Error{Fault::caller, "invalid", "--mode is sandbox or live", {}};
  }
  std::optional<Mode> shared;
  for (const AccountOffers& account : setup.accounts->accounts()) {
    if (shared && *shared != account.mode)
      return Error{
          Fault::caller, "invalid", "--mode is needed: there are accounts of both modes", {}};
    shared = account.mode;
  }
  return shared.value_or(Mode::live);
}

Result<Payment> payment_of(const Arguments& a, const Setup& setup, Time now) {
  const auto wrong = [](string text) {
    return Error{Fault::caller, "invalid", std::move(text), {}};
  };
  Payment p;
  p.id = a.get("id", "pay_00000000000000000000000000");
  if (!is_id(p.id, "pay") && !is_id(p.id, "po")) return wrong("--id is a payment's id");
  const auto currency = find_currency(a.get("currency"));
  if (!currency) return wrong("--currency: " + currency.error().message);
  const auto amount = parse_money(a.get("amount"), *currency);
  if (!amount) return wrong("--amount: " + amount.error().message);
  p.amount = *amount;
  const auto mode = mode_of(a, setup);
  if (!mode) return mode.error();
  p.mode = *mode;
  const auto kind = find_kind(a.get("kind", "payment"));
  if (!kind) return wrong("--kind is payment or payout");
  p.kind = *kind;
  p.merchant = a.get("merchant");
  if (p.merchant.empty() && setup.config.merchants.size() == 1)
    p.merchant = setup.config.merchants.front().id;
  p.method = {a.get("method"), a.get("channel"), {}};
  // Fields that a real payment would carry: what is asked here is where it goes.
  p.customer = {"Customer", a.get("email", "customer@example.com"), "+6281234567890", "203.0.113.7",
                a.get("country")};
  p.description = "explain";
  p.account = BankAccount{"Customer", "1", {}, {}, {}, {}, {}, {}};
  p.return_url = "https://example.com/";
  p.created_at = now;
  p.expires_at = now + limits::kExpiryDefault;
  for (const string& pair : a.all("metadata")) {
    const auto equals = pair.find('=');
    if (equals == string::npos) return wrong("--metadata is KEY=VALUE");
    p.metadata.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return p;
}

}  // namespace

int run_explain(int argc, char** argv) {
  const Arguments arguments = Arguments::parse(kUsage, argc, argv);
  if (arguments.done) return arguments.exit_code;
  PluginFiles plugins(plugin_folders());
  const Assembled assembled = assemble(arguments.get("config"), plugins);
  if (!assembled.setup) {
    for (const Problem& problem : assembled.problems) std::cerr << problem.text() << '\n';
    return 2;
  }
  Time now = SystemClock().now();
  if (arguments.has("at")) {
    const auto at = parse_time(arguments.get("at"));
    if (!at) {
      std::cerr << "wesel explain: --at: " << at.error().message << '\n';
      return 2;
    }
    now = *at;
  }
  const auto payment = payment_of(arguments, *assembled.setup, now);
  if (!payment) {
    std::cerr << "wesel explain: " << payment.error().message << '\n';
    return 2;
  }
  const Explanation explanation =
      explain(*assembled.setup->rules, *assembled.setup->accounts, facts_of(*payment, now));
  std::cout << (arguments.has("json") ? to_json(explanation) : to_text(explanation)) << '\n';
  return explanation.choice.decision.order.empty() ? 1 : 0;
}

}  // namespace wesel
