// A new payment: one request, one payment, one attempt at a time.
#include <catch2/catch.hpp>

#include "small_world.hpp"

using namespace wesel;
using namespace wesel::stories;
using Calls = std::vector<std::string>;

namespace {

http::Sent takes(const http::Outbound& request) { return object(request, "pending"); }

}  // namespace

TEST_CASE("what is durable before a byte leaves is what is sent") {
  SmallWorld world;
  world.provider = [&](const http::Outbound& request) {
    const auto p = world.context().records.load(attempt_body(attempt_in(request)));
    REQUIRE((p && *p));
    CHECK((*p)->attempt(attempt_number(attempt_in(request)))->status == AttemptStatus::processing);
    return takes(request);
  };
  const Payment p = world.made(an_order());
  CHECK(p.status == Status::pending);
  CHECK(world.stored(p).version == p.version);
  CHECK(world.sent == Calls{"alpha/create"});
}

TEST_CASE("a refusal goes on to the next candidate, under a new id") {
  SmallWorld world;
  std::vector<std::string> ids;
  world.provider = [&](const http::Outbound& request) {
    ids.push_back(attempt_in(request));
    return ids.size() == 1 ? replied(422, "{}") : takes(request);
  };
  const Payment p = world.made(an_order());
  CHECK(world.sent == Calls{"alpha/create", "beta/create"});
  CHECK(ids == Calls{p.attempt_id(1), p.attempt_id(2)});
  CHECK(p.attempt(1)->status == AttemptStatus::refused);
  CHECK(p.current == 2);
}

TEST_CASE("what surely did not leave goes on, what may have left and was shown does not") {
  SmallWorld world;
  SECTION("not sent") {
    world.provider = [](const http::Outbound& request) {
      return request.base.path == "/gamma" ? unsent() : takes(request);
    };
    CHECK(world.made(an_order("e_wallet")).current_attempt()->account == "beta");
  }
  SECTION("in doubt, and on a phone perhaps") {
    world.provider = [](const http::Outbound& request) {
      return request.base.path == "/gamma" ? replied(500, "{}") : takes(request);
    };
    const Payment p = world.made(an_order("e_wallet"));
    CHECK(p.status == Status::processing);
    CHECK(world.sent_to("beta/create") == 0);
    CHECK(world.told(p) == Calls{"payment.processing"});
  }
  SECTION("in doubt, and shown to nobody") {
    world.provider = [](const http::Outbound& request) {
      return request.base.path == "/alpha" ? lost() : takes(request);
    };
    const Payment p = world.made(an_order());
    CHECK(p.attempt(1)->status == AttemptStatus::abandoned);
    CHECK(p.current_attempt()->account == "beta");
    CHECK(world.sent_to("alpha/create") == 1);  // not keyed: never the same bytes again
  }
}

TEST_CASE("nothing in doubt is left where the route says never") {
  SmallWorld world;
  world.configure([](Config& config) { config.routes[0].failover.unknown = UnknownPolicy::never; });
  const Payment p = world.made(an_order());
  CHECK(p.status == Status::processing);
  CHECK(world.sent == Calls{"alpha/create"});
}

TEST_CASE("the same request again answers the payment as it is now") {
  SmallWorld world;
  world.provider = takes;
  const Payment first = world.made(an_order());
  const auto again = world.post(an_order());
  REQUIRE(again);
  CHECK(again->replayed);
  CHECK(again->payment.id == first.id);
  CHECK(world.sent == Calls{"alpha/create"});

  NewPayment other = an_order();
  other.amount.minor = 99'999;
  CHECK(world.post(other).error().code == "reference_conflict");
}

TEST_CASE("the same request while the first is being sent makes nothing new") {
  SmallWorld world;
  std::string seen;
  world.provider = [&](const http::Outbound& request) {
    const auto meanwhile = world.post(an_order());
    REQUIRE(meanwhile);
    CHECK(meanwhile->replayed);
    CHECK(meanwhile->payment.status == Status::processing);
    seen = meanwhile->payment.id;
    return takes(request);
  };
  CHECK(world.made(an_order()).id == seen);
  CHECK(world.sent == Calls{"alpha/create"});
}

TEST_CASE("another merchant's reference, and the other mode's, are others") {
  SmallWorld world;
  world.provider = takes;
  const Payment first = world.made(an_order());
  const auto other = create(world.context(), {"bolt", Mode::sandbox}, an_order(), {});
  REQUIRE(other);
  CHECK(other->payment.id != first.id);
  CHECK(find(world.context(), {"bolt", Mode::sandbox}, first.id).error().code == "not_found");
  CHECK(find(world.context(), {"acme", Mode::live}, first.id).error().code == "not_found");
}

TEST_CASE("an Idempotency-Key stands for one request") {
  SmallWorld world;
  world.provider = takes;
  const NewPayment order = an_order();
  const auto with_key = [&](const NewPayment& request) {
    return create(world.context(), SmallWorld::kAcme, request,
                  Repeat{"acme/sandbox/POST /v1/payments/K", fingerprint(request)});
  };
  const auto first = with_key(order);
  REQUIRE(first);
  CHECK(with_key(order)->replayed);
  NewPayment other = order;
  other.reference = "ORDER-2";
  CHECK(with_key(other).error().code == "idempotency_key_reused");
  world.pass(8 * 24h);
  CHECK_FALSE(with_key(other)->replayed);
}

TEST_CASE("a repeat is answered although the request would not be taken any more") {
  SmallWorld world;
  world.provider = takes;
  NewPayment order = an_order();
  order.expires_in.reset();
  order.expires_at = world.now() + 90s;
  const Payment first = world.made(order);
  world.pass(60s);
  const auto again = world.post(order);
  REQUIRE(again);
  CHECK(again->payment.id == first.id);

  world.configure([](Config& config) {
    config.accounts.clear();
    config.routes.clear();
  });
  REQUIRE(world.post(order));
  NewPayment fresh = order;
  fresh.reference = "ORDER-2";
  CHECK(world.post(fresh).error().where == "/expires_at");
}

TEST_CASE("a store that refuses the answer leaves the attempt for later, not for another") {
  SmallWorld world;
  world.provider = [&](const http::Outbound& request) {
    world.refuse_commits = true;
    return takes(request);
  };
  const auto created = world.post(an_order());
  REQUIRE_FALSE(created);
  CHECK(created.error().code == "store_unavailable");
  world.refuse_commits = false;
  world.provider = takes;
  const auto again = world.post(an_order());
  REQUIRE(again);
  CHECK(again->payment.status == Status::processing);
  world.work(again->payment);
  CHECK(world.stored(again->payment).attempt(1)->status == AttemptStatus::abandoned);
  CHECK(world.sent_to("alpha/create") == 1);
}
