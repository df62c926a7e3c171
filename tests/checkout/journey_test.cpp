// A customer's visit over real HTTP: the page, the choice, the status, the picture, and everything
// that is refused.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

// The path of the page, "/pay/…".
string path_of(const Reply& payment) {
  const string url = payment.text("checkout_url");
  return url.substr(url.find("/pay/"));
}

string order(const string& reference, const string& method, const string& more = {}) {
  return R"({"reference": ")" + reference + R"(", "amount": "100000", "currency": "IDR",)" +
         (method.empty() ? "" : R"("method": )" + method + ",") + more +
         R"("customer": {"name": "Budi", "email": "b@example.com", "phone": "+6281234567890"}})";
}

constexpr const char* kForm = "application/x-www-form-urlencoded";

Reply send_form(Installation& wesel, const string& path, const string& body,
                http::Fields fields = {}) {
  fields.push_back({"content-type", kForm});
  return wesel.call("POST", path + "/method", body, std::move(fields), "");
}

Reply look(Installation& wesel, const string& path, http::Fields fields = {}) {
  return wesel.call("GET", path, {}, std::move(fields), "");
}

bool has(const Reply& reply, const string& part) { return reply.body.find(part) != string::npos; }

}  // namespace

TEST_CASE("a customer opens the page of a payment") {
  Installation wesel({.shop = "name = \"Toko Budi & Co\"\n"});
  const Reply made = wesel.pay({});
  const Reply page = look(wesel, path_of(made));
  INFO(page.body);
  REQUIRE(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.header("cache-control") == "no-store");
  CHECK(page.header("referrer-policy") == "no-referrer");
  CHECK(page.header("x-content-type-options") == "nosniff");
  CHECK(page.header("x-frame-options") == "DENY");
  CHECK(page.header("content-security-policy").starts_with("default-src 'none'"));
  CHECK(has(page, string(made["instructions"]["account_number"].text())));
  CHECK(has(page, "<bdi>Toko Budi &amp; Co</bdi>"));
  CHECK(has(page, "Menunggu pembayaran"));
  CHECK(has(look(wesel, path_of(made), {{"accept-language", "en-US,en;q=0.9"}}), "Waiting for"));
  CHECK(has(look(wesel, path_of(made) + "?lang=en"), "Waiting for"));
  CHECK(wesel.log().find(path_of(made)) == string::npos);  // its address opens the page
}

TEST_CASE("a token that was never given opens nothing") {
  Installation wesel;
  const string path = path_of(wesel.pay({}));
  string forged = path;
  forged.back() = forged.back() == '0' ? '1' : '0';
  for (const string& wrong : {forged, string("/pay/x"), "/pay/" + string(58, 'A')}) {
    INFO(wrong);
    const Reply page = look(wesel, wrong, {{"accept-language", "en"}});
    CHECK(page.status == 404);
    CHECK(has(page, "Page not found"));
    check_problem(look(wesel, wrong + "/status"), 404, "not_found", "");
    check_problem(look(wesel, wrong + "/image"), 404, "not_found", "");
    CHECK(send_form(wesel, wrong, "method=qris%3A").status == 404);
  }
  check_problem(look(wesel, path + "/method"), 405, "method_not_allowed", "");
}

