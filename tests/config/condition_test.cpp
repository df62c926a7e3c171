// `when`: every attribute, every matcher, groups, and what cannot be meant.
#include "config/files.hpp"

using namespace wesel;

namespace {

// The value of `when` starts at line 3, column 8.
std::string when_text(const std::string& when) {
  return "[[routes]]\nname = \"r\"\nwhen = " + when +
         "\nuse = [\"p\"]\n[providers.p]\nplugin = \"p\"\nmode = \"live\"\n[[merchants]]\nid = "
         "\"acme\"\n";
}

When read_when(const std::string& when) { return loaded(when_text(when)).routes.at(0).when; }

Condition only(const std::string& when) {
  const When read = read_when(when);
  REQUIRE(read.all.size() == 1);
  return read.all[0];
}

Texts values(const Condition& condition) {
  const auto* any = std::get_if<AnyOf>(&condition.matcher);
  REQUIRE(any != nullptr);
  return any->values;
}

}  // namespace

TEST_CASE("a scalar is a list of one") {
  const Condition c = only(R"({ kind = "payment" })");
  CHECK(c.attribute == "kind");
  CHECK(values(c) == Texts{"payment"});
  CHECK_FALSE(c.negated);
  CHECK(c.place.line == 3);
  CHECK(c.place.column == 10);
}

TEST_CASE("a list means any of it") {
  CHECK(values(only(R"({ channel = ["BCA", "BNI"] })")) == Texts{"BCA", "BNI"});
}

TEST_CASE("conditions keep the order in which they are written") {
  const When when = read_when(R"({ mode = "live", kind = "payout", country = "ID" })");
  REQUIRE(when.all.size() == 3);
  CHECK(when.all[0].attribute == "mode");
  CHECK(when.all[1].attribute == "kind");
  CHECK(when.all[2].attribute == "country");
}

TEST_CASE("an amount is a range in the currency beside it") {
  const When when = read_when(R"({ currency = "USD", amount = { min = "0.50", max = 100 } })");
  REQUIRE(when.all.size() == 2);
  const Condition& amount = when.all[1];
  CHECK(amount.currency == "USD");
  const auto& range = std::get<Range>(amount.matcher);
  CHECK(range.min == "0.50");
  CHECK(range.max == "100");
}

TEST_CASE("an amount in a group uses the currency of the group around it") {
  const When when =
      read_when(R"({ currency = "IDR", any = [{ amount = { max = 5 } }, { kind = "payout" }] })");
  REQUIRE(when.any.size() == 2);
  CHECK(when.any[0].all.at(0).currency == "IDR");
  CHECK(when.any[1].all.at(0).attribute == "kind");
}

TEST_CASE("not, prefix and exists are read") {
  const Condition negated = only(R"({ channel = { not = ["BCA"] } })");
  CHECK(negated.negated);
  CHECK(values(negated) == Texts{"BCA"});

  const Condition prefixed = only(R"({ metadata.tier = { not = { prefix = "gold" } } })");
  CHECK(prefixed.negated);
  CHECK(std::get<Prefix>(prefixed.matcher).text == "gold");

  const Condition missing = only(R"({ country = { exists = false } })");
  CHECK_FALSE(std::get<Exists>(missing.matcher).wanted);
}

TEST_CASE("dotted attributes may be quoted or not") {
  CHECK(only(R"({ customer.email_domain = "shop.example" })").attribute == "customer.email_domain");
  CHECK(only(R"({ "customer.email_domain" = "shop.example" })").attribute ==
        "customer.email_domain");
  CHECK(only(R"({ metadata.tier = "gold" })").attribute == "metadata.tier");
  CHECK(only(R"({ "metadata.a.b" = "gold" })").attribute == "metadata.a.b");
}

TEST_CASE("hours are numbers and weekdays may be written as spans") {
  CHECK(values(only("{ hour = [0, 23] }")) == Texts{"0", "23"});
  CHECK(std::get<Range>(only("{ hour = { min = 8, max = 17 } }").matcher).max == "17");
  CHECK(values(only(R"({ weekday = ["mon-wed", "sun"] })")) == Texts{"mon", "tue", "wed", "sun"});
  CHECK(only(R"({ weekday = { not = "sat-sun" } })").negated);
}

