#include "merchant.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "wesel/crypto.hpp"
#include "wesel/json.hpp"

namespace wesel::sandbox {

using std::string;
using std::string_view;

namespace {

constexpr std::size_t kKept = 100;
constexpr std::int64_t kTolerance = 300;  // seconds, as Standard Webhooks has it

Response answer(int status, string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

// Within the tolerance of now.
bool fresh(string_view timestamp) {
  const std::int64_t told = std::strtoll(string(timestamp).c_str(), nullptr, 10);
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return std::llabs(now.count() - told) <= kTolerance;
}

}  // namespace

Merchant::Merchant(Options options, MerchantSettings settings)
    : Sandbox(Profile{"merchant", {}}, std::move(options)) {
  const string_view text = settings.secret;
  const auto key = sdk::from_base64(text.substr(text.starts_with("whsec_") ? 6 : 0));
  if (!key) throw std::runtime_error("merchant: the secret is not whsec_ and base64");
  key_ = *key;
  route("POST", "/hooks", "take", [this](const Request& r) { return take(r); });
  route("GET", "/hooks", "list", [this](const Request&) { return list(); });
}

bool Merchant::verified(const Request& request) const {
  const string_view timestamp = request.header("webhook-timestamp");
  string message(request.header("webhook-id"));
  message += '.';
  message += timestamp;
  message += '.';
  message += request.body;
  const string wanted = "v1," + sdk::to_base64(sdk::hmac_sha256(key_, message));
  string_view given = request.header("webhook-signature");
  while (!given.empty()) {
    const auto space = given.find(' ');
    if (sdk::equal_secrets(given.substr(0, space), wanted)) return fresh(timestamp);
    given.remove_prefix(space == given.npos ? given.size() : space + 1);
  }
  return false;
}

Response Merchant::take(const Request& request) {
  if (!verified(request)) {
    std::fprintf(stderr, "merchant: a webhook whose signature is wrong\n");
    return failure(401, "the signature is wrong");
  }
  const json::Document body = json::Document::parse(request.body);
  const string type(body["type"].text());
  const string payment(body["data"]["id"].text()), status(body["data"]["status"].text());
  std::fprintf(stderr, "merchant: verified %s of %s, now %s\n", type.c_str(), payment.c_str(),
               status.c_str());
  json::Object line;
  line.set("id", request.header("webhook-id")).set("verified", true).set("type", type);
  line.set("sequence", body["sequence"].integer().value_or(0)).set("payment", payment);
  line.set("reference", body["data"]["reference"].text()).set("status", status);
  const std::lock_guard lock(mutex_);
  taken_.push_front(line.text());
  if (taken_.size() > kKept) taken_.pop_back();
  return answer(200, "{}");
}

Response Merchant::list() const {
  json::Array all;
  const std::lock_guard lock(mutex_);
  for (const string& line : taken_) all.add_raw(line);
  return answer(200, json::Object{}.set("data", all).text());
}

Response Merchant::failure(int status, string_view text) const {
  return answer(status, json::Object{}.set("error", text).text());
}

}  // namespace wesel::sandbox