TEST_CASE("the customer chooses, pays and is sent back") {
  Installation wesel;
  const Reply made = wesel.post(
      "/v1/payments", order("CHOOSE-1", "", R"("return_url": "https://shop.example/t?a=1#x",)"));
  REQUIRE(made.status == 201);
  const string path = path_of(made);
  const Reply page = look(wesel, path);
  CHECK(has(page, "Pilih metode pembayaran"));
  CHECK(has(page, "value=\"qris:\""));
  CHECK(has(page, "value=\"e_wallet:OVO\""));
  CHECK(look(wesel, path + "/status").text("state") == "choose.0");

  const Reply chosen = send_form(wesel, path + "", "method=virtual_account%3ABCA",
                                 {{"origin", wesel.url()}, {"sec-fetch-site", "same-origin"}});
  CHECK(chosen.status == 303);
  CHECK(chosen.header("location") == ".." + path.substr(4));
  CHECK(chosen.header("referrer-policy") == "no-referrer");
  CHECK(look(wesel, path + "/status").text("state") == "pay.1");
  CHECK(send_form(wesel, path, "method=virtual_account%3ABCA").status == 303);  // a double click
  const Reply payment = wesel.payment(made.text("id"));
  CHECK(payment["attempts"].size() == 1);
  CHECK(has(look(wesel, path), string(payment["instructions"]["account_number"].text())));

  REQUIRE(wesel.komerce.act(payment.text("provider_reference"), "pay") == 200);
  CHECK(eventually([&] { return look(wesel, path + "/status").text("status") == "paid"; }));
  const Reply paid = look(wesel, path);
  CHECK(has(paid, "Pembayaran berhasil"));
  CHECK(has(paid, "url=https://shop.example/t?a=1&amp;reference=CHOOSE-1&amp;status=paid#x"));
  CHECK(send_form(wesel, path, "method=qris%3A").status == 303);
  CHECK(wesel.payment(made.text("id"))["attempts"].size() == 1);
}

TEST_CASE("a choice that nobody serves is said to be one") {
  Installation wesel;
  const Reply made = wesel.post("/v1/payments", order("CHOOSE-2", ""));
  const string path = path_of(made);
  for (const char* wrong : {"method=virtual_account%3ANOBANK", "method=cash%3A"}) {
    const Reply chosen = send_form(wesel, path + "", wrong);
    CHECK(chosen.status == 303);
    CHECK(chosen.header("location").ends_with("?sorry=1"));
  }
  CHECK(has(look(wesel, path + "?sorry=1"), "role=\"alert\""));
  check_problem(send_form(wesel, path, "method=qris"), 400, "invalid_field", "/method");
  check_problem(send_form(wesel, path, "%zz"), 400, "invalid_field", "/method");
  check_problem(wesel.outside("POST", path + "/method", "{}"), 415, "unsupported_media_type", "");
}

TEST_CASE("other sites' forms are not taken") {
  Installation wesel;
  const Reply made = wesel.post("/v1/payments", order("CHOOSE-3", ""));
  const string path = path_of(made);
  const std::vector<http::Fields> others = {
      {{"origin", "https://evil.example"}},
      {{"origin", wesel.url() + ".evil.example"}},
      {{"origin", "null"}, {"sec-fetch-site", "cross-site"}},
      {{"origin", wesel.url()}, {"sec-fetch-site", "same-site"}}};
  for (const http::Fields& fields : others)
    check_problem(send_form(wesel, path, "method=qris%3A", fields), 403, "forbidden", "");
  CHECK(wesel.payment(made.text("id")).text("status") == "requires_method");
  CHECK(send_form(wesel, path, "method=qris%3A", {{"origin", wesel.url()}}).status == 303);
  CHECK(wesel.payment(made.text("id")).text("status") == "pending");
}

TEST_CASE("a method that came with the payment stays") {
  Installation wesel;
  const Reply made = wesel.pay({});
  CHECK(send_form(wesel, path_of(made), "method=qris%3A").status == 303);
  const Reply payment = wesel.payment(made.text("id"));
  CHECK(string(payment["method"]["type"].text()) == "virtual_account");
  CHECK(payment["attempts"].size() == 1);
}

TEST_CASE("a provider's picture is shown through the engine") {
  Installation wesel;
  const Reply made =
      wesel.post("/v1/payments", order("QR-1", R"({"type": "qris"})", R"("provider": "fazz",)"));
  INFO(made.body);
  REQUIRE(made.status == 201);
  REQUIRE_FALSE(made["instructions"]["image_url"].text().empty());
  const Reply page = look(wesel, path_of(made));
  CHECK(has(page, "/image\""));
  CHECK_FALSE(has(page, string(made["instructions"]["image_url"].text())));
  const Reply picture = look(wesel, path_of(made) + "/image");
  CHECK(picture.status == 200);
  CHECK(picture.header("content-type") == "image/svg+xml");
  CHECK(picture.header("x-content-type-options") == "nosniff");
  const Reply other = wesel.pay({.reference = "VA-1"});
  check_problem(look(wesel, path_of(other) + "/image"), 404, "not_found", "");
}

TEST_CASE("each way to pay has its page") {
  Installation wesel;
  const auto page = [&](const char* reference, const char* method, const char* provider) {
    const Reply made = wesel.post(
        "/v1/payments", order(reference, method, R"("provider": ")" + string(provider) + "\","));
    INFO(made.body);
    REQUIRE(made.status == 201);
    return look(wesel, path_of(made)).body;
  };
  const auto check = [](const string& html, const char* part) {
    INFO(html);
    CHECK(html.find(part) != string::npos);
    CHECK(html.size() < 40'000);
  };
  check(page("W-1", R"({"type": "qris"})", "komerce"), "<svg class=\"qr\"");
  check(page("W-2", R"({"type": "retail_outlet", "channel": "ALFAMART"})", "fazz"),
        "class=\"bars\"");
  check(page("W-3", R"({"type": "e_wallet", "channel": "OVO"})", "komopay"), "•••• 7890");
  check(page("W-4", R"({"type": "e_wallet", "channel": "DANA"})", "komopay"), "data-forward");
}

TEST_CASE("a payment that ended says how") {
  Installation wesel;
  const Reply made = wesel.pay({});
  REQUIRE(wesel.post("/v1/payments/" + made.text("id") + "/cancel", "{}").status == 200);
  const Reply page = look(wesel, path_of(made));
  CHECK(has(page, "Pembayaran dibatalkan"));
  CHECK_FALSE(has(page, string(made["instructions"]["account_number"].text())));
}

}  // namespace wesel::journeys
