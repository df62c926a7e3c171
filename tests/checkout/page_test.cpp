// The page as a customer reads it, in both languages, whatever merchants and providers say.
#include "checkout/page.hpp"

#include <catch2/catch.hpp>
#include <regex>

#include "base/bytes.hpp"
#include "sample.hpp"
#include "wesel/json.hpp"

using namespace wesel;
using namespace wesel::checkout;
using std::string;

namespace {

constexpr const char* kHostile =
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\xE2\x80\xAE{}&amp;";
constexpr Language kId = Language::indonesian, kEn = Language::english;

const std::vector<Method> kOffered = {
    {"qris", "", {}}, {"virtual_account", "BCA", {}}, {"e_wallet", "DANA", {}}};

Instructions qris() {
  return instructions("qris", {{"qr_string", "000201010212" + string(200, '7') + "6304ABCD"}});
}

std::vector<Instructions> everything(const string& word) {
  const string url = "https://provider.example/?q=" + word;
  return {
      instructions("virtual_account",
                   {{"bank", word}, {"account_number", word}, {"account_name", word}}),
      instructions("qris", {{"image_url", url}, {"page_url", url}}),
      instructions("retail_outlet",
                   {{"outlet", word}, {"payment_code", word}, {"display_name", word}}),
      instructions("bank_transfer", {{"bank", word},
                                     {"account_number", word},
                                     {"account_name", word},
                                     {"amount_required", "100000.42"}}),
      instructions("push", {{"channel", word}, {"phone_masked", word}}),
      instructions("redirect", {{"method", "GET"}, {"url", url}}),
      instructions("redirect", {{"method", "POST"},
                                {"url", "https://provider.example/pay"},
                                {"form", "a=" + percent_encode(word)}}),
  };
}

// The page without our own style and script.
string body_of(string html) {
  for (const string& tag : {string("style>"), string("script>")})
    for (auto from = html.find("<" + tag); from != string::npos; from = string::npos) {
      const auto to = html.find("</" + tag, from);
      REQUIRE(to != string::npos);
      html.erase(from, to - from + tag.size() + 2);
    }
  return html;
}

// What is read, without the tags: an attribute's '>' is escaped.
string words_in(const string& html) {
  string out;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (!inside) out += c;
    if (c == '>') inside = false;
  }
  return out;
}

}  // namespace

TEST_CASE("a number to pay to") {
  const string html = page(sample());
  CHECK(has(html, "<html lang=\"id\">"));
  CHECK(has(html, "Rp100.000"));
  CHECK(has(html, "<bdi>Toko Budi</bdi>"));
  CHECK(has(html, "Dua kopi"));
  CHECK(has(html, "ORDER-1"));
  CHECK(has(html, "BCA Virtual Account"));
  CHECK(has(html, "data-copy=\"381659999574893\""));
  CHECK(has(html, "<span>3816</span><span>5999</span><span>9574</span><span>893</span>"));
  CHECK(has(html, "2 Januari 2026, 14.00 WIB"));
  for (const char* guide : {"BCA mobile", "ATM", "KlikBCA"}) CHECK(has(html, guide));
  CHECK_FALSE(has(html, "Ganti metode"));
  CHECK_FALSE(has(html, "uji coba"));
}

TEST_CASE("a transfer of an amount of its own is what is asked for first") {
  const Payment p = shown(instructions("bank_transfer", {{"bank", "BCA"},
                                                         {"account_number", "8808196740307043"},
                                                         {"account_name", "PT Penerima"},
                                                         {"amount_required", "100085"}}));
  const string html = page(p);
  CHECK(has(html, "<strong>Rp100.085</strong>"));
  CHECK(has(html, "<title>Menunggu pembayaran · Rp100.085 · Toko Budi</title>"));
  CHECK(has(html, "Total pesanan: <b><bdi>Rp100.000</bdi></b>"));
  CHECK(has(html, "data-copy=\"100085\""));
  CHECK(has(html, "data-copy=\"8808196740307043\""));
  CHECK(has(html, "PT Penerima"));
  const string plain = page(shown(instructions("bank_transfer", {{"account_number", "1"}})));
  CHECK(has(plain, "<strong>Rp100.000</strong>"));
  CHECK(has(plain, "data-copy=\"100000\""));
  CHECK_FALSE(has(plain, "Total pesanan"));
}

