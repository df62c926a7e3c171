// Plays recordings against a plugin, with the recorded answers or with others.
#include "wesel/testing.hpp"

namespace wesel::sdk::testing {

namespace {

[[noreturn]] void differ(const std::string& what, const std::string& expected,
                         const std::string& actual) {
  throw Mismatch(what + " differs\n  recorded: " + expected + "\n  actual:   " + actual);
}

}  // namespace

void play(const wesel_plugin* plugin, const Recording& recording) {
  const Account account(plugin, recording.settings, recording.asked.mode);
  Run run = account.begin(recording.asked);
  for (std::size_t i = 0; i < recording.steps.size(); ++i) {
    Sent expected = recording.steps[i].sent;
    const Sent& actual = run.sent();
    if (expected.endpoint.empty()) expected.endpoint = actual.endpoint;
    if (expected.text() != actual.text())
      differ("request " + std::to_string(i + 1), expected.text(), actual.text());
    run.reply(recording.steps[i].given);
  }
  const std::string& actual = run.end().text();
  if (actual != recording.end) differ("the end", recording.end, actual);
}

End play_changed(const wesel_plugin* plugin, const Recording& recording, const Change& change) {
  constexpr std::size_t kSteps = 8;
  const Account account(plugin, recording.settings, recording.asked.mode);
  Run run = account.begin(recording.asked);
  for (std::size_t i = 0; !run.ended(); ++i) {
    if (i == kSteps) throw Mismatch("breach: more than eight steps");
    const Given recorded = i < recording.steps.size() ? recording.steps[i].given : Given{500};
    run.reply(change(i, recorded));
  }
  return run.end();
}

}  // namespace wesel::sdk::testing
