// POST /v1/tokens: a token that can do a part of what its maker's key can, for a browser or a
// phone. Nothing is stored: a token is what it says, until it ends or its key does.
#include <algorithm>

#include "api/api.hpp"
#include "api/fields.hpp"
#include "api/problem.hpp"
#include "api/read_parts.hpp"
#include "api/token.hpp"
#include "api/write.hpp"
#include "base/limits.hpp"

namespace wesel {

using std::string;

namespace {

struct Wanted {
  Grant grant;
  std::int64_t seconds = 0;
};

string list_of_operations() {
  string list;
  for (const GrantedOperation& one : granted_operations())
    list += (list.empty() ? "" : ", ") + string(one.name);
  return list;
}

void read_operations(json::Value list, Grant& grant, Mistake& mistake) {
  if (!list) return;
  if (!list.is_array() || list.size() == 0 || list.size() > granted_operations().size())
    mistake.note("invalid_field", "must be a list of operations, each once", "/operations");
  for (json::Value v = list.first(); v && !mistake.first; v = v.next()) {
    const string where = "/operations/" + std::to_string(grant.operations.size());
    const string name(v.text());
    if (!find_operation(name))
      mistake.note("invalid_field", "a token may have " + list_of_operations(), where);
    if (std::find(grant.operations.begin(), grant.operations.end(), name) != grant.operations.end())
      mistake.note("invalid_field", "is there twice", where);
    grant.operations.push_back(name);
  }
}

bool any_about(const Grant& grant, About about) {
  return std::any_of(grant.operations.begin(), grant.operations.end(), [&](const string& name) {
    const GrantedOperation* operation = find_operation(name);
    return operation && operation->about == about;
  });
}

// What the operations are about must be named, so that nothing else can be reached by them.
void read_limits(Fields& in, Grant& grant) {
  const bool creates = any_about(grant, About::new_payment);
  if (creates || in.has("reference")) grant.reference = read_reference(in);
  if (creates || in.has("amount") || in.has("currency")) {
    Money amount;
    read_money(in, amount);
    grant.amount = amount;
  }
  grant.payment = in.text("payment", limits::kReference);
  if (!grant.payment.empty() && !is_id(grant.payment, "pay")) in.wrong("payment", "a payment's id");
  if (any_about(grant, About::payment) && grant.reference.empty()) in.require("payment");
}

Result<Wanted> read_wanted(const Call& call) {
  const auto document = read_json(call.request.body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  Wanted wanted;
  in.require("operations");
  read_operations(in.part("operations"), wanted.grant, mistake);
  in.require("expires_in");
  wanted.seconds = in.integer("expires_in", 1, limits::kTokenTime.count()).value_or(0);
  read_limits(in, wanted.grant);
  in.finish();
  if (mistake.first) return *mistake.first;
  return wanted;
}

// Nobody gives what they do not have.
Result<void> check_scopes(const Grant& grant, const Visitor& visitor) {
  for (std::size_t i = 0; i < grant.operations.size(); ++i) {
    const GrantedOperation* operation = find_operation(grant.operations[i]);
    if (operation && !operation->scope.empty() && !visitor.may(operation->scope))
      return refuse("forbidden", "this key may not use " + string(operation->scope) + " itself",
                    "/operations/" + std::to_string(i));
  }
  return {};
}

string mark_of_key(const Call& call) {
  if (const Merchant* merchant = find_merchant(call.setup->config, call.visitor.caller.merchant))
    for (const ApiKey& key : merchant->keys)
      if (key.id == call.visitor.key_id) return mark_of(*merchant, key, call.setup->secret);
  return {};
}

Result<http::Response> post_token(Context& context, const Call& call) {
  auto wanted = read_wanted(call);
  if (!wanted) return wanted.error();
  if (auto may = check_scopes(wanted->grant, call.visitor); !may) return may.error();
  const Visitor& visitor = call.visitor;
  const Time now = context.ports.clock.now();
  Token token{visitor.caller, visitor.key_id, mark_of_key(call), std::move(wanted->grant)};
  token.grant.id = make_id("tok", now, context.ports.entropy);
  token.issued_s = to_ms(now) / 1000;
  token.expires_s = token.issued_s + wanted->seconds;
  json::Object body;
  body.set("token", write_token(token, call.setup->secret));
  body.set("expires_at", format_time(from_ms(token.expires_s * 1000)));
  http::Response response = json_response(201, body.text());
  response.fields.push_back({"cache-control", "no-store"});
  return response;
}

}  // namespace

void add_tokens(Routes& routes, Context& context) {
  routes.add("POST", "/v1/tokens",
             [&context](const Call& call) { return post_token(context, call); });
}

}  // namespace wesel
