// A payment request, from text to NewPayment: what each field becomes, and what depends on the
// merchant and the installation rather than on the text. (What is refused over HTTP, and how that
// is said: tests/journeys.)
#include <catch2/catch.hpp>

#include "api/read_payment.hpp"

namespace wesel {

using std::string;

namespace {

ReadContext context() {
  ReadContext out;
  out.now = from_ms(1'700'000'000'000);
  out.can_sign = true;
  return out;
}

string body(const string& more) {
  return R"({"reference": "R-1", "amount": "100000", "currency": "IDR")" + more + "}";
}

string callback(const string& url) { return body(R"(, "callback_url": ")" + url + "\""); }

}  // namespace

TEST_CASE("every field of a payment arrives as it was written") {
  const auto read = read_payment(body(R"(,
    "method": {"type": "virtual_account", "channel": "BCA", "display_name": "Toko Budi"},
    "customer": {"name": "Budi", "email": "budi@example.com", "phone": "+6281234567890",
                 "ip": "203.0.113.7", "country": "ID"},
    "items": [{"name": "A", "quantity": 2, "price": "30000"}, {"name": "B", "price": 40000}],
    "description": "Order 1", "expires_in": 3600, "return_url": "https://shop.example/thanks",
    "callback_url": "https://shop.example/hooks", "metadata": {"tier": "gold", "a": "b"},
    "provider": "komerce")"),
                                 context());
  REQUIRE(read);
  CHECK(read->reference == "R-1");
  CHECK(read->amount == Money{100'000, *find_currency("IDR")});
  CHECK(read->method.type == "virtual_account");
  CHECK(read->method.channel == "BCA");
  CHECK(read->method.display_name == "Toko Budi");
  CHECK(read->customer.name == "Budi");
  CHECK(read->customer.email == "budi@example.com");
  CHECK(read->customer.phone == "+6281234567890");
  CHECK(read->customer.ip == "203.0.113.7");
  CHECK(read->customer.country == "ID");
  REQUIRE(read->items.size() == 2);
  CHECK(read->items[0].quantity == 2);
  CHECK(read->items[1].quantity == 1);
  CHECK(read->items[1].price->minor == 40'000);
  CHECK(read->description == "Order 1");
  CHECK(read->expires_in == std::chrono::seconds(3600));
  CHECK(read->return_url == "https://shop.example/thanks");
  CHECK(read->callback_url == "https://shop.example/hooks");
  CHECK(read->metadata == Pairs{{"a", "b"}, {"tier", "gold"}});
  CHECK(read->pin == "komerce");
}

TEST_CASE("the least that a payment needs") {
  const auto read = read_payment(body(""), context());
  REQUIRE(read);
  CHECK(read->method.type.empty());
  CHECK(read->items.empty());
  CHECK_FALSE(read->expires_in);
}

TEST_CASE("an amount is exact in its currency, and never mistaken for minor units") {
  const auto amount = [](const string& text, const string& currency) {
    return read_payment(
        R"({"reference": "R", "amount": )" + text + R"(, "currency": ")" + currency + "\"}",
        context());
  };
  CHECK(amount("100000", "IDR")->amount.minor == 100'000);
  CHECK(amount("\"100000.00\"", "IDR")->amount.minor == 100'000);
  CHECK(amount("\"42.05\"", "USD")->amount.minor == 4'205);
  CHECK(amount("\"42\"", "USD")->amount.minor == 4'200);
  CHECK(amount("\"42.5\"", "USD")->amount.minor == 4'250);
  CHECK(amount("42", "USD").error().code == "invalid_amount");
  CHECK(amount("\"42.055\"", "USD").error().code == "invalid_amount");
  CHECK(amount("\"0.01\"", "USD")->amount.minor == 1);
  CHECK(amount("\"92233720368547758.08\"", "USD").error().code == "invalid_amount");
}

TEST_CASE("equal requests have one fingerprint, others another") {
  const auto print = [](const string& text) { return fingerprint(*read_payment(text, context())); };
  const string one = print(body(R"(, "description": "x", "metadata": {"a": "1", "b": "2"})"));
  CHECK(one == print(R"({"metadata": {"b": "2", "a": "1"}, "currency": "IDR",
                         "description": "\u0078", "amount": 100000, "reference": "R-1"})"));
  CHECK(one != print(body(R"(, "description": "y", "metadata": {"a": "1", "b": "2"})")));
  CHECK(one != print(body(R"(, "description": "x", "metadata": {"a": "1", "b": "3"})")));
  CHECK(one != print(body(R"(, "description": "x")")));
  // What stands in one field cannot pass for what stands in another.
  CHECK(print(body(R"(, "description": "x")")) != print(body(R"(, "provider": "x")")));
  CHECK(print(body(R"(, "metadata": {"a": "b"})")) != print(body(R"(, "metadata": {"ab": "x"})")));
}

TEST_CASE("a callback URL points outward, unless the installation allows a network") {
  ReadContext strict = context(), inside = context(), mute = context();
  inside.allow_networks = {"127.0.0.0/8"};
  mute.can_sign = false;
  const auto refused = [](const string& url, const ReadContext& where) {
    const auto read = read_payment(callback(url), where);
    return !read && read.error().where == "/callback_url";
  };
  CHECK_FALSE(refused("https://shop.example/hooks", strict));
  CHECK(refused("https://shop.example/hooks", mute));
  CHECK(refused("http://shop.example/hooks", strict));
  for (const char* host :
       {"127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.1.1", "0.0.0.0",
        "100.64.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]"}) {
    INFO(host);
    CHECK(refused(string("https://") + host + "/", strict));
  }
  CHECK(refused("http://127.0.0.1:9000/", strict));
  CHECK_FALSE(refused("http://127.0.0.1:9000/", inside));
  CHECK(refused("http://10.0.0.1:9000/", inside));
  CHECK(refused("http://u:p@127.0.0.1:9000/", inside));
}

TEST_CASE("the first mistake is told, and only one end may be given") {
  const auto both = read_payment(
      body(R"(, "expires_in": 3600, "expires_at": "2023-11-15T00:00:00Z")"), context());
  REQUIRE_FALSE(both);
  CHECK(both.error().where == "/expires_at");
  const auto many = read_payment(R"({"reference": "", "amount": "x", "colour": 1})", context());
  REQUIRE_FALSE(many);
  CHECK(many.error().where == "/reference");
}

}  // namespace wesel