TEST_CASE("in English") {
  const string html = page(sample(), kEn);
  CHECK(has(html, "<html lang=\"en\">"));
  CHECK(has(html, "Waiting for your payment"));
  CHECK(has(html, "Virtual account number"));
  for (const char* word : {"Bayar", "Salin", "Pesanan", "Periksa"})
    CHECK_FALSE(has(body_of(html), word));
}

TEST_CASE("a test payment says so") {
  Payment p = sample();
  p.mode = Mode::sandbox;
  CHECK(has(page(p), "uji coba"));
}

TEST_CASE("what others say stays words") {
  for (const Language language : {kId, kEn})
    for (const Instructions& given : everything(kHostile)) {
      INFO(given.type);
      Payment p = shown(given);
      p.description = p.reference = p.method.channel = kHostile;
      const auto checkout =
          payment_page(p, kHostile, {{"virtual_account", kHostile, {}}}, visit(language));
      const string body = body_of(checkout.html);
      CHECK_FALSE(has(body, "<script"));
      CHECK_FALSE(has(body, "<img src=x"));
      CHECK_FALSE(has(words_in(body), "\xE2\x80\xAE"));
      CHECK(has(body, "&lt;script&gt;"));
      p.status = Status::requires_method;
      CHECK_FALSE(has(body_of(page(p, language, {{"virtual_account", kHostile, {}}})), "<script"));
    }
}

TEST_CASE("a link leads to a page or an app, never into the page itself") {
  for (const char* url : {"javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)",
                          "vbscript:x", "http:/x", "//x", "/x", ""}) {
    INFO(url);
    const string html = page(shown(instructions("redirect", {{"method", "GET"}, {"url", url}})));
    CHECK_FALSE(has(html, "data-forward rel"));
  }
  CHECK(has(page(shown(instructions("redirect", {{"method", "GET"}, {"url", "shopeeid://pay/1"}}))),
            "href=\"shopeeid://pay/1\""));
  const string form = page(shown(
      instructions("redirect", {{"method", "POST"}, {"url", "shopeeid://pay"}, {"form", "a=1"}})));
  CHECK_FALSE(has(form, "data-forward action"));
}

TEST_CASE("a form for the provider carries what the provider said") {
  const auto made =
      payment_page(shown(instructions("redirect", {{"method", "POST"},
                                                   {"url", "https://provider.example/pay?x=1&y=2"},
                                                   {"form", "session=a%22b&lang=id"}})),
                   "Toko", {}, visit());
  CHECK(has(made.html, "action=\"https://provider.example/pay?x=1&amp;y=2\""));
  CHECK(has(made.html, "name=\"session\" value=\"a&quot;b\""));
  CHECK(has(made.policy, "form-action 'self' https:"));
}

TEST_CASE("the policy lets our own style and script in, and nothing else") {
  const auto made = payment_page(sample(), "Toko", {}, visit());
  CHECK(made.policy.starts_with("default-src 'none'; base-uri 'none'; frame-ancestors 'none'"));
  CHECK_FALSE(has(made.policy, "unsafe"));
  CHECK_FALSE(has(made.policy, "img-src"));
  CHECK(made.policy.ends_with("form-action 'self'"));
  for (const string& tag : {string("style"), string("script")}) {
    const auto from = made.html.find("<" + tag + ">") + tag.size() + 2;
    const string inside = made.html.substr(from, made.html.find("</" + tag + ">", from) - from);
    CHECK(has(made.policy, tag + "-src 'sha256-" + to_base64(as_text(sha256(inside))) + "'"));
  }
  CHECK_FALSE(has(body_of(made.html), " style="));
  CHECK_FALSE(std::regex_search(body_of(made.html), std::regex(" on[a-z]+=")));
  const auto picture = payment_page(
      shown(instructions("qris", {{"image_url", "https://p.example/q.png"}})), "Toko", {}, visit());
  CHECK(has(picture.policy, "img-src 'self'"));
  CHECK(has(picture.html, "src=\"TOKEN/image\""));
  CHECK_FALSE(has(picture.html, "p.example"));
}

