// The kit for authors' tests must be able to fail: each difference between a recording and what a
// plugin does is found, and so is a recording that says nothing.
#include <catch2/catch.hpp>

#include "wesel/provider.hpp"
#include "wesel/testing.hpp"

using namespace wesel::sdk;
using namespace wesel::sdk::testing;

namespace {

class Small final : public Provider<Small> {
 public:
  static About about() {
    About about;
    about.endpoints = {{"api", "https://a.example", "https://t.example"}};
    return about;
  }
  explicit Small(const Settings& settings) : key_(settings.text("key")) {}
  Flow payout_create(Operation op) const {
    Reply reply = co_await post("/out")
                      .secret_header("key", key_)
                      .has_effect()
                      .json(Json{}
                                .set("to", op.account().number)
                                .set("amount", json::Number{op.amount().decimal()}));
    co_return accepted(State::pending, reply["id"].text());
  }

 private:
  std::string key_;
};

const wesel_plugin* small() { return Exported<Small>::table(); }

constexpr std::string_view kRecording = R"({
  "about": "A payout.",
  "settings": {"key": "k"},
  "operation": {"kind": "payout_create", "amount": "42.05 USD", "account": {"number": "7"}},
  "steps": [{
    "request": {"method": "POST", "path": "/out", "effect": true,
                "headers": {"key": {"secret": "k"}, "Content-Type": "application/json"},
                "json": {"to": "7", "amount": 42.05}},
    "reply": {"status": 201, "json": {"id": "x"}}
  }],
  "result": {"result": "accepted", "state": "pending", "provider_reference": "x"}
})";

// The recording with one text in place of another.
Recording with(std::string_view from, std::string_view to) {
  std::string text(kRecording);
  const std::size_t at = text.find(from);
  REQUIRE(at != text.npos);
  return parse_recording(text.replace(at, from.size(), to));
}

}  // namespace

TEST_CASE("a recording that fits plays") {
  CHECK_NOTHROW(play(small(), parse_recording(kRecording)));
}

TEST_CASE("every difference is found") {
  const std::pair<const char*, const char*> changes[] = {
      {"\"POST\"", "\"PUT\""},
      {"\"/out\"", "\"/in\""},
      {", \"effect\": true", ""},
      {"\"effect\": true", "\"effect\": true, \"replay_safe\": true"},
      {"\"effect\": true", "\"effect\": true, \"endpoint\": \"other\""},
      {"{\"secret\": \"k\"}", "\"k\""},
      {"{\"secret\": \"k\"}", "{\"secret\": \"K\"}"},
      {", \"Content-Type\": \"application/json\"", ""},
      {"\"amount\": 42.05}", "\"amount\": 42.050}"},
      {"\"amount\": 42.05}", "\"amount\": \"42.05\"}"},
      {"\"to\": \"7\", \"amount\": 42.05", "\"amount\": 42.05, \"to\": \"7\""},
      {"\"id\": \"x\"", "\"id\": \"y\""},
      {"\"pending\"", "\"paid\""},
      {", \"provider_reference\": \"x\"", ""},
      {"{\"key\": \"k\"}", "{\"key\": \"other\"}"},
      {"\"effect\": true",
       "\"effect\": true, \"remember\": {\"value\": \"v\", \"expires_at\": "
       "\"2026-01-01T00:00:00Z\"}"}};
  for (const auto& [from, to] : changes) {
    INFO(from << " -> " << to);
    CHECK_THROWS_AS(play(small(), with(from, to)), Mismatch);
  }
}

TEST_CASE("fewer and more steps than the plugin takes are found") {
  Recording recording = parse_recording(kRecording);
  recording.steps.push_back(recording.steps[0]);
  CHECK_THROWS_AS(play(small(), recording), Mismatch);
  recording.steps.clear();
  CHECK_THROWS_AS(play(small(), recording), Mismatch);
}

TEST_CASE("a misspelt recording is refused") {
  const std::pair<const char*, const char*> changes[] = {{"\"steps\"", "\"step\""},
                                                         {"\"effect\"", "\"efect\""},
                                                         {"\"account\"", "\"acount\""},
                                                         {"\"number\"", "\"numbr\""},
                                                         {"\"status\"", "\"state\""},
                                                         {"payout_create", "payout"},
                                                         {"42.05 USD", "42.05"},
                                                         {"\"reply\"", "\"answer\""},
                                                         {"\"kind\": \"payout_create\",", ""}};
  for (const auto& [from, to] : changes) {
    INFO(from << " -> " << to);
    CHECK_THROWS_AS(with(from, to), Mismatch);
  }
  CHECK_THROWS_AS(parse_recording("{"), Mismatch);
  CHECK_THROWS_AS(load("no/such/file.json"), Mismatch);
}

TEST_CASE("answers can be changed while a recording runs") {
  std::size_t steps = 0;
  const End end =
      play_changed(small(), parse_recording(kRecording), [&](std::size_t step, Given given) {
        CHECK(step == steps++);
        given.body = R"({"id":"changed"})";
        return given;
      });
  CHECK(steps == 1);
  CHECK(end["provider_reference"].text() == "changed");
}

TEST_CASE("a built plugin can be loaded, and what is none cannot") {
  CHECK_THROWS_AS(load_plugin("no/such/library.so"), Mismatch);
}
