// Money out. What is in doubt stays with its provider until it is found there or sent there again;
// only what a provider refused or never got goes to the next one, and nothing that was taken does.
#include "journeys/fault_matrix_faults.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

constexpr const char* kAccepted = "Outcomes: accepted, follow it";
constexpr const char* kNext = "Outcomes: refused or not sent, next candidate";
constexpr const char* kFound = "While it is unknown: found, its state is applied";
constexpr const char* kAgain = "While it is unknown: not found twice, 30 s apart, so sent again";
constexpr const char* kSameBytes = "The wire: replay safe, the same bytes again";
constexpr const char* kNoEffect = "The wire: no effect, so it is sent again";
constexpr const char* kFresh = "The wire: answered, its state is applied";
constexpr const char* kStays = "While it is pending: no answer changes nothing, asked when due";
constexpr const char* kNotFound = "While it is unknown: not found proves nothing, asked when due";
constexpr const char* kForged = "Callbacks: a bad signature changes nothing, 401";
constexpr const char* kMismatch = "Callbacks: another amount never completes, a person decides";
constexpr const char* kNotSentOn = "Payouts: accepted and failed later, it is not sent on";
constexpr const char* kBack = "Callbacks: completed and then returned, exception returned";
constexpr const char* kLateDone = "Callbacks: failed and then completed, exception completed_late";

struct Book {
  const char* provider;
  const char* next;
  const char* waiting;  // its words for a payout
  const char* done;
  const char* failed;
  const char* told;  // the rule that its callbacks follow
};
constexpr Book kKomopay{"komopay", "fazz",   "PROCESSING",
                        "SUCCESS", "FAILED", "Callbacks: an unsigned one only wakes a query"};
constexpr Book kFazz{"fazz",       "komopay",
                     "processing", "completed",
                     "failed",     "Callbacks: a verified signature lets the event apply"};

Row make(const Book& book, const char* operation, const Fault& fault, End end, const char* rule) {
  Row row{Story::create, book.provider, operation, fault, std::move(end), rule, book.provider};
  row.out = true;
  return row;
}

// It has it: known at once, or found out.
Row here(const Book& book, const char* operation, const Fault& fault, const char* at_once, int sent,
         const char* rule) {
  return make(book, operation, fault,
              {at_once, "processing", string(book.provider) + " pending", sent, book.waiting,
               "processing", ""},
              rule);
}

Row sure(const Book& book, const Fault& fault, int sent, const char* rule) {
  return here(book, "payout_create", fault, "201 processing", sent, rule);
}

Row doubted(const Book& book, const Fault& fault, int sent, const char* rule) {
  return here(book, "payout_create", fault, "202 processing", sent, rule);
}

Row next(const Book& book, const char* operation, const Fault& fault, const char* first, int sent) {
  return make(book, operation, fault,
              {"201 processing", "processing",
               string(book.provider) + " " + first + ", " + book.next + " pending", sent, kNothing,
               "processing", ""},
              kNext);
}

// It does not promise to take the same bytes once, so what may have arrived is asked for first.
void add_at_komopay(Rows& rows) {
  for (const Fault& fault : {kNone, kSlow}) rows.push_back(sure(kKomopay, fault, 1, kAccepted));
  rows.push_back(sure(kKomopay, kDone409, 1, kFound));
  for (const Fault& fault :
       {kLate, kDoneReset, kDone500, kDoneSilence, kGarbled, kTruncated, kOversized})
    rows.push_back(doubted(kKomopay, fault, 1, kFound));
  for (const Fault& fault : {kReset, k500, k503, k408, k409, kSilence, kHtml200, kHtml502})
    rows.push_back(doubted(kKomopay, fault, 2, kAgain));
  for (const Fault& fault : {k429, k429Wait, k400, k401, k403})
    rows.push_back(next(kKomopay, "payout_create", fault, "refused", 1));
  rows.push_back(next(kKomopay, "payout_create", kRefuse, "not_sent", 0));
  rows.push_back(doubted(kKomopay, kDone500, 1, kFound));
  rows.back().also = R"({"operation": "payout_query", "fault": "error_500", "count": 0})";
  for (const Fault& fault : {kSlow, kReset, kTruncated})
    rows.push_back(here(kKomopay, "token", fault, "201 processing", 1, kNoEffect));
  for (const Fault& fault : {k500, kSilence, k429, kGarbled, k401})
    rows.push_back(next(kKomopay, "token", fault, "not_sent", 0));
}

// What its sandbox says with an unexpected 4xx is its code 006, "unknown": a doubt by its sheet.
void add_at_fazz(Rows& rows) {
  for (const Fault& fault : {kNone, kSlow}) rows.push_back(sure(kFazz, fault, 1, kAccepted));
  for (const Fault& fault : {kReset, kDoneReset, kTruncated, kOversized})
    rows.push_back(sure(kFazz, fault, 2, kSameBytes));
  for (const Fault& fault : {kLate, kDone500, kDone409, kDoneSilence, kGarbled})
    rows.push_back(doubted(kFazz, fault, 1, kFound));
  for (const Fault& fault : {kDoneReset, kTruncated, kOversized})
    rows.push_back(doubted(kFazz, always(fault), 3, kFound));
  for (const Fault& fault :
       {k500, k503, k408, k409, k429, k400, k401, k403, kSilence, kHtml200, kHtml502})
    rows.push_back(doubted(kFazz, fault, 2, kAgain));
  rows.push_back(doubted(kFazz, always(kReset), 4, kAgain));
  rows.push_back(next(kFazz, "payout_create", kRefuse, "not_sent", 0));
  rows.push_back(doubted(kFazz, kDone500, 1, kFound));
  rows.back().also = R"({"operation": "payout_list", "fault": "error_500", "count": 0})";
}

