#include "journeys/hooks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace wesel::journeys {

using std::string;

namespace {

constexpr std::chrono::seconds kLook{1};
constexpr std::size_t kLibraries = 2;  // standardwebhooks and svix
constexpr std::int64_t kFreshMs = 60'000;

string list_of(const std::vector<string>& texts) {
  json::Array out;
  for (const string& text : texts) out.add(text);
  return out.text();
}

template <class Condition>
std::vector<Hook> those(const std::vector<Hook>& hooks, Condition condition) {
  std::vector<Hook> out;
  std::copy_if(hooks.begin(), hooks.end(), std::back_inserter(out), condition);
  return out;
}

}  // namespace

bool signed_by(const string& secret, const string& id, const string& timestamp, const string& body,
               const string& signatures) {
  const auto key = from_base64(secret.substr(string("whsec_").size()));
  if (!key) return false;
  const auto digest = hmac_sha256(*key, id + "." + timestamp + "." + body);
  const string wanted = "v1," + to_base64(as_text(digest));
  std::istringstream words(signatures);
  for (string word; words >> word;)
    if (word == wanted) return true;
  return false;
}

Hooks::Hooks()
    : receiver_(
          {"/usr/bin/env", "node", WESEL_SOURCE_DIR "/tests/judges/receiver.mjs", kHookSecret},
          folder_ / "receiver.log", true) {}

// Whatever a test looks at, what its merchants were sent was signed as it should be.
Hooks::~Hooks() {
  try {
    release();
    CHECK(fetch({}));
    if (forged_expected_) return;
    for (const Hook& hook : got_) {
      INFO("delivery " << hook.id << " at " << hook.path << ", accepted by "
                       << list_of(hook.accepted_by) << ": " << hook.signatures << ' ' << hook.body);
      CHECK(hook.genuine);
    }
  } catch (...) {  // recorded already; it must not leave a destructor
  }
}

// It starts while the test prepares the rest.
const string& Hooks::base() const {
  if (!base_.empty()) return base_;
  const string line = receiver_.line();
  INFO("./dev installs what the receiver needs: " << read_file(folder_ / "receiver.log"));
  REQUIRE(line.starts_with("receiver http://"));
  return base_ = line.substr(line.find("http"));
}

string Hooks::url(const string& path) const { return base() + path; }

Reply Hooks::order(const string& word, const string& body) {
  Reply reply = caller_.call(base(), "POST", "/_receiver/" + word, {}, body);
  INFO(word << ' ' << body << ' ' << reply.why);
  REQUIRE(reply.status == 200);
  return reply;
}

void Hooks::answer_with(const string& path, std::deque<int> statuses) {
  std::vector<Answer> answers;
  for (const int status : statuses) answers.push_back({status, {}, {}});
  answer_as(path, answers);
}

void Hooks::answer_as(const string& path, const std::vector<Answer>& answers) {
  json::Array all;
  for (const Answer& answer : answers) {
    json::Object one, headers;
    for (const auto& [name, value] : answer.fields) headers.set(name, value);
    one.set("status", std::int64_t{answer.status}).set("headers", headers);
    all.add(one.set_if("manner", answer.manner));
  }
  order("answers", json::Object().set("path", path).set_raw("answers", all.text()).text());
}

void Hooks::hang(const std::vector<string>& paths) {
  order("hang", json::Object().set_raw("paths", list_of(paths)).text());
}

void Hooks::release() { order("release", ""); }

void Hooks::hold(const string& path, const std::vector<string>& secrets) {
  secrets_[path] = secrets;
  order("secrets", json::Object().set("path", path).set_raw("secrets", list_of(secrets)).text());
}

Hook Hooks::read(json::Value from) const {
  Hook hook;
  hook.path = from["path"].text();
  hook.id = from["id"].text();
  hook.body = from["body"].text();
  hook.signatures = from["signatures"].text();
  hook.answered = static_cast<int>(from["answered"].integer().value_or(0));
  hook.together = static_cast<int>(from["together"].integer().value_or(0));
  hook.arrived_ms = from["arrived_ms"].integer().value_or(0);
  for (auto one = from["accepted_by"].first(); one; one = one.next())
    hook.accepted_by.emplace_back(one.text());
  const json::Document body = json::Document::parse(hook.body);
  hook.type = body["type"].text();
  hook.payment = body["data"]["id"].text();
  hook.status = body["data"]["status"].text();
  hook.sequence = body["sequence"].integer().value_or(0);
  if (const auto created = parse_time(body["timestamp"].text())) hook.created_ms = to_ms(*created);

  const string timestamp(from["timestamp"].text());
  const std::int64_t age = hook.arrived_ms - std::strtoll(timestamp.c_str(), nullptr, 10) * 1000;
  const auto held = secrets_.find(hook.path);
  const auto secrets = held == secrets_.end() ? std::vector<string>{kHookSecret} : held->second;
  hook.genuine = hook.accepted_by.size() == kLibraries && body["id"].text() == hook.id &&
                 age > -1000 && age < kFreshMs &&
                 std::all_of(secrets.begin(), secrets.end(), [&](const string& secret) {
                   return signed_by(secret, hook.id, timestamp, hook.body, hook.signatures);
                 });
  return hook;
}

// What came since the last look, or comes within `wait`. False: the receiver does not answer.
bool Hooks::fetch(std::chrono::milliseconds wait) {
  for (bool more = true; more; wait = {}) {
    const Reply reply = caller_.call(base(), "GET",
                                     "/_receiver/hooks?after=" + std::to_string(got_.size()) +
                                         "&wait_ms=" + std::to_string(wait.count()));
    if (reply.status != 200) return false;
    for (auto one = reply["data"].first(); one; one = one.next()) got_.push_back(read(one));
    more = reply["has_more"].boolean().value_or(false);
  }
  return true;
}

template <class Enough>
bool Hooks::wait(Enough enough) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  REQUIRE(fetch({}));
  while (!enough()) {
    if (std::chrono::steady_clock::now() > end) return false;
    REQUIRE(fetch(kLook));
  }
  return true;
}

std::vector<Hook> Hooks::all() {
  REQUIRE(fetch({}));
  return got_;
}

std::vector<Hook> Hooks::of(const string& payment) {
  return those(all(), [&](const Hook& hook) { return hook.payment == payment; });
}

std::vector<Hook> Hooks::at(const string& path) {
  return those(all(), [&](const Hook& hook) { return hook.path == path; });
}

std::vector<Hook> Hooks::wait_for(const string& payment, const string& type) {
  wait([&] {
    return std::any_of(got_.begin(), got_.end(),
                       [&](const Hook& h) { return h.payment == payment && h.type == type; });
  });
  return of(payment);
}

bool Hooks::wait_at(const string& path, std::size_t count) {
  return wait([&] {
    return static_cast<std::size_t>(std::count_if(got_.begin(), got_.end(), [&](const Hook& hook) {
             return hook.path == path;
           })) >= count;
  });
}

}  // namespace wesel::journeys