TEST_CASE("none is read as groups that must not hold") {
  const When when = read_when(R"({ none = [{ merchant = "acme", mode = "live" }] })");
  REQUIRE(when.none.size() == 1);
  CHECK(when.none[0].all.size() == 2);
}

TEST_CASE("each mistake in a condition is told at its place") {
  struct Case {
    std::string when;
    std::string complaint;
  };
  const std::string known =
      "kind, merchant, mode, method, channel, currency, amount, country, customer.email_domain, "
      "hour, weekday, metadata.KEY, any or none";
  const Case cases[] = {
      {"3", "3:8: routes.when has an integer; a table of conditions is wanted"},
      {"{ colour = \"red\" }", "3:10: routes.when colour is not known; known are " + known},
      {"{ customer.name = \"x\" }",
       "3:19: routes.when customer.name is not known; known are " + known},
      {"{ amount = 5 }",
       R"(3:10: routes.when amount lacks a currency beside it; write currency = "IDR")"},
      {"{ currency = [\"IDR\", \"USD\"], amount = 5 }",
       R"(3:37: routes.when amount lacks a currency beside it; write currency = "IDR")"},
      {"{ currency = \"IDR\", amount = 1.5 }",
       R"(3:37: routes.when.amount is a float; write an integer or a text in main units, such as 10_000 or "42.05")"},
      {"{ currency = \"IDR\", amount = \"1.5\" }",
       "3:37: routes.when amount = 1.5 is no amount of IDR; it is above zero and has 0 decimals"},
      {"{ currency = \"IDR\", amount = { min = 9, max = 8 } }",
       "3:37: routes.when amount never holds: max = 8 is below min = 9"},
      {"{ currency = \"RUPIAH\" }",
       R"(3:21: routes.when currency = "RUPIAH" is not a known currency; write an ISO 4217 code such as "IDR")"},
      {"{ kind = \"refund\" }",
       R"(3:17: routes.when kind = "refund" is no kind; write "payment" or "payout")"},
      {"{ mode = \"test\" }",
       R"(3:17: routes.when mode = "test" is no mode; write "live" or "sandbox")"},
      {"{ country = \"id\" }",
       R"(3:20: routes.when country = "id" is no country; write an ISO 3166 code such as "ID")"},
      {"{ merchant = \"acne\" }",
       R"(3:10: routes.when has merchant "acne", which is not there; acme may be meant)"},
      {"{ channel = [] }",
       "3:20: routes.when channel has an empty list and never holds; leave it out"},
      {"{ hour = 24 }",
       R"(3:17: routes.when hour = "24" is no hour; write an integer from 0 to 23)"},
      {"{ hour = -1 }",
       R"(3:17: routes.when hour = "-1" is no hour; write an integer from 0 to 23)"},
      {"{ hour = \"9\" }", "3:17: routes.when hour has a text; an integer is wanted"},
      {"{ weekday = \"funday\" }",
       R"(3:20: routes.when weekday has what is no day; write "mon" or "mon-fri")"},
      {"{ metadata.n = 1 }", "3:23: routes.when metadata.n has an integer; a text is wanted"},
      {"{ kind = { prefix = \"pay\" } }",
       "3:17: routes.when kind is no condition; write a value, a list, { not = … } or { exists = "
       "true }"},
      {"{ channel = { min = 1 } }",
       "3:20: routes.when channel is no condition; write a value, a list, { prefix = \"…\" }, "
       "{ not = … } or { exists = true }"},
      {"{ channel = { not = { not = \"BCA\" } } }",
       "3:28: routes.when channel is no condition; write a value, a list, { prefix = \"…\" }, "
       "{ not = … } or { exists = true }"},
      {"{ any = [] }", "3:16: routes.when any is empty; write any = [{ … }, { … }]"},
      {"{ none = { kind = \"payout\" } }",
       "3:17: routes.when none is a table; write none = [{ … }, { … }]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.when);
    CHECK(complaints(when_text(c.when)) == Texts{c.complaint});
  }
}

TEST_CASE("groups within groups end somewhere") {
  std::string when = R"({ kind = "payment" })";
  for (int i = 0; i < 7; ++i) when = "{ any = [" + when + "] }";
  CHECK(complaints(when_text(when)).empty());
  for (int i = 0; i < 3; ++i) when = "{ any = [" + when + "] }";
  CHECK(complaints(when_text(when)).size() == 1);
}
