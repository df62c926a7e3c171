// What may stand in a result, read from blocks as a plugin fills them in.
#include "providers/inspect.hpp"

#include <set>

#include "providers/world.hpp"

namespace wesel {
namespace {

wesel_bytes text(const char* words) { return {words, std::char_traits<char>::length(words)}; }

Action look(const wesel_result& result, OperationKind kind) {
  wesel_action action{};
  action.size = sizeof(action);
  action.kind = WESEL_ACTION_DONE;
  action.result = &result;
  return inspect(&action, Description{}, kind);
}

wesel_result result_of(std::uint32_t kind, std::uint32_t state = WESEL_STATE_NONE) {
  wesel_result out{};
  out.size = sizeof(out);
  out.kind = kind;
  out.state = state;
  out.provider_reference = text("p-1");
  return out;
}

// Empty when there was no breach.
std::string breach_of(const Action& action) {
  const auto* breach = std::get_if<BreachFound>(&action.step);
  return breach ? std::string(name(breach->breach)) : "";
}

TEST_CASE("which result an operation can have") {
  for (int number = 1; number <= kOperationKinds; ++number) {
    const auto kind = static_cast<OperationKind>(number);
    std::string fits;
    for (std::uint32_t result = WESEL_RESULT_NONE; result <= WESEL_RESULT_DONE + 1; ++result)
      fits += breach_of(look(result_of(result, WESEL_STATE_PENDING), kind)).empty() ? '1' : '0';
    CAPTURE(name(kind));
    // none accepted refused not_found events methods accounts balances done …
    const char* const wanted[] = {"0110000000", "0111000000", "0110000000", "0011001000",
                                  "0010000010", "0110000000", "0111000000", "0110000000",
                                  "0111000000", "0010010000", "0010000100", "0000100000"};
    CHECK(fits == wanted[number - 1]);
  }
}

TEST_CASE("which state an operation can tell") {
  const auto fits = [](OperationKind kind) {
    std::string out;
    for (std::uint32_t state = WESEL_STATE_NONE; state <= WESEL_STATE_RETURNED + 1; ++state)
      out += breach_of(look(result_of(WESEL_RESULT_ACCEPTED, state), kind)).empty() ? '1' : '0';
    return out;
  };
  // none pending paid completed failed expired cancelled returned …
  CHECK(fits(OperationKind::payment_create) == "011111100");
  CHECK(fits(OperationKind::payment_query) == "011111100");
  CHECK(fits(OperationKind::payout_create) == "010111110");
  CHECK(fits(OperationKind::payout_query) == "010111110");
  CHECK(fits(OperationKind::refund_query) == "010111100");
}

TEST_CASE("money comes in any number of decimals and is kept in the currency's own") {
  struct Case {
    wesel_money money;
    std::optional<std::int64_t> minor;  // none: a breach
  };
  const Case one = GENERATE(
      Case{{100'000, 0, text("IDR")}, 100'000}, Case{{10'000'000, 2, text("IDR")}, 100'000},
      Case{{10'000'001, 2, text("IDR")}, {}}, Case{{42, 0, text("USD")}, 4'200},
      Case{{INT64_MAX, 1, text("USD")}, {}}, Case{{0, 19, text("USD")}, {}},
      Case{{INT64_MIN, 2, text("USD")}, {}}, Case{{1, 2, text("usd")}, {}},
      Case{{1, 2, {nullptr, 3}}, {}}, Case{{1, 2, text("GOLD")}, {}});
  wesel_result result = result_of(WESEL_RESULT_ACCEPTED, WESEL_STATE_PENDING);
  result.amount = one.money;
  const Action action = look(result, OperationKind::payment_query);
  CHECK(breach_of(action) == (one.minor ? "" : "bad_money"));
  if (one.minor) CHECK(std::get<PluginResult>(action.step).told.amount->minor == one.minor);
}

TEST_CASE("instructions are of known types and hold no URL that a browser would run") {
  struct Case {
    const char *type, *field, *value, *breach;
  };
  const Case one = GENERATE(Case{"virtual_account", "account_number", "38165", ""},
                            Case{"virtual_account", "something_new", "kept", ""},
                            Case{"barter", "bank", "BCA", "bad_instructions"},
                            Case{"virtual_account", "Bank Name", "BCA", "bad_instructions"},
                            Case{"redirect", "url", "https://pay.example/x", ""},
                            Case{"redirect", "url", "gojek://pay", ""},
                            Case{"redirect", "url", "JavaScript:alert(1)", "bad_instructions"},
                            Case{"redirect", "url", "data:text/html,x", "bad_instructions"},
                            Case{"redirect", "url", " https://pay.example", "bad_instructions"},
                            Case{"redirect", "url", "nothing", "bad_instructions"},
                            Case{"redirect", "page_url", "gojek://pay", "bad_instructions"},
                            Case{"qris", "image_url", "data:image/png;base64,AA", ""},
                            Case{"qris", "image_url", "data:image/svg+xml,x", "bad_instructions"});
  CAPTURE(one.type, one.field, one.value);
  const wesel_pair field{text(one.field), text(one.value)};
  const wesel_instructions instructions{sizeof(instructions), text(one.type), &field, 1, 0};
  wesel_result result = result_of(WESEL_RESULT_ACCEPTED, WESEL_STATE_PENDING);
  result.instructions = &instructions;
  CHECK(breach_of(look(result, OperationKind::payment_create)) == one.breach);
}

TEST_CASE("methods in a currency that is not known here are left out") {
  wesel_method qris{};
  qris.size = sizeof(qris);
  qris.kind = WESEL_KIND_PAYMENT;
  qris.method = text("qris");
  qris.currency = text("IDR");
  qris.minimum = {1'500, 0, text("IDR")};
  wesel_method odd = qris;
  odd.currency = text("XXX");
  const wesel_method* methods[] = {&qris, &odd};
  wesel_result result = result_of(WESEL_RESULT_METHODS);
  result.methods = methods;
  result.method_count = 2;
  const Action action = look(result, OperationKind::methods);
  const auto& told = std::get<PluginResult>(action.step).methods;
  REQUIRE(told.size() == 1);
  CHECK(told[0].minimum == test::rupiah(1'500));

  odd.kind = 9;
  CHECK(breach_of(look(result, OperationKind::methods)) == "bad_list");
  methods[1] = nullptr;
  CHECK(breach_of(look(result, OperationKind::methods)) == "missing_block");
  result.method_count = 1'000'000;
  CHECK(breach_of(look(result, OperationKind::methods)) == "bad_list");
}

TEST_CASE("balances are exact decimal texts") {
  wesel_balance balance{sizeof(balance), text("IDR"), text("100.50"), text("-3"), {}};
  const wesel_balance* const balances[] = {&balance};
  wesel_result result = result_of(WESEL_RESULT_BALANCES);
  result.balances = balances;
  result.balance_count = 1;
  const Action action = look(result, OperationKind::balance);
  CHECK(std::get<PluginResult>(action.step).balances.at(0).total == "100.50");
  for (const char* wrong : {"1e9", "1.", ".5", "1,000", "+1", "NaN", "--1"}) {
    CAPTURE(wrong);
    balance.total = text(wrong);
    CHECK(breach_of(look(result, OperationKind::balance)) == "bad_decimal");
  }
}

TEST_CASE("accounts tell who paid, from where") {
  wesel_bank_account account{};
  account.size = sizeof(account);
  account.name = text("Budi");
  account.number = text("123");
  wesel_result result = result_of(WESEL_RESULT_ACCOUNTS);
  result.account_process = &account;
  const Action action = look(result, OperationKind::payment_accounts);
  const auto& told = std::get<PluginResult>(action.step);
  CHECK_FALSE(told.account_asked);
  CHECK(told.account_used->name == "Budi");
  account.size = 8;
  CHECK(breach_of(look(result, OperationKind::payment_accounts)) == "block_size");
}

TEST_CASE("a reference is short and has no control characters") {
  wesel_result result = result_of(WESEL_RESULT_ACCEPTED, WESEL_STATE_PENDING);
  result.provider_reference = text("p\n1");
  CHECK(breach_of(look(result, OperationKind::payment_create)) == "bad_text");
  const std::string longest(255, 'x'), too_long(256, 'x');
  result.provider_reference = text(longest.c_str());
  CHECK(breach_of(look(result, OperationKind::payment_create)).empty());
  result.provider_reference = text(too_long.c_str());
  CHECK(breach_of(look(result, OperationKind::payment_create)) == "bad_text");
}

TEST_CASE("every breach has a name of its own") {
  std::set<std::string_view> names;
  for (int number = 0; number <= static_cast<int>(Breach::bad_ack); ++number)
    names.insert(name(static_cast<Breach>(number)));
  CHECK(names.size() == static_cast<std::size_t>(Breach::bad_ack) + 1);
}

}  // namespace
}  // namespace wesel
