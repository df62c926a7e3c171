// The matrix in words: a line of the table that a run prints, and docs/fault-matrix.md.
#include <fmt/format.h>

#include "journeys/fault_matrix.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

string or_dash(const string& text) { return text.empty() ? "–" : text; }

const char* title_of_payout(Story story) {
  if (story == Story::create) return "Making a payout";
  return story == Story::query ? "Asking about a payout" : "What is told about payouts";
}

const char* title(const Row& row) {
  if (row.out) return title_of_payout(row.story);
  if (row.route.starts_with("never"))
    return "Making a payment on a route that never leaves what is in doubt";
  switch (row.story) {
    case Story::create: return "Making a payment";
    case Story::push: return "Making a payment that the customer's phone is told of";
    case Story::query: return "Asking";
    case Story::cold_query: return "Asking, after the remembered tokens were lost";
    case Story::cancel: return "Cancelling";
    case Story::simulate: return "Simulating";
    case Story::callback: return "What providers tell";
    case Story::stranger: return "What strangers tell";
  }
  return "";
}

constexpr const char* kHead =
    "| provider | operation | fault | at once | payment | attempts | requests | provider's book | "
    "events | exceptions | rule |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

string done(const Row& row) {
  string text;
  for (const Step& step : row.steps) {
    text += (text.empty() ? "" : ", ") + string(step.action);
    if (string(step.body) != "{}") text += " " + string(step.body);
  }
  return text;
}

string what(const Row& row) {
  string text = row.fault.name;
  const string steps = done(row);
  if (steps.empty()) return text;
  return row.story == Story::cancel ? "after " + steps + ": " + text : text + "; " + steps;
}

}  // namespace

string words(const End& end) {
  string text = end.at_once.empty() ? "" : end.at_once + " → ";
  text += end.status + " (" + end.attempts + ")";
  if (end.sent != kAny) text += fmt::format(", {} sent", end.sent);
  text += ", book: " + end.ledger + ", told: " + or_dash(end.told);
  return end.raised.empty() ? text : text + ", raised: " + end.raised;
}

string Line::text() const {
  string result = ok() ? (*row.owed ? "owed" : "ok") : "NOT OK";
  if (!ok() && *row.owed) result = "holds now: no longer owed";
  string text = fmt::format("{} | {} | {} | {} | {} | {}", row.provider, row.operation, what(row),
                            words(row.expected), words(seen), result);
  for (const string& law : broken) text += " | " + law;
  return text;
}

string page(const Rows& rows) {
  string text =
      "# The fault matrix\n\n"
      "What a payment comes to when a provider misbehaves: every fault that the sandboxes know, at "
      "every operation\n"
      "that the engine asks for. Written from the rows in `tests/journeys/fault_matrix_*.cpp`, "
      "which are played against\n"
      "the real programs; a test keeps this page current (`WESEL_WRITE_DOCS=1` writes it anew).\n\n"
      "*At once* is the answer to the merchant, or for a callback what the provider is answered. "
      "*Requests* counts those\n"
      "of the operation that left for the provider. *Provider's book* is what it holds for the "
      "first attempt. When all\n"
      "has come to rest, also these hold for each row: no provider holds what we do not know (2), "
      "what is shown is what the\n"
      "provider waits for (3), each event reached the merchant (5), nothing is unknown (7), and "
      "the books over money\n"
      "agree (8), save where the engine was told to pretend or an exception names the other "
      "amount.\n\n"
      "A payout is in one ledger once, whatever happens. Lists of methods and balances are not "
      "asked for and have no\n"
      "rows; the test fails as soon as they are.\n";
  const char* last = "";
  for (const Row& row : rows) {
    if (string(title(row)) != last) {
      last = title(row);
      text += fmt::format("\n## {}\n\n{}", last, kHead);
    }
    const End& end = row.expected;
    const string sent = end.sent == kAny ? "" : std::to_string(end.sent);
    const string owed = *row.owed ? fmt::format(" **Does not hold yet:** {}.", row.owed) : "";
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {}{} |\n",
                        row.provider, row.operation, what(row), or_dash(end.at_once), end.status,
                        end.attempts, or_dash(sent), end.ledger, or_dash(end.told),
                        or_dash(end.raised), row.rule, owed);
  }
  return text;
}

}  // namespace wesel::journeys::matrix
