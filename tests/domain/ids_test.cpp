// Ids sort by time, never repeat, and an attempt's id leads back to its payment, whatever text a
// provider echoes.
#include "domain/ids.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace wesel;
using std::string;

namespace {

class FixedEntropy final : public Entropy {
 public:
  explicit FixedEntropy(std::uint8_t byte) : byte_(byte) {}
  void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), byte_); }

 private:
  std::uint8_t byte_;
};

const string kPayment = "pay_01J5ZK3V7W8X9Y0123456789AB";

}  // namespace

TEST_CASE("an id is its prefix and 26 characters that nobody misreads") {
  FixedEntropy zeros(0), ones(0xff);
  CHECK(make_id("pay", from_ms(0), zeros) == "pay_" + string(26, '0'));
  // 2^48 - 1 milliseconds and 80 one bits: the largest there is.
  CHECK(make_id("pay", from_ms((std::int64_t{1} << 48) - 1), ones) == "pay_7" + string(25, 'Z'));
  // The time of the ULID specification's own example.
  CHECK(make_id("evt", from_ms(1'469'918'176'385), zeros).substr(0, 14) == "evt_01ARYZ6S41");
  CHECK(kPayment.size() == 30);
}

TEST_CASE("ids sort by the time they were made, whatever their random part is") {
  FixedEntropy low(0), high(0xff);
  string before = make_id("pay", from_ms(0), high);
  for (const std::int64_t ms :
       {std::int64_t{1}, std::int64_t{31}, std::int64_t{32}, std::int64_t{1'000'000},
        std::int64_t{1'614'265'330'999}, std::int64_t{1'614'265'331'000},
        std::int64_t{253'402'300'799'999}}) {
    const string after = make_id("pay", from_ms(ms), low);
    CHECK(before < after);
    before = make_id("pay", from_ms(ms), high);
  }
}

TEST_CASE("ids of one millisecond differ") {
  SystemEntropy entropy;
  std::set<string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const string id = make_id("pay", from_ms(1'614'265'330'999), entropy);
    REQUIRE(is_id(id, "pay"));
    seen.insert(id);
  }
  CHECK(seen.size() == 10'000);
}

TEST_CASE("an attempt's id leads back to its payment and number") {
  for (const int number : {1, 9, 10, 42, 99}) {
    const string id = attempt_id(kPayment, number);
    CHECK(id.size() == 32);
    CHECK(attempt_number(id) == number);
    CHECK("pay_" + string(attempt_body(id)) == kPayment);
  }
  CHECK(attempt_id(kPayment, 7) == "att_01J5ZK3V7W8X9Y0123456789AB07");
  CHECK(attempt_id("po_01J5ZK3V7W8X9Y0123456789AB", 7) == attempt_id(kPayment, 7));
}

TEST_CASE("what a provider echoes may be anything, and only an attempt's id is taken for one") {
  const string good = attempt_id(kPayment, 1);
  const string text = GENERATE_COPY(
      string(), string("att_"), string("att"), good.substr(0, 31), good + "1", " " + good,
      "pay_" + good.substr(4), "ATT_" + good.substr(4), good.substr(0, 30) + "1x",
      good.substr(0, 30) + "-1", good.substr(0, 30) + " 1", "att_" + string(28, 'I'),
      "att_" + string(28, 'a'),
      "att_" + string(26, '0') +
          string("\0"
                 "1",
                 2),
      "att_" + string(26, '\0') + "01", "att_" + string(26, '\xff') + "01", string(1'000'000, 'A'));
  CAPTURE(text.size(), text.substr(0, 40));
  CHECK(attempt_body(text).empty());
  CHECK(attempt_number(text) == 0);
}

TEST_CASE("an id of another kind, or of none, is told apart") {
  CHECK(is_id(kPayment, "pay"));
  for (const string& text :
       {string(), string("pay"), string("pay_"), kPayment + "0", kPayment.substr(0, 29),
        "po_" + kPayment.substr(4), "pay-" + kPayment.substr(4), "PAY_" + kPayment.substr(4),
        "pay_" + string(26, 'O'), "pay_" + string(26, 'U'), "pay_" + string(26, '\0'),
        "pay_" + string(25, '0') + "%", "pay_" + string(25, '0') + "'"}) {
    CAPTURE(text);
    CHECK_FALSE(is_id(text, "pay"));
  }
  CHECK_FALSE(is_id(kPayment, "po"));
  CHECK_FALSE(is_id(kPayment, ""));
}
