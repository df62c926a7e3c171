// /pay/{token}: the customer's checkout page, its choice of method and what its script asks. The
// token alone is the authority; what the pages say is checkout's.
#include "api/api.hpp"
#include "api/checkout_picture.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"
#include "checkout/choices.hpp"
#include "checkout/page.hpp"
#include "checkout/stage.hpp"
#include "engine/links.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

// No cache keeps it, no other site learns its address or frames it.
void add_guards(http::Response& response) {
  response.fields.insert(response.fields.end(), {{"cache-control", "no-store"},
                                                 {"referrer-policy", "no-referrer"},
                                                 {"x-content-type-options", "nosniff"},
                                                 {"x-frame-options", "DENY"}});
}

http::Response html_response(int status, const checkout::Page& page) {
  http::Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = page.html;
  response.fields.push_back({"content-security-policy", page.policy});
  add_guards(response);
  return response;
}

checkout::Visit visit_of(Context& context, const Call& call) {
  const http::Query query = http::parse_query(call.request.query);
  const auto chosen = checkout::find_language(query.get("lang"));
  checkout::Visit visit;
  visit.token = call.path[0];
  visit.language =
      chosen.value_or(checkout::preferred(http::find(call.request.fields, "accept-language")));
  visit.language_chosen = chosen.has_value();
  visit.choosing = !query.get("choose").empty();
  visit.sorry = !query.get("sorry").empty();
  visit.now = context.ports.clock.now();
  return visit;
}

// Code not_found: the token opens nothing.
Result<Payment> payment_behind(Context& context, const Call& call) {
  const Error nothing = refuse("not_found", "there is nothing at this path");
  const string id = payment_of_token(call.path[0], call.setup->secret);
  if (id.empty()) return nothing;
  auto found = context.records.load(id.substr(id.size() - 26));
  if (!found) return found.error();
  if (!*found) return nothing;
  return std::move(**found);
}

// What went wrong, as a page.
http::Response apology(const Error& error, const checkout::Visit& visit) {
  const int status = status_of(error.code);
  if (status == 404) return html_response(404, checkout::unknown_page(visit.language));
  http::Response response = html_response(status, checkout::trouble_page(visit.language));
  if (status == 503) response.fields.push_back({"retry-after", "5"});
  return response;
}

string merchant_name(const Setup& setup, const Payment& payment) {
  const Merchant* merchant = find_merchant(setup.config, payment.merchant);
  return merchant && !merchant->name.empty() ? merchant->name : payment.merchant;
}

http::Response show_page(Context& context, const Call& call) {
  const checkout::Visit visit = visit_of(context, call);
  const auto payment = payment_behind(context, call);
  if (!payment) return apology(payment.error(), visit);
  std::vector<Method> offered;
  if (checkout::may_choose(*payment, visit.now))
    offered = checkout::choices(*call.setup, *payment, visit.now);
  return html_response(
      200, checkout::payment_page(*payment, merchant_name(*call.setup, *payment), offered, visit));
}

Result<http::Response> show_status(Context& context, const Call& call) {
  const auto payment = payment_behind(context, call);
  if (!payment) return payment.error();
  auto response = json_response(200, checkout::status_body(*payment, visit_of(context, call)));
  add_guards(response);
  return response;
}

// There is no cookie that another site could use, so this only keeps others' forms out. A browser
// that tells no more than "null" is believed: our own referrer policy makes it say that.
bool from_our_page(const Call& call) {
  const http::Fields& fields = call.request.fields;
  const string_view site = http::find(fields, "sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  const string_view origin = http::find(fields, "origin");
  if (origin.empty() || origin == "null") return true;
  const string_view ours = call.setup->public_url;
  const string_view host = http::find(fields, "host");
  const std::size_t authority = origin.find("://");
  return (ours.starts_with(origin) &&
          (ours.size() == origin.size() || ours[origin.size()] == '/')) ||
         (authority != origin.npos && origin.substr(authority + 3) == host);
}

Result<Method> read_choice(const Call& call) {
  const string_view type = http::find(call.request.fields, "content-type");
  if (type.substr(0, type.find(';')) != "application/x-www-form-urlencoded")
    return refuse("unsupported_media_type", "the body must be a form");
  const http::Query form = http::parse_query(call.request.body);
  const string_view wanted = form.get("method");
  const std::size_t colon = wanted.find(':');
  if (!form.ok || colon == wanted.npos)
    return refuse("invalid_field", "a method is written as type:channel", "/method");
  return Method{string(wanted.substr(0, colon)), string(wanted.substr(colon + 1)), {}};
}

// To the page, which shows what became of the choice; so reloading never chooses again.
http::Response back_to_page(const checkout::Visit& visit, bool sorry) {
  http::Response response;
  response.status = 303;
  response.content_type = {};
  string query;
  if (visit.language_chosen) query = "?lang=" + string(checkout::code(visit.language));
  if (sorry) query += query.empty() ? "?sorry=1" : "&sorry=1";
  response.fields.push_back({"location", "../" + visit.token + query});
  add_guards(response);
  return response;
}

Result<http::Response> take_choice(Context& context, const Call& call) {
  const checkout::Visit visit = visit_of(context, call);
  if (!from_our_page(call)) return refuse("forbidden", "this form belongs to another site");
  auto method = read_choice(call);
  if (!method) return method.error();
  auto payment = payment_behind(context, call);
  if (!payment) return apology(payment.error(), visit);
  if (!checkout::may_choose(*payment, visit.now)) return back_to_page(visit, false);
  method->display_name = payment->method.display_name;
  const auto chosen = choose_method(context, std::move(*payment), *method);
  if (chosen) return back_to_page(visit, false);
  const string& code = chosen.error().code;
  if (code == "invalid_state") return back_to_page(visit, false);  // the page shows which
  if (code == "store_unavailable") return apology(chosen.error(), visit);
  return back_to_page(visit, true);
}

Result<http::Response> show_picture(Context& context, const Call& call) {
  const auto payment = payment_behind(context, call);
  if (!payment) return payment.error();
  if (checkout::stage_of(*payment, context.ports.clock.now()) != checkout::Stage::pay)
    return refuse("not_found", "there is nothing at this path");
  auto response = picture_of(context.ports, *call.setup, *payment);
  if (response) add_guards(*response);
  return response;
}

}  // namespace

void add_checkout(Routes& routes, Context& context) {
  const auto add = [&](const char* method, const char* pattern, auto handler) {
    routes.add(method, pattern, [&context, handler](const Call& call) -> Result<http::Response> {
      return handler(context, call);
    });
  };
  add("GET", "/pay/{}", show_page);
  add("GET", "/pay/{}/status", show_status);
  add("GET", "/pay/{}/image", show_picture);
  add("POST", "/pay/{}/method", take_choice);
  // Browsers ask for it wherever a picture may be shown; none is no error.
  routes.add("GET", "/favicon.ico", [](const Call&) -> Result<http::Response> {
    return http::Response{.status = 204, .content_type = {}};
  });
}

}  // namespace wesel