TEST_CASE("every page is small") {
  for (const Instructions& given : everything("381659999574893"))
    CHECK(page(shown(given)).size() < 40'000);
  const string code = page(shown(qris()));
  CHECK(has(code, "<svg class=\"qr\""));
  CHECK(code.size() < 40'000);
}

TEST_CASE("a choice for those who have one") {
  Payment p = sample();
  p.status = Status::requires_method;
  p.current = 0;
  p.attempts.clear();
  const string html = page(p, kId, kOffered);
  CHECK(has(html, "method=\"post\" action=\"TOKEN/method\""));
  CHECK(has(html, "value=\"qris:\""));
  CHECK(has(html, "value=\"virtual_account:BCA\""));
  CHECK(has(html, "value=\"e_wallet:DANA\""));
  CHECK_FALSE(has(html, "role=\"alert\""));
  CHECK(has(page(p), "belum ada metode"));
  p.failure.code = "refused";
  CHECK(has(page(p, kEn, kOffered), "did not work"));

  Payment chosen = sample();
  chosen.choices = 1;
  CHECK(has(page(chosen), "?choose=1"));
  Visit changing = visit();
  changing.choosing = true;
  CHECK(has(payment_page(chosen, "Toko", kOffered, changing).html, "value=\"qris:\""));
  chosen.choices = 0;  // the merchant chose
  CHECK_FALSE(has(payment_page(chosen, "Toko", kOffered, changing).html, "value=\"qris:\""));
}

TEST_CASE("each end says what it is and shows nothing that could still be paid") {
  const std::pair<Status, const char*> ends[] = {{Status::paid, "Pembayaran berhasil"},
                                                 {Status::completed, "Pembayaran berhasil"},
                                                 {Status::failed, "Pembayaran gagal"},
                                                 {Status::expired, "Pembayaran kedaluwarsa"},
                                                 {Status::cancelled, "Pembayaran dibatalkan"}};
  for (const auto& [status, words] : ends) {
    Payment p = sample();
    p.status = status;
    const string html = page(p);
    INFO(words);
    CHECK(has(html, string("aria-live=\"polite\">") + words));
    CHECK_FALSE(has(html, "381659999574893"));
    CHECK_FALSE(has(html, "data-status"));
    CHECK(has(html, "href=\"https://shop.example/thanks?reference=ORDER-1&amp;status=" +
                        string(name(status))));
    const bool goes = has(html, "http-equiv=\"refresh\" content=\"3;url=https://shop.example/");
    CHECK(goes == (status == Status::paid || status == Status::completed));
  }
}

TEST_CASE("while it can change, the page looks again with and without its script") {
  const string html = page(sample());
  CHECK(has(html, "<noscript><meta http-equiv=\"refresh\" content=\"15\"></noscript>"));
  CHECK(has(html, "data-status=\"TOKEN/status\""));
  const auto told = json::Document::parse(status_body(sample(), visit(kEn)));
  CHECK(told["status"].text() == "pending");
  CHECK(told["state"].text() == "pay.1");
  CHECK(has(html, "data-state=\"pay.1\""));
  CHECK(told["message"].text() == "Waiting for your payment");
}

TEST_CASE("another amount than asked is a person's to decide, and nobody pays again") {
  Payment p = sample();
  p.exceptions.push_back({ExceptionType::amount_mismatch, kNow, "", "100000", "1", {}, {}, {}, {}});
  CHECK(has(page(p), "Pembayaran sedang diperiksa"));
  CHECK_FALSE(has(page(p), "381659999574893"));
}
