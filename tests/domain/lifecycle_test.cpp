// The table of states, cell by cell: what no cell may ever do.
#include "domain/lifecycle.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <vector>

using namespace wesel;

namespace {

struct Cell {
  Kind kind;
  Status from;
  Change change;
};

std::vector<Cell> all_cells() {
  std::vector<Cell> cells;
  for (const Kind kind : {Kind::payment, Kind::payout})
    for (int s = 0; s < kStatuses; ++s)
      for (int c = 0; c < kChanges; ++c)
        cells.push_back({kind, static_cast<Status>(s), static_cast<Change>(c)});
  return cells;
}

std::vector<Status> path(const Cell& cell) {
  std::vector<Status> out;
  for (const auto& status : move(cell.kind, cell.from, cell.change).path)
    if (status) out.push_back(*status);
  return out;
}

std::string words(const Cell& cell) {
  return std::string(name(cell.kind)) + " " + std::string(name(cell.from)) + " + " +
         std::string(name(cell.change));
}

// Every single step that is ever made.
const std::map<Status, std::set<Status>> kPaymentSteps = {
    {Status::requires_method,
     {Status::processing, Status::paid, Status::expired, Status::cancelled}},
    {Status::processing,
     {Status::requires_method, Status::processing, Status::pending, Status::failed, Status::expired,
      Status::cancelled}},
    {Status::pending,
     {Status::requires_method, Status::processing, Status::paid, Status::failed, Status::expired,
      Status::cancelled}},
    {Status::paid, {Status::completed}},
    {Status::completed, {}},
    {Status::failed, {Status::paid}},
    {Status::expired, {Status::paid}},
    {Status::cancelled, {Status::paid}}};
const std::map<Status, std::set<Status>> kPayoutSteps = {
    {Status::processing, {Status::processing, Status::completed, Status::failed}},
    {Status::completed, {}},
    {Status::failed, {Status::completed}}};

}  // namespace

TEST_CASE("every step of every cell is one that is allowed") {
  for (const Cell& cell : all_cells()) {
    INFO(words(cell));
    const auto& steps = cell.kind == Kind::payment ? kPaymentSteps : kPayoutSteps;
    Status at = cell.from;
    for (const Status next : path(cell)) {
      REQUIRE(steps.count(at) == 1);
      CHECK(steps.at(at).count(next) == 1);
      at = next;
    }
  }
}

TEST_CASE("money is never lost: told of money, a payment that is not paid becomes paid") {
  for (int s = 0; s < kStatuses; ++s) {
    const Status from = static_cast<Status>(s);
    if (from == Status::paid || from == Status::completed) continue;
    for (const Change change : {Change::paid, Change::completed}) {
      INFO(words({Kind::payment, from, change}));
      const auto steps = path({Kind::payment, from, change});
      REQUIRE_FALSE(steps.empty());
      CHECK((steps.back() == Status::completed) == (change == Change::completed));
      CHECK(std::find(steps.begin(), steps.end(), Status::paid) != steps.end());
      const bool late = ended(from);
      CHECK((move(Kind::payment, from, change).exception == ExceptionType::paid_late) == late);
    }
  }
}

TEST_CASE("money is never invented: nothing but money makes a payment paid") {
  for (const Cell& cell : all_cells()) {
    if (cell.change == Change::paid || cell.change == Change::completed) continue;
    INFO(words(cell));
    for (const Status status : path(cell)) {
      CHECK(status != Status::paid);
      CHECK(status != Status::completed);
    }
  }
}

TEST_CASE("what contradicts money that came is for a person, and changes nothing") {
  for (const Status from : {Status::paid, Status::completed})
    for (const Change change :
         {Change::refused, Change::expired, Change::cancelled, Change::returned}) {
      INFO(words({Kind::payment, from, change}));
      CHECK(path({Kind::payment, from, change}).empty());
      CHECK(move(Kind::payment, from, change).exception == ExceptionType::needs_review);
    }
}

TEST_CASE("doubt never ends a payment or payout") {
  for (const Kind kind : {Kind::payment, Kind::payout})
    for (int s = 0; s < kStatuses; ++s) {
      const Status from = static_cast<Status>(s);
      for (const Status status : path({kind, from, Change::doubted}))
        CHECK(status == Status::processing);
    }
}

