// What providers tell, and how they get it wrong: twice, late, early, out of order, forged, about
// another amount, or never; and what comes after the end. At Komerce and Fazz a signature lets a
// callback apply; KomoPay's are unsigned and only wake a question.
#include "journeys/fault_matrix_faults.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

constexpr const char* kApplies = "Callbacks: a verified signature lets the event apply";
constexpr const char* kWakes = "Callbacks: an unsigned one only wakes a query";
constexpr const char* kForged = "Callbacks: a bad signature changes nothing, 401";
constexpr const char* kUnknownUrl = "Callbacks: 404 for an unknown URL token";
constexpr const char* kNever = "While it is pending: callbacks may never come, asked when due";
constexpr const char* kMismatch = "Callbacks: another amount never pays, a person decides";
constexpr const char* kPaidLate = "Callbacks: money after the end is paid, paid_late";
constexpr const char* kJump = "Callbacks: a jump runs through every state";
constexpr const char* kWord = "While it is pending: it ends on the provider's word";

const Fault kDrop{"drop", R"("fault": "drop")"};
const Fault kTwice{"twice", R"("fault": "twice")"};
const Fault kComesLate{"late", R"("fault": "late", "ms": 300)"};
const Fault kOutOfOrder{"out_of_order", R"("fault": "out_of_order", "ms": 300)"};
const Fault kEarly{"before_answer", R"("fault": "before_answer")"};
const Fault kEarlyLess{"before_answer with another amount",
                       R"("fault": "before_answer", "amount": 90000)"};
const Fault kForgery{"forged", R"("fault": "forged")"};
const Fault kUnsigned{"forged, unsigned", R"("fault": "forged", "variant": "unsigned")"};
const Fault kOther{"other_amount", R"("fault": "other_amount")"};

struct Book {
  const char* provider;
  const char* waiting;
  const char* paid;
  const char* expired;
  const char* other_paid;  // its word when another amount came
  bool is_signed;
};
constexpr Book kKomerce{"komerce", "PENDING", "PAID", "EXPIRED", "PAID", true};
constexpr Book kKomopay{"komopay", "PROCESSING", "SUCCESS", "FAILED", "FAILED", false};
constexpr Book kFazz{"fazz", "pending", "paid", "expired", "paid", true};

Row row(const Book& book, const Fault& fault, const char* answers, const char* rule,
        std::vector<Step> steps = {{"pay"}}) {
  return {Story::callback,
          book.provider,
          "callback",
          fault,
          {answers, "paid", string(book.provider) + " paid", kAny, book.paid, "pending, paid", ""},
          rule,
          "",
          std::move(steps)};
}

Row ends(Row row, const char* status, const char* book, const char* told, const char* raised = "") {
  row.expected.status = status;
  row.expected.attempts = row.provider + " " + status;
  row.expected.ledger = book;
  row.expected.told = told;
  row.expected.raised = raised;
  return row;
}

Row mismatch(const Row& row, const char* book) {
  return ends(row, "pending", book, "pending, exception", "amount_mismatch");
}

void add_told(Rows& rows, const Book& book) {
  const char* rule = book.is_signed ? kApplies : kWakes;
  rows.push_back(row(book, kNone, "200", rule));
  rows.push_back(row(book, kTwice, "200 200", rule));
  rows.push_back(row(book, kComesLate, "200", rule));
  rows.push_back(row(book, kOutOfOrder, "200", rule));
  rows.push_back(row(book, kDrop, "", kNever));
  rows.push_back(row(book, kEarly, "200", rule, {}));
  rows.push_back(mismatch(row(book, kEarlyLess, "200", kMismatch, {}), book.other_paid));
  rows.push_back(row(book, kForgery, "401, pending", kForged));
  rows.push_back(row(book, kUnsigned, "401, pending", kForged));
  if (book.is_signed) {
    rows.push_back(mismatch(row(book, kOther, "200", kMismatch), book.paid));
  } else {
    rows.push_back(row(book, kOther, "200", kWakes));  // it tells no amount at all
  }
}

