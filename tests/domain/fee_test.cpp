// What a payment costs at an account, exactly.
#include "domain/fee.hpp"

#include <catch2/catch.hpp>

using namespace wesel;

namespace {

const Currency kRupiah = *find_currency("IDR");
const Currency kDollar = *find_currency("USD");

Offer costing(std::int64_t fixed, std::int64_t percent_micro, Currency currency) {
  Offer offer;
  offer.fee = Fee{{fixed, currency}, percent_micro};
  return offer;
}

std::string fee(std::int64_t amount, const Offer& offer, Currency currency) {
  return text(*fee_of(offer, {amount, currency}), currency);
}

}  // namespace

TEST_CASE("fees are exact, whatever the percentage makes of them") {
  CHECK(fee(100'000, costing(4'440, 0, kRupiah), kRupiah) == "4440");
  CHECK(fee(100'000, costing(0, 990'000, kRupiah), kRupiah) == "990");
  CHECK(fee(12'345, costing(0, 990'000, kRupiah), kRupiah) == "122.2155");
  CHECK(fee(12'345, costing(1, 1, kRupiah), kRupiah) == "1.00012345");
  CHECK(fee(4'205, costing(30, 2'900'000, kDollar), kDollar) == "1.51945");
  CHECK_FALSE(fee_of(Offer{}, {1, kRupiah}));
}

TEST_CASE("fee and settlement are the amount again") {
  const Offer offer = costing(0, 990'000, kRupiah);
  const Money amount{12'345, kRupiah};
  CHECK(text(*less(amount, *fee_of(offer, amount)), kRupiah) == "12222.7845");
  CHECK(text(*less(amount, {345, 0}), kRupiah) == "12000");
  CHECK_FALSE(less(amount, {12'345, 1}));
}
