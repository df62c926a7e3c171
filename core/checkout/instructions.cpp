#include "checkout/instructions.hpp"

#include <algorithm>

#include "checkout/barcode.hpp"
#include "checkout/figures.hpp"
#include "checkout/guide.hpp"
#include "checkout/names.hpp"
#include "checkout/qr.hpp"
#include "http/transport.hpp"

namespace wesel::checkout {

using std::string;
using std::string_view;

namespace {

struct Scene {
  const Payment& payment;
  const Instructions& given;
  const Words& say;
  Language language;
  string merchant, here, amount;

  string field(string_view name) const { return string(field_of(given, name)); }
};

string put(string_view sentence, string_view value) {
  const std::size_t hole = std::min(sentence.find("{}"), sentence.size());
  const string_view rest = sentence.substr(std::min(hole + 2, sentence.size()));
  return string(sentence.substr(0, hole)) + string(value) + string(rest);
}

// In groups of four that are apart for the eye alone: copying gives the plain number.
Html grouped(string_view number) {
  Html out;
  for (std::size_t i = 0; i < number.size(); i += 4)
    out.raw("<span>").text(number.substr(i, 4)).raw("</span>");
  return out;
}

Html row(string_view name, const Html& shown) {
  return Html().raw("<div><dt>").text(name).raw("</dt><dd>").add(shown).raw("</dd></div>");
}

Html quoted_row(string_view name, string_view value) {
  return value.empty() ? Html() : row(name, Html().quote(value));
}

// The button needs the script, which shows it.
Html copied_row(string_view name, const Html& shown, string_view exact, const Words& say) {
  Html out;
  out.raw("<div class=\"main\"><dt>").text(name).raw("</dt><dd class=\"number\">").add(shown);
  out.raw("</dd><button type=\"button\" class=\"copy\" hidden data-copy=\"").value(exact);
  return out.raw("\" aria-label=\"")
      .value(string(say.copy) + ": " + string(name))
      .raw("\">")
      .text(say.copy)
      .raw("</button></div>");
}

Html guide(const Words& say, const Html& steps) {
  return Html().raw("<h2>").text(say.how_to_pay).raw("</h2>").add(steps);
}

bool web(const string& url) { return http::parse_url(url).has_value(); }

// A wallet's own scheme opens its app; nothing that a browser would run.
bool may_lead(const string& url) {
  const string_view scheme = string_view(url).substr(0, url.find(':'));
  const bool named =
      !scheme.empty() && scheme.size() < url.size() &&
      std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      });
  constexpr string_view kNever[] = {"javascript", "data", "vbscript", "file", "blob", "http"};
  return web(url) ||
         (named && std::find(std::begin(kNever), std::end(kNever), scheme) == std::end(kNever));
}

Html link_to_provider(const Scene& s) {
  const string url = s.field("page_url");
  if (!web(url)) return {};
  return Html()
      .raw("<p><a class=\"button second\" rel=\"noreferrer\" href=\"")
      .value(url)
      .raw("\">")
      .text(s.say.open_provider)
      .raw("</a></p>");
}

Instruction virtual_account(const Scene& s) {
  const string bank = s.field("bank"), number = s.field("account_number");
  Html out;
  out.raw("<dl>").add(copied_row(s.say.account_number, grouped(number), number, s.say));
  out.add(row(s.say.bank, Html().quote(channel_name(bank))));
  out.add(quoted_row(s.say.account_name, s.field("account_name"))).raw("</dl>");
  const Bill bill{bank, number, s.amount, s.field("account_name")};
  out.add(guide(s.say, virtual_account_guide(bill, s.language)));
  return {put(s.say.virtual_account, channel_name(bank)), out};
}

Instruction qris(const Scene& s) {
  const string label = put(s.say.qr_of, s.amount);
  Html code = qr_code(s.field("qr_string"), label);
  const bool picture = code.empty();
  if (picture)
    code.raw("<img class=\"qr\" width=\"280\" height=\"280\" src=\"")
        .value(s.here + "/image")
        .raw("\" alt=\"")
        .value(label)
        .raw("\">");
  Html out;
  out.raw("<div class=\"picture\">").add(code).raw("</div>");
  if (const Html link = link_to_provider(s); picture && !link.empty())
    out.raw("<p class=\"note\">").text(s.say.qr_missing).raw("</p>").add(link);
  out.add(guide(s.say, qris_guide({{}, {}, s.amount, {}}, s.language)));
  return {s.say.qris, out, picture};
}

