// Komerce's "API Payment Service": virtual accounts and QRIS in IDR. It creates, asks and cancels
// payments, lists methods and reads signed callbacks. The API has no refunds, payouts or look-up
// by our reference. What is assumed about it stands in README.md.
#include <algorithm>

#include "protocol.hpp"
#include "wesel/provider.hpp"

namespace komerce {

namespace {

class Komerce final : public Provider<Komerce> {
 public:
  static About about();

  explicit Komerce(const Settings& settings) : key_(settings.required("api_key")) {
    const std::string_view other = settings.is_live() ? "sandbox" : "live";
    if (key_.rfind(other, 0) == 0)
      throw BadSetting(
          "api_key", "it is a key of the other mode: it begins with \"" + std::string(other) + '"');
  }

  Flow payment_create(Operation op) const {
    Reply reply =
        co_await asking(post("/api/v1/user/payment/create")).json(create_body(op)).has_effect();
    if (!reply.ok()) co_return refusal_of(reply);
    if (!can_be_paid(reply["data"])) co_return fail_bad_reply("a payment without a way to pay");
    if (idr(reply["data"]["amount"]) != op.amount())
      co_return fail_bad_reply("a payment of another amount");
    co_return payment_of(op, reply);
  }

  Flow payment_query(Operation op) const {
    Reply reply =
        co_await asking(get("/api/v1/user/payment/status/" + segment(op.provider_reference())));
    if (reply.status() == 404 && is_envelope(reply)) co_return not_found();
    if (reply.status() == 429)
      co_return with_words(fail_down("asked too often"), reply)
          .retry_after(std::max(kQueryInterval, reply.retry_after_ms()));
    if (!reply.ok()) co_return fail(reply, "api_key").provider_text(message_of(reply));
    if (reply["data"]["payment_id"].text() != op.provider_reference())
      co_return fail_bad_reply("the status of another payment");
    co_return payment_of(op, reply);
  }

  Flow payment_cancel(Operation op) const {
    Json body;
    body.set("payment_id", op.provider_reference()).set_if("reason", op.reason());
    Reply reply = co_await asking(post("/api/v1/user/payment/cancel")).json(body).has_effect();
    if (reply.is_trouble() || reply.status() < 200 || !is_envelope(reply))
      co_return with_words(fail_unknown("no understood answer to a cancel"), reply);
    if (!reply.ok()) co_return with_words(refused_here(), reply);
    const Value data = reply["data"];  // its form is not published (7)
    if (data["payment_id"] && data["payment_id"].text() != op.provider_reference())
      co_return fail_bad_reply("the cancel of another payment");
    const std::string_view status = data["status"].text();
    const State state =
        status.empty() ? State::cancelled : state_named(status).value_or(State::pending);
    co_return accepted(state, op.provider_reference()).provider_code(status);
  }

  Flow callback(Operation op) const {
    if (!is_signed(op)) co_return fail_signature();
    co_return event_list().add(event_of(op)).ack(200);
  }

  Flow methods(Operation) const {
    Reply reply = co_await asking(get("/api/v1/user/methods"));
    if (!reply.ok()) co_return fail(reply, "api_key").provider_text(message_of(reply));
    if (!reply["data"].is_array()) co_return fail_bad_reply("no list of methods");
    Outcome list = method_list();
    for (Value from = reply["data"].first(); from; from = from.next()) {
      Method method;
      const std::string type = lower(from["payment_type"].text());
      if (type == "va") method.method = "virtual_account";
      if (type == "qris") method.method = "qris";
      if (method.method.empty()) continue;
      if (type == "va") method.channel = method.channel_code = from["bank_code"].text();
      method.display_name = from["display_name"].text();
      method.logo_url = from["logo_url"].text();
      method.currency = from["currency"].text();
      if (const auto minimum = idr(from["min_amount"])) method.minimum = *minimum;
      if (const auto maximum = idr(from["max_amount"])) method.maximum = *maximum;
      list.add(method);
    }
    co_return list;
  }

 private:
  Request asking(Request request) const { return request.secret_header("x-api-key", key_); }

  std::string key_;
};

About Komerce::about() {
  About about;
  about.id = "komerce";
  about.name = "Komerce";
  about.version = "1.0.0";
  about.home_page = "https://komerce.id";
  about.documentation = "https://rajaongkir.com/docs/payment-api";
  about.callbacks = Callbacks::signed_body;
  about.endpoints = {{"api", "https://api.collaborator.komerce.id/user",
                      "https://api-sandbox.collaborator.komerce.id/user"}};
  about.settings = {{.name = "api_key",
                     .help = "Key of the Collaborator account; begins with sandbox or live.",
                     .required = true,
                     .secret = true}};
  Capability any;
  any.currency = "IDR";
  any.minimum = idr(10'000);
  any.required = {"customer.name", "customer.email", "customer.phone"};
  any.unseen_safe = true;  // README.md 1
  any.can_cancel = true;
  any.query_interval_ms = kQueryInterval;
  for (const char* bank : {"BCA", "BNI", "BRI", "MANDIRI", "PERMATA", "CIMB", "BSI", "BJB"}) {
    Capability account = any;
    account.method = "virtual_account";
    account.channel = bank;
    account.shortest_expiry_s = kShortestExpiry;
    about.capabilities.push_back(account);
  }
  any.method = "qris";
  any.maximum = idr(10'000'000);
  any.fixed_expiry_s = 300;
  about.capabilities.push_back(any);
  return about;
}

}  // namespace

}  // namespace komerce

WESEL_PROVIDER(komerce::Komerce)