struct Query {
  Fault fault;
  const char* at_once;
  int sent;
  const char* rule;
};

constexpr const char* kIsFresh = "200 completed, fresh";
constexpr const char* kIsStored = "200 processing, as stored";
constexpr const char* kUnfinished = "200 processing, fresh";

// A payout that arrived, untold.
void add_query(Rows& rows, const Book& book, const Query& query) {
  Row row{Story::query,
          book.provider,
          "payout_query",
          query.fault,
          {query.at_once, "completed", string(book.provider) + " completed", query.sent, book.done,
           "processing, completed", ""},
          query.rule,
          book.provider};
  row.out = true;
  rows.push_back(std::move(row));
}

void add_queries(Rows& rows, const Book& book) {
  for (const Fault& fault : {kNone, kSlow}) add_query(rows, book, {fault, kIsFresh, 1, kFresh});
  for (const Fault& fault : {kReset, kTruncated, kOversized})
    add_query(rows, book, {fault, kIsFresh, 2, kNoEffect});
  for (const Fault& fault :
       {kLate, k500, kDone500, k503, k408, kSilence, k429, k400, kGarbled, kHtml200, kHtml502})
    add_query(rows, book, {always(fault), kIsStored, 1, kStays});
  for (const Fault& fault : {kReset, kTruncated, kOversized})
    add_query(rows, book, {always(fault), kIsStored, 3, kStays});
  add_query(rows, book, {kRefuse, kIsStored, 0, kStays});
}

Row told(const Book& book, const Fault& fault, const char* answers, const char* rule,
         std::vector<Step> steps) {
  Row row{Story::callback,
          book.provider,
          "callback",
          fault,
          {answers, "completed", string(book.provider) + " completed", kAny, book.done,
           "processing, completed", ""},
          rule,
          book.provider,
          std::move(steps)};
  row.out = true;
  return row;
}

Row ends(Row row, const char* status, const char* attempt, const char* book, const char* told,
         const char* raised = "") {
  row.expected.status = status;
  row.expected.attempts = row.provider + " " + attempt;
  row.expected.ledger = book;
  row.expected.told = told;
  row.expected.raised = raised;
  return row;
}

void add_told(Rows& rows, const Book& book) {
  const std::vector<Step> complete = {{"complete"}};
  rows.push_back(told(book, kNone, "200", book.told, complete));
  rows.push_back(told(book, {"twice", R"("fault": "twice")"}, "200 200", book.told, complete));
  rows.push_back(told(book, {"late", R"("fault": "late", "ms": 300)"}, "200", book.told, complete));
  rows.push_back(told(book, {"drop", R"("fault": "drop")"}, "", kStays, complete));
  const Fault forged{"forged", R"("fault": "forged")"};
  rows.push_back(told(book, forged, "401, processing", kForged, complete));
  rows.push_back(ends(told(book, kNone, "401, processing", kForged,
                           {{"callback", R"({"status": "completed", "forged": true})"}}),
                      "processing", "pending", book.waiting, "processing"));
  rows.push_back(ends(told(book, kNone, "200", kNotSentOn, {{"fail"}}), "failed", "failed",
                      book.failed, "processing, failed"));
  rows.push_back(
      ends(told(book, kNone, "200 200", kBack, {{"complete", "{}", "completed"}, {"return"}}),
           "completed", "completed", book.failed, "processing, completed, exception", "returned"));
  rows.push_back(ends(told(book, kNone, "200 200", kLateDone,
                           {{"fail", "{}", "failed"}, {"complete", R"({"late": true})"}}),
                      "completed", "completed", book.done,
                      "processing, failed, completed, exception", "completed_late"));
}

}  // namespace

Rows payout_rows() {
  Rows rows;
  add_at_komopay(rows);
  add_at_fazz(rows);
  return rows;
}

Rows payout_query_rows() {
  Rows rows;
  add_queries(rows, kKomopay);
  add_queries(rows, kFazz);
  for (const Fault& fault : {always(k401), always(k403)}) {
    add_query(rows, kFazz, {fault, kIsStored, 1, kStays});
    add_query(rows, kKomopay,
              {fault, kIsStored, 2, "A refused token is fetched anew, once; then as stored"});
  }
  const Fault k404{"error_500 with 404", R"("fault": "error_500", "status": 404, "count": 0)"};
  const Fault k410{"error_500 with 410", R"("fault": "error_500", "status": 410, "count": 0)"};
  add_query(rows, kFazz, {k404, kUnfinished, 1, kNotFound});
  add_query(rows, kKomopay, {k410, kUnfinished, 1, kNotFound});
  return rows;
}

Rows payout_told_rows() {
  Rows rows;
  add_told(rows, kKomopay);
  add_told(rows, kFazz);
  const Fault early{"before_answer", R"("fault": "before_answer")"};
  rows.push_back(told(kKomopay, early, "200", kKomopay.told, {}));
  rows.push_back(ends(told(kFazz, early, "200", kFazz.told, {}), "completed", "completed",
                      "completed", "completed"));
  const Fault other{"other_amount", R"("fault": "other_amount")"};
  rows.push_back(told(kKomopay, other, "200", kKomopay.told, {{"complete"}}));  // it tells none
  rows.push_back(ends(told(kFazz, other, "200", kMismatch, {{"complete"}}), "processing", "pending",
                      "completed", "processing, exception", "amount_mismatch"));
  rows.push_back(ends(told(kKomopay, kNone, "200", kNotSentOn, {{"refuse"}}), "failed", "failed",
                      "REFUSED", "processing, failed"));
  return rows;
}

}  // namespace wesel::journeys::matrix
