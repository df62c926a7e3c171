#include "checkout/page.hpp"

#include "base/bytes.hpp"
#include "checkout/assets.hpp"
#include "checkout/figures.hpp"
#include "checkout/instructions.hpp"
#include "checkout/names.hpp"
#include "checkout/stage.hpp"
#include "checkout/way_back.hpp"
#include "wesel/json.hpp"

namespace wesel::checkout {

using std::string;
using std::string_view;

namespace {

constexpr int kReloadSeconds = 15;  // without the script
constexpr int kBackSeconds = 3;     // to read that it is paid

// What the frame around a page's sections needs to know.
struct Frame {
  Language language = Language::indonesian;
  string title;
  string stage;  // the class of <main>
  Html data;     // further attributes of <main>
  Html refresh;  // in <head>
  Html header;
  bool picture = false;
  string form_to;  // a form goes to that URL, besides to ourselves
};

string hash_of(string_view text) { return "'sha256-" + to_base64(as_text(sha256(text))) + "'"; }

// A provider's page that takes a POST may send the customer on, to the bank, say.
string policy(const Frame& frame) {
  static const string kFixed =
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
      "connect-src 'self'; script-src " +
      hash_of(kScript) + "; style-src " + hash_of(kStyle);
  string out = kFixed + "; form-action 'self'";
  if (!frame.form_to.empty())
    out += frame.form_to.starts_with("https:") ? " https:" : " http: https:";
  if (frame.picture) out += "; img-src 'self'";
  return out;
}

Page framed(const Frame& frame, const Html& sections) {
  Html html;
  html.raw("<!doctype html>\n<html lang=\"").value(code(frame.language)).raw("\"><head>");
  html.raw(
      "<meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">");
  html.add(frame.refresh).raw("<title>").text(frame.title).raw("</title><style>");
  html.add(Html::trusted(kStyle)).raw("</style></head>\n<body><main class=\"").value(frame.stage);
  html.raw("\"").add(frame.data).raw(">").add(frame.header).add(sections).raw("</main>\n<script>");
  html.add(Html::trusted(kScript)).raw("</script></body></html>\n");
  return {html.markup(), policy(frame)};
}

string query_of(const Visit& visit) {
  return visit.language_chosen ? "?lang=" + string(code(visit.language)) : string();
}

Html header(const string& merchant, Language language, bool keep_choosing) {
  const Language other =
      language == Language::indonesian ? Language::english : Language::indonesian;
  Html out;
  out.raw("<header><p>").quote(merchant).raw("</p><a href=\"?lang=").value(code(other));
  if (keep_choosing) out.raw("&amp;choose=1");
  out.raw("\" hreflang=\"").value(code(other)).raw("\" lang=\"").value(code(other)).raw("\">");
  return out.text(words(language).other_language).raw("</a></header>\n");
}

Html until(const Payment& p, const Visit& visit) {
  const Words& say = words(visit.language);
  const Time end = end_of(p);
  Html out;
  out.raw("<div class=\"until\"><p>").text(say.pay_before).raw(" <b><time datetime=\"");
  out.value(format_time(end)).raw("\">").text(time_text(end, visit.language));
  out.raw("</time></b></p><p hidden>").text(say.time_left).raw(" <b data-days=\"");
  out.value(visit.language == Language::indonesian ? " hari" : " d").raw("\" data-left=\"");
  return out.value(std::to_string((end - visit.now).count())).raw("\"></b></p></div>");
}

string asked_for(const Payment& p, Stage stage, Language language) {
  if (stage != Stage::pay) return amount_text(p.amount, language);
  return amount_text(due_of(p), p.amount.currency.text(), language);
}

Html bill(const Payment& p, const Visit& visit, Stage stage) {
  const Words& say = words(visit.language);
  Html out;
  const string total = amount_text(p.amount, visit.language);
  const string due = asked_for(p, stage, visit.language);
  out.raw("<section><h1>").text(say.total).raw("<strong>").text(due);
  out.raw("</strong></h1><div class=\"about\">");
  if (due != total) out.raw("<p>").say(say.not_the_order, {total}).raw("</p>");
  if (!p.description.empty()) out.raw("<p>").quote(p.description).raw("</p>");
  out.raw("<p>").text(say.reference).raw(" ").quote(p.reference).raw("</p></div>");
  if (stage == Stage::pay || stage == Stage::choose) out.add(until(p, visit));
  return out.raw("</section>\n");
}

Html state_line(string_view words) {
  return Html()
      .raw("<p class=\"state\" role=\"status\" aria-live=\"polite\">")
      .text(words)
      .raw("</p>");
}

Html back_link(const Payment& p, const string& merchant, const Words& say) {
  const string url = way_back(p);
  if (url.empty()) return {};
  Html out;
  out.raw("<p><a class=\"button\" rel=\"noreferrer\" href=\"").value(url).raw("\">");
  return out.say(say.back_to, {merchant}).raw("</a></p>");
}

string_view line_below(Stage stage, const Words& say) {
  switch (stage) {
    case Stage::prepare: return say.preparing_more;
    case Stage::over_time: return say.over_time_more;
    case Stage::held: return say.held_more;
    case Stage::paid: return say.paid_more;
    case Stage::failed: return say.failed_more;
    case Stage::expired: return say.expired_more;
    case Stage::cancelled: return say.cancelled_more;
    case Stage::choose:
    case Stage::pay: break;
  }
  return {};
}

// A stage at which there is nothing to do: what it is, what that means, the way back.
Html told(const Payment& p, const string& merchant, Stage stage, const Words& say) {
  Html out;
  out.raw("<section>").add(state_line(headline(stage, say))).raw("<p>");
  out.say(line_below(stage, say), {merchant}).raw("</p>");
  if (stage == Stage::paid && !way_back(p).empty())
    out.raw("<p>").say(say.paid_back, {merchant}).raw("</p>");
  if (!open(stage)) out.add(back_link(p, merchant, say));
  return out.raw("</section>\n");
}

const char* group_of(string_view type, const Words& say) {
  if (type == "qris") return "";
  if (type == "virtual_account") return say.group_virtual_account;
  if (type == "e_wallet") return say.group_e_wallet;
  if (type == "retail_outlet") return say.group_retail_outlet;
  return say.group_others;
}

// Under its heading a bank's name alone is enough for the eye.
Html choice_button(const Method& method, Language language) {
  const string whole = method_name(method, language);
  const bool bank = method.type == "virtual_account";
  Html out;
  out.raw("<button class=\"choice\" name=\"method\" value=\"");
  out.value(method.type + ':' + method.channel).raw("\" aria-label=\"").value(whole);
  out.raw("\"><span>").quote(bank ? channel_name(method.channel) : whole);
  if (method.type == "qris") out.raw("<small>").text(words(language).qris_more).raw("</small>");
  return out.raw("</span></button>");
}

Html choice_form(const std::vector<Method>& offered, const Visit& visit) {
  const Words& say = words(visit.language);
  Html out;
  out.raw("<form method=\"post\" action=\"").value(visit.token + "/method" + query_of(visit));
  out.raw("\">");
  string_view group;
  for (const Method& method : offered) {
    const string_view its = group_of(method.type, say);
    if (its != group) out.raw("<h3>").text(its).raw("</h3>");
    group = its;
    out.add(choice_button(method, visit.language));
  }
  return out.raw("</form>");
}

Html choice(const Payment& p, const std::vector<Method>& offered, const Visit& visit) {
  const Words& say = words(visit.language);
  const bool failed_before = p.status == Status::requires_method && !p.failure.code.empty();
  Html out;
  out.raw("<section>");
  if (visit.sorry || failed_before)
    out.raw("<p class=\"alert\" role=\"alert\">")
        .text(visit.sorry ? say.sorry : say.choose_again)
        .raw("</p>");
  out.raw("<h2>").text(say.choose).raw("</h2>");
  const char* more = offered.empty() ? say.nothing_available : say.choose_more;
  out.raw("<p class=\"note\" role=\"status\" aria-live=\"polite\">").text(more).raw("</p>");
  if (!offered.empty()) out.add(choice_form(offered, visit));
  return out.raw("</section>\n");
}

Html how_to_pay(const Payment& p, const Instruction& given, const Visit& visit) {
  const Words& say = words(visit.language);
  Html out;
  out.raw("<section><h2>").text(given.title).raw("</h2>").add(given.html).raw("</section>\n");
  out.raw("<section>").add(state_line(say.waiting)).raw("<p>").text(say.keep_open).raw("</p>");
  out.raw("</section>\n");
  if (may_choose(p, visit.now)) {
    out.raw("<p class=\"foot\"><a href=\"?choose=1");
    if (visit.language_chosen) out.raw("&amp;lang=").value(code(visit.language));
    out.raw("\">").text(say.change_method).raw("</a></p>\n");
  }
  return out;
}

// Goes back by itself once it is paid; without the script, looks again now and then.
Html refresh_of(const Payment& p, Stage stage, bool choosing) {
  const string url = way_back(p);
  Html out;
  if (stage == Stage::paid && !url.empty())
    out.raw("<meta http-equiv=\"refresh\" content=\"")
        .value(std::to_string(kBackSeconds) + ";url=")
        .value(url)
        .raw("\">");
  else if (open(stage) && !choosing)
    out.raw("<noscript><meta http-equiv=\"refresh\" content=\"")
        .value(std::to_string(kReloadSeconds))
        .raw("\"></noscript>");
  return out;
}

Html data_of(const Payment& p, const Visit& visit, Stage stage) {
  const string query = query_of(visit);
  Html out;
  out.raw(" data-state=\"").value(state_of(p, visit.now));
  out.raw("\" data-copied=\"").value(words(visit.language).copied);
  out.raw("\" data-self=\"").value(visit.token + query);
  if (open(stage)) out.raw("\" data-status=\"").value(visit.token + "/status" + query);
  return out.raw("\"");
}

Page plain_page(Language language, string_view title, string_view more) {
  Html out;
  out.raw("<section><h1>").text(title).raw("</h1><p class=\"lead\">").text(more);
  return framed({.language = language, .title = string(title), .stage = "plain"},
                out.raw("</p></section>\n"));
}

}  // namespace

Page payment_page(const Payment& p, const string& merchant, const std::vector<Method>& offered,
                  const Visit& visit) {
  const Words& say = words(visit.language);
  const Stage stage = stage_of(p, visit.now);
  const bool choosing = stage == Stage::choose || (visit.choosing && may_choose(p, visit.now));
  Frame frame{.language = visit.language,
              .title = string(headline(stage, say)) + " · " + asked_for(p, stage, visit.language) +
                       " · " + merchant,
              .stage = name(stage),
              .data = data_of(p, visit, stage),
              .refresh = refresh_of(p, stage, choosing),
              .header = header(merchant, visit.language, choosing && stage != Stage::choose)};
  Html sections;
  if (p.mode == Mode::sandbox)
    sections.raw("<p class=\"test\">").text(say.test_payment).raw("</p>\n");
  sections.add(bill(p, visit, stage));
  if (choosing) {
    sections.add(choice(p, offered, visit));
  } else if (stage == Stage::pay) {
    const Instruction given = instruction_of(p, merchant, visit.token, visit.language);
    frame.picture = given.picture;
    frame.form_to = given.form_to;
    sections.add(how_to_pay(p, given, visit));
  } else {
    sections.add(told(p, merchant, stage, say));
  }
  return framed(frame, sections);
}

string status_body(const Payment& p, const Visit& visit) {
  json::Object out;
  out.set("status", name(p.status)).set("state", state_of(p, visit.now));
  out.set("message", headline(stage_of(p, visit.now), words(visit.language)));
  return out.text();
}

Page unknown_page(Language language) {
  const Words& say = words(language);
  return plain_page(language, say.unknown_page, say.unknown_page_more);
}

Page trouble_page(Language language) {
  const Words& say = words(language);
  return plain_page(language, say.trouble, say.trouble_more);
}

}  // namespace wesel::checkout