// Nothing was paid, whatever is told.
void add_lies(Rows& rows, const Book& book) {
  const auto lie = [&](const char* answers, const char* rule, const char* body) {
    rows.push_back(ends(row(book, kNone, answers, rule, {{"callback", body}}), "pending",
                        book.waiting, "pending"));
  };
  lie("401, pending", kForged, R"({"status": "PAID", "forged": true})");
  lie("401, pending", kForged, R"({"status": "PAID", "forged": true, "unsigned": true})");
  lie("200", book.is_signed ? kApplies : kWakes, "{}");
  Row stranger =
      ends(row(book, kNone, "404, pending", kUnknownUrl, {}), "pending", book.waiting, "pending");
  stranger.story = Story::stranger;
  rows.push_back(stranger);
}

void add_amounts(Rows& rows, const Book& book) {
  for (const char* body : {R"({"amount": 90000})", R"({"amount": 110000})"})
    rows.push_back(mismatch(row(book, kNone, "200", kMismatch, {{"pay", body}}), book.other_paid));
  rows.push_back(mismatch(row(book, kDrop, "", kMismatch, {{"pay", R"({"amount": 90000})"}}),
                          book.other_paid));
}

void add_ends(Rows& rows, const Book& book) {
  const auto expire = [&](const Fault& fault, const char* answers, std::vector<Step> steps) {
    return ends(row(book, fault, answers, kWord, std::move(steps)), "expired", book.expired,
                "pending, expired");
  };
  rows.push_back(expire(kNone, "200", {{"expire"}}));
  rows.push_back(expire(kTwice, "200 200", {{"expire"}}));
  rows.push_back(expire(kDrop, "", {{"expire"}}));
  rows.push_back(ends(row(book, kNone, "200 200", kPaidLate,
                          {{"expire", "{}", "expired"}, {"pay", R"({"late": true})"}}),
                      "paid", book.paid, "pending, expired, paid, exception", "paid_late"));
  rows.push_back(
      ends(row(book, kNone, "200", kPaidLate, {{"cancel here"}, {"pay", R"({"late": true})"}}),
           "paid", book.paid, "pending, cancelled, paid, exception", "paid_late"));
}

}  // namespace

Rows callback_rows() {
  Rows rows;
  for (const Book& book : {kKomerce, kKomopay, kFazz}) add_told(rows, book);
  rows.push_back(ends(row(kFazz, kOutOfOrder, "200 200", kJump, {{"pay"}, {"settle"}}), "completed",
                      "completed", "pending, paid, completed"));
  rows.push_back(ends(row(kFazz, kDrop, "200", kJump, {{"pay"}, {"settle"}}), "completed",
                      "completed", "pending, paid, completed"));
  for (const Book& book : {kKomerce, kKomopay, kFazz}) add_lies(rows, book);
  return rows;
}

Rows action_rows() {
  Rows rows;
  for (const Book& book : {kKomerce, kKomopay, kFazz}) {
    add_amounts(rows, book);
    add_ends(rows, book);
  }
  rows.push_back(
      ends(row(kKomopay, kNone, "200", kWord, {{"fail"}}), "failed", "FAILED", "pending, failed"));
  rows.push_back(ends(row(kKomopay, kNone, "200", kWord, {{"refuse"}}), "failed", "REFUSED",
                      "pending, failed"));
  rows.push_back(ends(row(kKomopay, kNone, "200 200", kPaidLate,
                          {{"fail", "{}", "failed"}, {"pay", R"({"late": true})"}}),
                      "paid", "SUCCESS", "pending, failed, paid, exception", "paid_late"));
  rows.push_back(
      ends(row(kFazz, kNone, "200", kWord, {{"fail"}}), "failed", "failed", "pending, failed"));
  rows.push_back(ends(row(kFazz, kNone, "200", kWord, {{"cancel"}}), "cancelled", "cancelled",
                      "pending, cancelled"));
  rows.push_back(ends(row(kFazz, kNone, "200 200", kJump, {{"pay"}, {"settle"}}), "completed",
                      "completed", "pending, paid, completed"));
  rows.push_back(ends(row(kFazz, kNone, "200 200", kPaidLate,
                          {{"fail", "{}", "failed"}, {"pay", R"({"late": true})"}}),
                      "paid", "paid", "pending, failed, paid, exception", "paid_late"));
  return rows;
}

}  // namespace wesel::journeys::matrix