Instruction retail_outlet(const Scene& s) {
  const string outlet = s.field("outlet"), number = s.field("payment_code");
  const Html bars = barcode(number, put(s.say.bars_of, number));
  Html out;
  if (!bars.empty()) out.raw("<div class=\"picture\">").add(bars).raw("</div>");
  out.raw("<dl>").add(copied_row(s.say.payment_code, grouped(number), number, s.say));
  out.add(quoted_row(s.say.shop_name, s.field("display_name"))).raw("</dl>");
  out.add(guide(s.say, retail_guide({outlet, number, s.amount, {}}, s.language)));
  return {channel_name(outlet), out};
}

Instruction bank_transfer(const Scene& s) {
  const string number = s.field("account_number"), exact = due_of(s.payment);
  const string amount = amount_text(exact, s.payment.amount.currency.text(), s.language);
  Html out;
  out.raw("<p class=\"warn\">").say(s.say.exact_amount_more, {amount}).raw("</p><dl>");
  out.add(copied_row(s.say.exact_amount, Html().text(amount), exact, s.say));
  out.add(copied_row(s.say.bank_number, grouped(number), number, s.say));
  out.add(row(s.say.bank, Html().quote(channel_name(s.field("bank")))));
  out.add(quoted_row(s.say.account_name, s.field("account_name"))).raw("</dl>");
  return {s.say.bank_transfer, out};
}

// "•••• 7890" of "**********7890".
string masked(const string& phone) {
  const std::size_t seen = phone.find_last_of('*');
  return seen == string::npos ? phone : "•••• " + phone.substr(seen + 1);
}

Instruction push(const Scene& s) {
  const string app = channel_name(s.field("channel"));
  Html out;
  out.raw("<p class=\"lead\">")
      .say(s.say.push_more, {app, masked(s.field("phone_masked"))})
      .raw("</p>");
  return {s.say.push_title, out.add(link_to_provider(s))};
}

Html hidden_fields(const string& form) {
  Html out;
  for (const auto& [name, value] : http::parse_query(form).pairs)
    out.raw("<input type=\"hidden\" name=\"")
        .value(name)
        .raw("\" value=\"")
        .value(value)
        .raw("\">");
  return out;
}

Instruction redirect(const Scene& s) {
  const string url = s.field("url");
  const string title =
      s.payment.method.channel.empty() ? s.say.forward : method_name(s.payment.method, s.language);
  const string button = s.payment.method.channel.empty()
                            ? s.say.forward
                            : put(s.say.forward_to, channel_name(s.payment.method.channel));
  Instruction out{title, Html()};
  out.html.raw("<p class=\"lead\">").text(s.say.forward_more).raw("</p>");
  if (s.field("method") == "POST" && web(url)) {
    out.form_to = url;
    out.html.raw("<form method=\"post\" data-forward action=\"").value(url).raw("\">");
    out.html.add(hidden_fields(s.field("form"))).raw("<button class=\"button\">").text(button);
    out.html.raw("</button></form>");
  } else if (may_lead(url)) {
    out.html.raw("<p><a class=\"button\" data-forward rel=\"noreferrer\" href=\"").value(url);
    out.html.raw("\">").text(button).raw("</a></p>");
  }
  return out;
}

}  // namespace

string due_of(const Payment& p) {
  const Attempt* a = p.current_attempt();
  const string exact(a ? field_of(a->instructions, "amount_required") : string_view());
  return exact.empty() ? p.amount.text() : exact;
}

string_view field_of(const Instructions& instructions, string_view name) {
  for (const auto& [key, value] : instructions.fields)
    if (key == name) return value;
  return {};
}

Instruction instruction_of(const Payment& p, const string& merchant, const string& here,
                           Language language) {
  const Instructions& given = p.current_attempt()->instructions;
  const Scene scene{
      p, given, words(language), language, merchant, here, amount_text(p.amount, language)};
  if (given.type == "virtual_account") return virtual_account(scene);
  if (given.type == "qris") return qris(scene);
  if (given.type == "retail_outlet") return retail_outlet(scene);
  if (given.type == "bank_transfer") return bank_transfer(scene);
  if (given.type == "push") return push(scene);
  if (given.type == "redirect") return redirect(scene);
  return {scene.say.redirect, link_to_provider(scene)};
}

}  // namespace wesel::checkout
