// A provider's picture goes through the engine, and nothing but a picture does.
#include "api/checkout_picture.hpp"

#include <catch2/catch.hpp>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "engine/small_world.hpp"
#include "sample.hpp"

using namespace wesel;
using namespace wesel::stories;
using std::string;

namespace {

// A provider that hands over one picture, and remembers which addresses it would have been let to.
struct Host final : http::Transport {
  http::Sent answer{http::Sent::Fate::replied, 200, {{"content-type", "image/png"}}, "PNG", {}};
  std::string address = "93.184.216.34";
  int asked = 0;
  bool let_in = false;

  http::Sent send(const http::Outbound& request) override {
    ++asked;
    CHECK(request.method == "GET");
    CHECK_FALSE(request.effect);
    let_in = request.allow_address(address);
    if (!let_in) return {};
    return answer;
  }
};

struct Scene {
  SmallWorld world;
  Host host;
  string url = "https://provider.example/qr/1.png";

  http::Response look() {
    const Payment p = checkout::shown(checkout::instructions("qris", {{"image_url", url}}));
    const Ports ports{world, world, host, world.store(), world};
    auto response = picture_of(ports, *world.setup(), p);
    REQUIRE(response.has_value());
    return *response;
  }
};

}  // namespace

TEST_CASE("a picture is handed on, and cannot run anything") {
  Scene scene;
  const http::Response seen = scene.look();
  CHECK(seen.status == 200);
  CHECK(seen.content_type == "image/png");
  CHECK(seen.body == "PNG");
  CHECK(http::find(seen.fields, "content-security-policy").ends_with("sandbox"));
  scene.host.answer.fields = {{"content-type", "image/svg+xml; charset=utf-8"}};
  CHECK(scene.look().content_type == "image/svg+xml");
}

TEST_CASE("what is no picture, is too big or is somewhere else is not") {
  Scene scene;
  const auto refused = [&] { return scene.look().status == 502; };
  for (const char* type : {"text/html", "image/png2", "", "application/javascript"}) {
    scene.host.answer.fields = {{"content-type", type}};
    CHECK(refused());
  }
  scene.host.answer.fields = {{"content-type", "image/png"}};
  scene.host.answer.body = string(limits::kPictureBytes + 1, 'x');
  CHECK(refused());
  scene.host.answer.body = string(limits::kPictureBytes, 'x');
  CHECK_FALSE(refused());
  scene.host.answer.status = 302;
  scene.host.answer.fields.push_back({"location", "https://elsewhere.example/"});
  const int before = scene.host.asked;
  CHECK(refused());
  CHECK(scene.host.asked == before + 1);  // not followed
  scene.host.answer = {http::Sent::Fate::broken, 0, {}, {}, "reset"};
  CHECK(refused());
}

TEST_CASE("only outward, or where the operator allows") {
  Scene scene;
  for (const char* inside : {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "100.64.0.1"}) {
    scene.host.address = inside;
    CHECK(scene.look().status == 502);
    CHECK_FALSE(scene.host.let_in);
  }
  scene.host.address = "93.184.216.34";
  scene.url = "http://provider.example/qr/1.png";
  CHECK(scene.look().status == 502);
  scene.url = "https://user@provider.example/qr/1.png";
  CHECK(scene.look().status == 502);
  scene.world.configure([](Config& c) { c.webhooks.allow_networks = {{"127.0.0.0/8", {}}}; });
  scene.url = "http://provider.example/qr/1.png";
  scene.host.address = "127.0.0.1";
  CHECK(scene.look().status == 200);
}

TEST_CASE("a picture that the provider gave itself needs no fetching") {
  Scene scene;
  scene.url = "data:image/png;base64," + to_base64("PNG");
  CHECK(scene.look().body == "PNG");
  for (const char* url : {"data:image/png,PNG", "data:text/html;base64,UE5H", "data:;base64,"}) {
    scene.url = url;
    CHECK(scene.look().status == 502);
  }
  CHECK(scene.host.asked == 0);
}