// --- Attempts

namespace {

std::string words(AttemptStatus from, AttemptChange change) {
  return std::string(name(from)) + " + " + std::string(name(change));
}

template <class Look>
void for_every_attempt_cell(Look look) {
  for (int s = 0; s < kAttemptStatuses; ++s)
    for (int c = 0; c < kAttemptChanges; ++c) {
      const auto from = static_cast<AttemptStatus>(s);
      const auto change = static_cast<AttemptChange>(c);
      INFO(words(from, change));
      look(from, change, move(from, change));
    }
}

bool of_money(AttemptStatus status) {
  return status == AttemptStatus::paid || status == AttemptStatus::completed;
}

bool of_money(AttemptChange change) {
  return change == AttemptChange::paid || change == AttemptChange::completed;
}

// An attempt is one of these while it is not certain that no money can come on it.
const std::set<AttemptStatus> kOpen = {AttemptStatus::processing, AttemptStatus::pending,
                                       AttemptStatus::unknown};
// And these are watched: they may yet be learned to have ended.
const std::set<AttemptStatus> kWatched = {AttemptStatus::abandoned, AttemptStatus::superseded};

}  // namespace

TEST_CASE("money on an attempt is never lost and never invented") {
  for_every_attempt_cell([](AttemptStatus from, AttemptChange change, AttemptStatus to) {
    if (of_money(change)) CHECK(of_money(to));
    if (of_money(from)) CHECK(of_money(to));
    if (!of_money(from) && !of_money(change)) CHECK_FALSE(of_money(to));
    if (from == AttemptStatus::completed || change == AttemptChange::completed)
      CHECK(to == AttemptStatus::completed);
  });
}

TEST_CASE("an attempt never comes back from its end, but by money") {
  for_every_attempt_cell([](AttemptStatus from, AttemptChange change, AttemptStatus to) {
    if (kOpen.count(from) || of_money(change)) return;
    if (!kWatched.count(from)) CHECK(to == from);
    CHECK_FALSE(kOpen.count(to));
  });
}

TEST_CASE("a refusal is believed only before the provider was known to have it") {
  for_every_attempt_cell([](AttemptStatus from, AttemptChange change, AttemptStatus to) {
    const bool refusal = change == AttemptChange::refused || change == AttemptChange::not_sent;
    const bool nobody_knew = from == AttemptStatus::processing || from == AttemptStatus::unknown;
    if (refusal && !nobody_knew) CHECK(to == from);
    if (refusal && nobody_knew) CHECK(name(to) == name(change));
  });
}

TEST_CASE("only what is in doubt is abandoned, and doubt begins only before an answer") {
  for_every_attempt_cell([](AttemptStatus from, AttemptChange change, AttemptStatus to) {
    if (change == AttemptChange::abandoned)
      CHECK((to == AttemptStatus::abandoned) ==
            (from == AttemptStatus::unknown || from == AttemptStatus::abandoned));
    if (change == AttemptChange::doubted && to != from) CHECK(from == AttemptStatus::processing);
  });
}

// --- Refunds

TEST_CASE("a refund ends once; what contradicts its end is for a person") {
  for (int s = 0; s < kRefundStatuses; ++s)
    for (int c = 0; c < kRefundChanges; ++c) {
      const auto from = static_cast<RefundStatus>(s);
      const auto change = static_cast<RefundChange>(c);
      INFO(std::string(name(from)) + " + " + std::string(name(change)));
      const RefundMove step = move(from, change);
      const bool tells_end = change == RefundChange::completed || change == RefundChange::refused;
      if (from == RefundStatus::processing) {
        CHECK((step.to != from) == tells_end);
        CHECK_FALSE(step.review);
      }
      // Money that went out is the truth, whatever was told before.
      if (from == RefundStatus::completed) CHECK(step.to == RefundStatus::completed);
      if (change == RefundChange::completed) CHECK(step.to == RefundStatus::completed);
      const bool contradicts =
          (from == RefundStatus::completed && change == RefundChange::refused) ||
          (from == RefundStatus::failed && change == RefundChange::completed);
      CHECK(step.review == contradicts);
    }
}
