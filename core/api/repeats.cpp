#include "api/repeats.hpp"

#include "api/problem.hpp"
#include "api/write.hpp"
#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "engine/view.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr std::chrono::seconds kPatience{10};  // for the same request that is under way

string print_of(const Call& call) { return to_hex(as_text(sha256(call.request.body))); }

Result<std::optional<http::Response>> repeated(Context& context, const Call& call,
                                               const string& key, const Payment& payment) {
  const auto row = context.ports.store.idempotency(repeat_key(call, key));
  if (!row) return row.error();
  if (!*row || (*row)->expires_ms <= to_ms(context.ports.clock.now()))
    return std::optional<http::Response>();
  if ((*row)->fingerprint != print_of(call))
    return refuse("idempotency_key_reused", "this Idempotency-Key was used for another request");
  http::Response response = json_response(200, view(payment, *call.setup));
  response.fields.push_back({"wesel-replayed", "true"});
  return std::optional(std::move(response));
}

Result<void> remember(Context& context, const Call& call, const string& key,
                      const string& payment_key) {
  const Time now = context.ports.clock.now();
  Batch batch;
  batch.idempotency = IdempotencyRow{repeat_key(call, key), print_of(call), payment_key,
                                     to_ms(now + limits::kIdempotencyKept), to_ms(now)};
  auto committed = context.ports.store.commit(std::move(batch));
  if (!committed) return committed.error();
  return {};
}

}  // namespace

// Quoted or bare; 1 to 255 visible characters.
Result<std::optional<string>> idempotency_key(const Call& call) {
  string_view value = http::find(call.request.fields, "idempotency-key");
  if (value.empty()) return std::optional<string>();
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  if (quoted) value = value.substr(1, value.size() - 2);
  bool fine = !value.empty() && value.size() <= limits::kIdempotencyKey;
  for (const char c : value) fine = fine && c > 0x20 && c < 0x7f && c != '"';
  if (!fine)
    return refuse("invalid_field", "Idempotency-Key has 1 to 255 visible characters",
                  "Idempotency-Key");
  return std::optional<string>(value);
}

string repeat_key(const Call& call, const string& key) {
  const Caller& caller = call.visitor.caller;
  // A token's keys are its own: its bearer must not use up one that the merchant will need.
  const string token = call.visitor.grant ? call.visitor.grant->id + '/' : string();
  // Neither paths nor keys have spaces, so no two can be spelt alike.
  return caller.merchant + '/' + string(name(caller.mode)) + '/' + token + call.request.method +
         ' ' + call.request.path + ' ' + key;
}

Result<Payment> payment_at(Context& context, const Call& call) {
  return object_at(context, call, Kind::payment);
}

Result<Payment> object_at(Context& context, const Call& call, Kind kind) {
  if (!is_id(call.path[0], prefix_of(kind)))
    return refuse("not_found", "there is no such " + string(name(kind)));
  auto found = find(context, call.visitor.caller, call.path[0]);
  if (found && call.visitor.grant)
    if (auto may = call.visitor.grant->may_touch(*found); !may) return may.error();
  return found;
}

Result<http::Response> once(Context& context, const Call& call, const PaymentAction& action) {
  const auto key = idempotency_key(call);
  if (!key) return key.error();
  // One at a time for each key: the second finds what the first did.
  const Instant patience = context.ports.clock.steady() + kPatience;
  const auto turn = *key ? context.leases.take(repeat_key(call, **key), patience)
                         : std::optional<Leases::Lease>();
  auto payment = payment_at(context, call);
  if (!payment) return payment.error();
  if (!*key) return action(std::move(*payment));
  if (!turn) return json_response(202, view(*payment, *call.setup));
  auto before = repeated(context, call, **key, *payment);
  if (!before) return before.error();
  if (*before) return std::move(**before);
  const string payment_key(payment->key());
  auto response = action(std::move(*payment));
  if (!response || response->status >= 400) return response;
  if (auto kept = remember(context, call, **key, payment_key); !kept) return kept.error();
  return response;
}

}  // namespace wesel
