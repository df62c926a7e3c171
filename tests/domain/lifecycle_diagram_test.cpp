// docs/lifecycle.md is drawn from the table; this keeps it current. Run with WESEL_WRITE_DOCS=1 to
// draw it anew.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "domain/lifecycle.hpp"

using namespace wesel;
using std::string;

namespace {

const string kFile = string(WESEL_SOURCE_DIR) + "/docs/lifecycle.md";

// What one change does from one status: "pending, paid", "paid (paid_late)", "–".
string cell(Kind kind, Status from, Change change) {
  const Move& step = move(kind, from, change);
  string text;
  for (const auto& status : step.path)
    if (status) text += (text.empty() ? "" : ", ") + string(name(*status));
  if (step.announces) text = "told once";
  if (step.exception)
    text += (text.empty() ? "" : " ") + ("*" + string(name(*step.exception)) + "*");
  return text.empty() ? "–" : text;
}

bool has(Kind kind, Status status) {
  if (kind == Kind::payment) return true;
  return status == Status::processing || status == Status::completed || status == Status::failed;
}

string diagram(Kind kind) {
  std::map<std::pair<string, string>, string> arrows;
  for (int s = 0; s < kStatuses; ++s)
    for (int c = 0; c < kChanges; ++c) {
      const Move& step = move(kind, static_cast<Status>(s), static_cast<Change>(c));
      if (!has(kind, static_cast<Status>(s)) || !step.path[0] || step.path[1] || step.announces)
        continue;  // jumps are made of the single steps
      string& label = arrows[{string(name(static_cast<Status>(s))), string(name(*step.path[0]))}];
      label += (label.empty() ? "" : " / ") + string(name(static_cast<Change>(c)));
    }
  string text = "```mermaid\nstateDiagram-v2\n";
  for (const auto& [ends, label] : arrows)
    text += "  " + ends.first + " --> " + ends.second + ": " + label + "\n";
  return text + "```\n";
}

string table(Kind kind) {
  string head = "| from |", rule = "| --- |", rows;
  for (int c = 0; c < kChanges; ++c) {
    head += " " + string(name(static_cast<Change>(c))) + " |";
    rule += " --- |";
  }
  for (int s = 0; s < kStatuses; ++s) {
    const Status from = static_cast<Status>(s);
    if (!has(kind, from)) continue;
    rows += "| " + string(name(from)) + " |";
    for (int c = 0; c < kChanges; ++c)
      rows += " " + cell(kind, from, static_cast<Change>(c)) + " |";
    rows += "\n";
  }
  return head + "\n" + rule + "\n" + rows;
}

// A table and its diagram of states that move one step at a time.
template <class From, class Event, class Cell>
string single_steps(int states, int changes, Cell cell_of) {
  std::map<std::pair<string, string>, string> arrows;
  string head = "| from |", rule = "| --- |", rows;
  for (int c = 0; c < changes; ++c) {
    head += " " + string(name(static_cast<Event>(c))) + " |";
    rule += " --- |";
  }
  for (int s = 0; s < states; ++s) {
    const From from = static_cast<From>(s);
    rows += "| " + string(name(from)) + " |";
    for (int c = 0; c < changes; ++c) {
      const Event event = static_cast<Event>(c);
      const auto [to, mark] = cell_of(from, event);
      rows += (to == from ? " –" : " " + string(name(to))) + mark + " |";
      if (to == from) continue;
      string& label = arrows[{string(name(from)), string(name(to))}];
      label += (label.empty() ? "" : " / ") + string(name(event));
    }
    rows += "\n";
  }
  string text = "```mermaid\nstateDiagram-v2\n";
  for (const auto& [ends, label] : arrows)
    text += "  " + ends.first + " --> " + ends.second + ": " + label + "\n";
  return text + "```\n\n" + head + "\n" + rule + "\n" + rows;
}

string attempts() {
  return single_steps<AttemptStatus, AttemptChange>(
      kAttemptStatuses, kAttemptChanges, [](AttemptStatus from, AttemptChange change) {
        return std::pair(move(from, change), string());
      });
}

string refunds() {
  return single_steps<RefundStatus, RefundChange>(
      kRefundStatuses, kRefundChanges, [](RefundStatus from, RefundChange change) {
        const RefundMove step = move(from, change);
        return std::pair(step.to, string(step.review ? " *needs_review*" : ""));
      });
}

string page() {
  return "# The lifecycle of payments, payouts, refunds and attempts\n\n"
         "Drawn from the tables in `core/domain/lifecycle.cpp`, the only thing that changes a "
         "status; a test keeps\n"
         "this page current. Each state that a change runs through is one event. In italics: the "
         "exception that\n"
         "the change raises for a person to see.\n\n"
         "## Payments\n\n" +
         diagram(Kind::payment) + "\n" + table(Kind::payment) + "\n## Payouts\n\n" +
         diagram(Kind::payout) + "\n" + table(Kind::payout) +
         "\n## Attempts\n\nOne try at one account. Attempts have no events of their own.\n\n" +
         attempts() +
         "\n## Refunds\n\nNone of the first providers offers refunds by API, so the engine "
         "makes none yet.\n\n" +
         refunds();
}

}  // namespace

TEST_CASE("the page about the lifecycle is drawn from the table as it is") {
  if (std::getenv("WESEL_WRITE_DOCS")) std::ofstream(kFile) << page();
  std::ifstream file(kFile);
  std::stringstream text;
  text << file.rdbuf();
  CHECK(text.str() == page());
}
