// Faults while the merchant asks for a fresh look at a payment that was paid, untold. Nothing is
// failed by them: what is stored stays, and the next due question finds the money.
#include "journeys/fault_matrix_faults.hpp"

namespace wesel::journeys::matrix {

namespace {

constexpr const char* kFresh = "The wire: answered, its state is applied";
constexpr const char* kRetry = "The wire: no effect, so it is asked again";
constexpr const char* kStays = "While it is pending: no answer changes nothing, asked when due";
constexpr const char* kOnce = "While it is unknown: never faster than the provider allows";
constexpr const char* kNotFound = "While it is unknown: not found proves nothing, asked when due";

constexpr const char* kIsFresh = "200 paid, fresh";
constexpr const char* kIsStored = "200 pending, as stored";

struct Query {
  Fault fault;
  const char* at_once;
  int sent;
  const char* rule;
};

// Those first that must meet a single question; the others last until they are healed.
const std::vector<Query>& of_everybody() {
  static const std::vector<Query> kList = {
      {kNone, kIsFresh, 1, kFresh},
      {kSlow, kIsFresh, 1, kFresh},
      {kReset, kIsFresh, 2, kRetry},
      {kDoneReset, kIsFresh, 2, kRetry},
      {kTruncated, kIsFresh, 2, kRetry},
      {kOversized, kIsFresh, 2, kRetry},
      {always(kLate), kIsStored, 1, kStays},
      {kRefuse, kIsStored, 0, kStays},
      {always(kReset), kIsStored, 3, kStays},
      {always(kDoneReset), kIsStored, 3, kStays},
      {always(k500), kIsStored, 1, kStays},
      {always(kDone500), kIsStored, 1, kStays},
      {always(k503), kIsStored, 1, kStays},
      {always(k408), kIsStored, 1, kStays},
      {always(kSilence), kIsStored, 1, kStays},
      {always(kDoneSilence), kIsStored, 1, kStays},
      {always(k429), kIsStored, 1, kStays},
      {always(k429Wait), kIsStored, 1, kStays},
      {always(k400), kIsStored, 1, kStays},
      {always(kGarbled), kIsStored, 1, kStays},
      {always(kTruncated), kIsStored, 3, kStays},
      {always(kOversized), kIsStored, 3, kStays},
      {always(kHtml200), kIsStored, 1, kStays},
      {always(kHtml502), kIsStored, 1, kStays},
  };
  return kList;
}

// One question in three seconds: on a bad line too, and no merchant waits for so long here.
std::vector<Query> of_komerce() {
  std::vector<Query> list = of_everybody();
  for (Query& query : list)
    if (query.sent > 1) query = {query.fault, kIsStored, 1, kOnce};
  return list;
}

Row row(Story story, const char* provider, const char* operation, const char* paid,
        const Query& query) {
  return {story,
          provider,
          operation,
          query.fault,
          {query.at_once, "paid", std::string(provider) + " paid", query.sent, paid,
           "pending, paid", ""},
          query.rule};
}

}  // namespace

Rows query_rows() {
  Rows rows;
  const auto add = [&](const char* provider, const char* paid, const std::vector<Query>& list) {
    for (const Query& query : list)
      rows.push_back(row(Story::query, provider, "query", paid, query));
  };
  add("komerce", "PAID", of_komerce());
  add("komopay", "SUCCESS", of_everybody());
  add("fazz", "paid", of_everybody());
  const Fault k404{"error_500 with 404", R"("fault": "error_500", "status": 404, "count": 0)"};
  const Fault k410{"error_500 with 410", R"("fault": "error_500", "status": 410, "count": 0)"};
  constexpr const char* kUnpaid = "200 pending, fresh";
  for (const Fault& fault : {always(k401), always(k403)}) {
    add("komerce", "PAID", {{fault, kIsStored, 1, kStays}});
    add("fazz", "paid", {{fault, kIsStored, 1, kStays}});
    add("komopay", "SUCCESS",
        {{fault, kIsStored, 2, "A refused token is fetched anew, once; then as stored"}});
  }
  add("komerce", "PAID", {{k404, kUnpaid, 1, kNotFound}});
  add("fazz", "paid", {{k404, kUnpaid, 1, kNotFound}});
  add("komopay", "SUCCESS", {{k410, kUnpaid, 1, kNotFound}});
  return rows;
}

// KomoPay's token of a payment is remembered; without it a question needs a new one.
Rows cold_query_rows() {
  Rows rows;
  for (const Query& query : of_everybody())
    rows.push_back(row(Story::cold_query, "komopay", "token", "SUCCESS", query));
  for (const Fault& fault : {always(k401), always(k403)})
    rows.push_back(
        row(Story::cold_query, "komopay", "token", "SUCCESS", {fault, kIsStored, 1, kStays}));
  return rows;
}

}  // namespace wesel::journeys::matrix
