// How a merchant knows that a message is ours.
#include "webhooks/signature.hpp"

#include <catch2/catch.hpp>

using namespace wesel;

namespace {
const Secret kSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
const Secret kOther("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
constexpr std::string_view kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const Time kThen = from_ms(1'614'265'330'000);
constexpr std::string_view kBody = R"({"test": 2432232314})";
constexpr std::string_view kExpected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
}  // namespace

TEST_CASE("the published vector of Standard Webhooks") {
  CHECK(sign_webhook({kSecret}, kId, kThen, kBody) == kExpected);
}

TEST_CASE("two secrets sign side by side while one replaces the other") {
  const std::string both = sign_webhook({kSecret, kOther}, kId, kThen, kBody);
  CHECK(both == std::string(kExpected) + ' ' + sign_webhook({kOther}, kId, kThen, kBody));
}

TEST_CASE("whatever changes, the signature changes") {
  CHECK(sign_webhook({kSecret}, "msg_2", kThen, kBody) != kExpected);
  CHECK(sign_webhook({kSecret}, kId, kThen + std::chrono::seconds(1), kBody) != kExpected);
  CHECK(sign_webhook({kSecret}, kId, kThen, "{}") != kExpected);
  CHECK(sign_webhook({kOther}, kId, kThen, kBody) != kExpected);
}
