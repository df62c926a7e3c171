// A payout request, from text to NewPayment: what each field becomes. (What is refused over HTTP:
// tests/journeys.)
#include <catch2/catch.hpp>

#include "api/read_payment.hpp"
#include "api/read_payout.hpp"

namespace wesel {

using std::string;

namespace {

ReadContext context() {
  ReadContext out;
  out.now = from_ms(1'700'000'000'000);
  out.can_sign = true;
  return out;
}

constexpr const char* kWhole = R"({"reference": "R-1", "amount": "100000", "currency": "IDR",
    "method": {"type": "bank_transfer", "channel": "BCA"},
    "account": {"name": "Siti", "number": "0012", "bank_code": "014", "branch": "Kuta",
                "type": "savings"},
    "email": "siti@example.com", "remark": "July", "callback_url": "https://shop.example/hooks",
    "metadata": {"b": "2", "a": "1"}, "provider": "fazz"})";

string changed(const string& from, const string& to) {
  string text = kWhole;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("every field of a payout arrives as it was written") {
  const auto read = read_payout(kWhole, context());
  REQUIRE(read);
  CHECK(read->kind == Kind::payout);
  CHECK(read->reference == "R-1");
  CHECK(read->amount == Money{100'000, *find_currency("IDR")});
  CHECK(read->method == Method{"bank_transfer", "BCA", ""});
  REQUIRE(read->account);
  CHECK(read->account->name == "Siti");
  CHECK(read->account->number == "0012");  // a name, not a figure: zeros in front count
  CHECK(read->account->bank_code == "014");
  CHECK(read->account->branch == "Kuta");
  CHECK(read->account->type == "savings");
  CHECK(read->email == "siti@example.com");
  CHECK(read->remark == "July");
  CHECK(read->callback_url == "https://shop.example/hooks");
  CHECK(read->metadata == Pairs{{"a", "1"}, {"b", "2"}});
  CHECK(read->pin == "fazz");
  CHECK_FALSE(read->expires_in);
}

TEST_CASE("another account, name or remark is another payout") {
  const auto print = [](const string& text) { return fingerprint(*read_payout(text, context())); };
  const string one = print(kWhole);
  CHECK(one == print(changed("\"100000\"", "\"100000.00\"")));
  for (const string& other :
       {changed("0012", "012"), changed("Siti", "Sita"), changed("014", "015"),
        changed("Kuta", "Ubud"), changed("savings", "current"), changed("July", "June"),
        changed("siti@example.com", "sita@example.com"), changed("BCA", "BRI")})
    CHECK(one != print(other));
}

TEST_CASE("the body of one kind is not taken for the other's") {
  const auto as_payment = read_payment(kWhole, context());
  REQUIRE_FALSE(as_payment);
  CHECK(as_payment.error().code == "unknown_field");
  const auto as_payout =
      read_payout(R"({"reference": "R-1", "amount": "1", "currency": "IDR"})", context());
  REQUIRE_FALSE(as_payout);
  CHECK(as_payout.error().where == "/method");
}

}  // namespace wesel
