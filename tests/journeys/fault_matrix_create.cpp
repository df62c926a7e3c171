// Faults while a payment is made whose instrument nobody has seen yet: a virtual account. The route
// names the faulty provider first and another one behind it.
#include "journeys/fault_matrix_faults.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

constexpr const char* kAccepted = "Outcomes: accepted, follow it";
constexpr const char* kRefused = "Outcomes: refused, next may help";
constexpr const char* kNotSent = "Outcomes: not sent, next candidate";
constexpr const char* kUnseen = "Exposure: in doubt and unseen, so it goes on at once";
constexpr const char* kAskedFirst = "Exposure: asked once first, not found, so it goes on";
constexpr const char* kNotAnswered = "Exposure: asked once first, no answer, so it goes on";
constexpr const char* kFound = "While it is unknown: found, its state is applied";
constexpr const char* kSameBytes = "The wire: replay safe, the same bytes again";
constexpr const char* kThenAsk = "The wire: the same bytes again, bounded, then query";

enum class Ends { here, refused, not_sent, left };

struct Create {
  Fault fault;
  Ends ends;
  int sent;
  bool held;
  const char* rule;
  const char* also = "";
};

struct Book {
  const char* provider;
  const char* next;
  const char* waiting;  // its word for a payment that waits for money
};
constexpr Book kKomerce{"komerce", "fazz", "PENDING"};
constexpr Book kKomopay{"komopay", "fazz", "PROCESSING"};
constexpr Book kFazz{"fazz", "komopay", "pending"};

string attempts(const Book& book, Ends ends) {
  const string first = book.provider, next = ", " + string(book.next) + " pending";
  switch (ends) {
    case Ends::here: return first + " pending";
    case Ends::refused: return first + " refused" + next;
    case Ends::not_sent: return first + " not_sent" + next;
    case Ends::left: return first + " abandoned" + next;
  }
  return {};
}

Row row(const Book& book, const char* operation, const Create& c) {
  return {Story::create,
          book.provider,
          operation,
          c.fault,
          {"201 pending", "pending", attempts(book, c.ends), c.sent,
           c.held ? book.waiting : kNothing, "pending", ""},
          c.rule,
          book.provider,
          {},
          c.also};
}

void add(Rows& rows, const Book& book, const char* operation, const std::vector<Create>& list) {
  for (const Create& c : list) rows.push_back(row(book, operation, c));
}

// Cannot be asked by our reference, and does not promise to take the same bytes once.
const std::vector<Create>& at_komerce() {
  static const std::vector<Create> kList = {
      {kNone, Ends::here, 1, true, kAccepted},       {kSlow, Ends::here, 1, true, kAccepted},
      {kLate, Ends::left, 1, true, kUnseen},         {kRefuse, Ends::not_sent, 0, false, kNotSent},
      {kReset, Ends::left, 1, false, kUnseen},       {kDoneReset, Ends::left, 1, true, kUnseen},
      {k500, Ends::left, 1, false, kUnseen},         {kDone500, Ends::left, 1, true, kUnseen},
      {k503, Ends::left, 1, false, kUnseen},         {k408, Ends::left, 1, false, kUnseen},
      {kSilence, Ends::left, 1, false, kUnseen},     {kDoneSilence, Ends::left, 1, true, kUnseen},
      {kGarbled, Ends::left, 1, true, kUnseen},      {kTruncated, Ends::left, 1, true, kUnseen},
      {kOversized, Ends::left, 1, true, kUnseen},    {kHtml200, Ends::left, 1, false, kUnseen},
      {kHtml502, Ends::left, 1, false, kUnseen},     {k409, Ends::left, 1, false, kUnseen},
      {kDone409, Ends::left, 1, true, kUnseen},      {k429, Ends::refused, 1, false, kRefused},
      {k429Wait, Ends::refused, 1, false, kRefused}, {k400, Ends::refused, 1, false, kRefused},
      {k401, Ends::refused, 1, false, kRefused},     {k403, Ends::refused, 1, false, kRefused},
  };
  return kList;
}

const std::vector<Create>& at_komopay() {
  static const std::vector<Create> kList = {
      {kNone, Ends::here, 1, true, kAccepted},
      {kSlow, Ends::here, 1, true, kAccepted},
      {kLate, Ends::left, 1, true, kAskedFirst},
      {kRefuse, Ends::not_sent, 0, false, kNotSent},
      {kReset, Ends::here, 2, true, kSameBytes},
      {kDoneReset, Ends::here, 2, true, kSameBytes},
      {always(kReset), Ends::left, 3, false, kThenAsk},
      {always(kDoneReset), Ends::here, 3, true, kThenAsk},
      {k500, Ends::left, 1, false, kAskedFirst},
      {kDone500, Ends::here, 1, true, kFound},
      {kDone500, Ends::left, 1, true, kNotAnswered,
       R"({"operation": "query", "fault": "error_500", "count": 0})"},
      {k503, Ends::left, 1, false, kAskedFirst},
      {k408, Ends::left, 1, false, kAskedFirst},
      {kSilence, Ends::left, 1, false, kAskedFirst},
      {kDoneSilence, Ends::here, 1, true, kFound},
      {kGarbled, Ends::here, 1, true, kFound},
      {kTruncated, Ends::here, 2, true, kSameBytes},
      {always(kTruncated), Ends::here, 3, true, kThenAsk},
      {kOversized, Ends::here, 2, true, kSameBytes},
      {always(kOversized), Ends::here, 3, true, kThenAsk},
      {kHtml200, Ends::left, 1, false, kAskedFirst},
      {kHtml502, Ends::left, 1, false, kAskedFirst},
      {k409, Ends::left, 1, false, kAskedFirst},
      {kDone409, Ends::here, 1, true, kFound},
      {k429, Ends::refused, 1, false, kRefused},
      {k429Wait, Ends::refused, 1, false, kRefused},
      {k400, Ends::refused, 1, false, kRefused},
      {k401, Ends::refused, 1, false, kRefused},
      {k403, Ends::refused, 1, false, kRefused},
  };
  return kList;
}

