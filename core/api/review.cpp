// /admin/review and …/resolve: the payments and payouts that need a person, and what that person
// decided.

#include "api/api.hpp"
#include "api/fields.hpp"
#include "api/problem.hpp"
#include "api/read_payment.hpp"
#include "api/write.hpp"
#include "base/limits.hpp"
#include "engine/view.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

struct Page {
  string starting_after;  // key
  std::size_t limit = limits::kListDefault;
};

Result<Page> read_page(const Call& call) {
  const http::Query query = http::parse_query(call.request.query);
  if (!query.ok) return refuse("invalid_field", "the query is not well formed");
  Page page;
  for (const auto& [key, value] : query.pairs) {
    if (key == "limit") {
      const auto limit = read_limit(value);
      if (!limit) return limit.error();
      page.limit = *limit;
    } else if (key == "starting_after") {
      if (!is_id(value, "pay") && !is_id(value, "po"))
        return refuse("invalid_field", "a payment's or payout's id", key);
      page.starting_after = value.substr(value.size() - 26);
    } else {
      return refuse("unknown_field", "not a parameter here", pointer_segment(key));
    }
  }
  return page;
}

Result<http::Response> review(Context& context, const Call& call) {
  const auto page = read_page(call);
  if (!page) return page.error();
  const auto rows = context.ports.store.payments_for_review(page->starting_after, page->limit + 1);
  if (!rows) return rows.error();
  std::vector<string> data;
  for (std::size_t i = 0; i < rows->size() && i < page->limit; ++i) {
    const auto payment = payment_of((*rows)[i]);
    if (!payment) return payment.error();
    data.push_back(operator_view(*payment, *call.setup));
  }
  return list_response(data, rows->size() > page->limit);
}

Result<Resolution> read_resolution(const Call& call) {
  const auto document = read_json(call.request.body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  Resolution out;
  const string status = in.text("status", 20), exception = in.text("exception", 20);
  out.resolution = in.text("resolution", limits::kName);
  out.note = in.text("note", limits::kMetadataValue);
  in.finish();
  out.status = find_status(status);
  out.exception = find_exception(exception);
  if (!status.empty() && !out.status) in.wrong("status", "not a status");
  if (!exception.empty() && !out.exception) in.wrong("exception", "not an exception");
  if (status.empty() == exception.empty())
    mistake.note("missing_field", "either a status or an exception", "/status");
  if (out.resolution.empty() && out.note.empty())
    mistake.note("missing_field", "why, for those who read the history", "/resolution");
  if (mistake.first) return *mistake.first;
  out.by = call.visitor.key_id;
  return out;
}

Result<http::Response> resolve_one(Context& context, const Call& call, const char* prefix) {
  const string& id = call.path[0];
  const Error unknown = refuse("not_found", "there is no such object");
  if (!is_id(id, prefix)) return unknown;
  const auto resolution = read_resolution(call);
  if (!resolution) return resolution.error();
  auto found = context.records.load(string_view(id).substr(id.size() - 26));
  if (!found) return found.error();
  if (!*found || (*found)->id != id) return unknown;
  auto resolved = resolve(context, std::move(**found), *resolution);
  if (!resolved) return resolved.error();
  return json_response(200, operator_view(*resolved, *call.setup));
}

}  // namespace

void add_review(Routes& routes, Context& context) {
  routes.add("GET", "/admin/review", [&](const Call& call) { return review(context, call); });
  routes.add("POST", "/admin/payments/{}/resolve",
             [&](const Call& call) { return resolve_one(context, call, "pay"); });
  routes.add("POST", "/admin/payouts/{}/resolve",
             [&](const Call& call) { return resolve_one(context, call, "po"); });
}

}  // namespace wesel