// What its sandbox says with an unexpected 4xx is its code 006, "unknown": a doubt by its sheet.
const std::vector<Create>& at_fazz() {
  static const std::vector<Create> kList = {
      {kNone, Ends::here, 1, true, kAccepted},
      {kSlow, Ends::here, 1, true, kAccepted},
      {kLate, Ends::left, 1, true, kAskedFirst},
      {kRefuse, Ends::not_sent, 0, false, kNotSent},
      {kReset, Ends::here, 2, true, kSameBytes},
      {kDoneReset, Ends::here, 2, true, kSameBytes},
      {always(kReset), Ends::left, 3, false, kThenAsk},
      {always(kDoneReset), Ends::here, 3, true, kThenAsk},
      {k500, Ends::left, 1, false, kAskedFirst},
      {kDone500, Ends::here, 1, true, kFound},
      {kDone500, Ends::left, 1, true, kNotAnswered,
       R"({"operation": "list", "fault": "error_500", "count": 0})"},
      {k503, Ends::left, 1, false, kAskedFirst},
      {k408, Ends::left, 1, false, kAskedFirst},
      {kSilence, Ends::left, 1, false, kAskedFirst},
      {kDoneSilence, Ends::here, 1, true, kFound},
      {kGarbled, Ends::here, 1, true, kFound},
      {kTruncated, Ends::here, 2, true, kSameBytes},
      {always(kTruncated), Ends::here, 3, true, kThenAsk},
      {kOversized, Ends::here, 2, true, kSameBytes},
      {always(kOversized), Ends::here, 3, true, kThenAsk},
      {kHtml200, Ends::left, 1, false, kAskedFirst},
      {kHtml502, Ends::left, 1, false, kAskedFirst},
      {k409, Ends::left, 1, false, kAskedFirst},
      {kDone409, Ends::here, 1, true, kFound},
      {k429, Ends::left, 1, false, kAskedFirst},
      {k429Wait, Ends::left, 1, false, kAskedFirst},
      {k400, Ends::left, 1, false, kAskedFirst},
      {k401, Ends::left, 1, false, kAskedFirst},
      {k403, Ends::left, 1, false, kAskedFirst},
  };
  return kList;
}

}  // namespace

Rows create_rows() {
  Rows rows;
  add(rows, kKomerce, "create", at_komerce());
  add(rows, kKomopay, "create", at_komopay());
  add(rows, kFazz, "create", at_fazz());
  return rows;
}

// KomoPay's token is asked for first and has no effect: what fails there was not sent.
Rows token_rows() {
  Rows rows;
  for (const Fault& fault : {kSlow, kReset, kDoneReset, kTruncated, kOversized})
    rows.push_back(row(kKomopay, "token",
                       {fault, Ends::here, 1, true, "The wire: no effect, so it is sent again"}));
  for (const Fault& fault :
       {kLate, always(kReset), always(kDoneReset), k500, kDone500, k503, k408, kSilence,
        kDoneSilence, kGarbled, always(kTruncated), always(kOversized), kHtml200, kHtml502, k429,
        k429Wait, k400, k401, k403})
    rows.push_back(row(kKomopay, "token", {fault, Ends::not_sent, 0, false, kNotSent}));
  return rows;
}

// What was left, and the provider that is the only one. Nobody was shown it; should money come
// there all the same, it is not lost.
Rows left_rows() {
  constexpr const char* kPays =
      "Exposure: money on a left attempt pays the payment, the other is superseded";
  const auto left = [&](const Book& book, const char* paid, const char* also) {
    const string first = book.provider;
    return Row{Story::create,
               first,
               "create",
               kDone500,
               {"201 pending", "paid", first + " paid, " + book.next + " superseded", 1, paid,
                "pending, paid", ""},
               kPays,
               first,
               {{"pay"}},
               also};
  };
  // With no candidate left it is tried there once more, under a new id.
  const auto alone = [](const Fault& fault, const char* at_once, const char* status,
                        const char* then, const char* told) {
    return Row{
        Story::create,
        "komerce",
        "create",
        fault,
        {at_once, status, string("komerce abandoned, komerce ") + then, 1, "PENDING", told, ""},
        "Exposure: no candidate left, one new attempt at the same account"};
  };
  Row late = alone(always(kDone500), "201 failed", "paid", "abandoned", "failed, paid, exception");
  late.steps = {{"pay"}};
  late.expected.attempts = "komerce paid, komerce abandoned";
  late.expected.ledger = "PAID";
  late.expected.raised = "paid_late";
  late.rule = "Exposure: failed as outcome_unknown; money there makes it paid with paid_late";
  return {left(kKomerce, "PAID", ""),
          left(kKomopay, "SUCCESS", R"({"operation": "query", "fault": "error_500", "count": 0})"),
          left(kFazz, "paid", R"({"operation": "list", "fault": "error_500", "count": 0})"),
          alone(kDone500, "201 pending", "pending", "pending", "pending"),
          alone(always(kDone500), "201 failed", "failed", "abandoned", "failed"),
          late};
}

}  // namespace wesel::journeys::matrix
