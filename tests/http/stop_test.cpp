// Stopping: nobody who was promised an answer loses it, and nobody holds the process up.
#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "base/tasks.hpp"
#include "http/raw.hpp"
#include "http/server.hpp"

using namespace wesel;
using namespace wesel::http;
using std::string;

namespace {

const string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

Instant in(Millis time) { return SystemClock().steady() + time; }

// A handler that waits until it is let go.
struct Gate {
  std::promise<void> opened;
  std::shared_future<void> open = opened.get_future();
  std::atomic<int> waiting{0};
  Handler handler() {
    return [this](const Request&) {
      ++waiting;
      open.wait();
      return Response{};
    };
  }
};

}  // namespace

TEST_CASE("stopping ends idle connections at once") {
  auto server = Server::start({}, [](const Request&) { return Response{}; }).value();
  raw::Socket used = raw::connect(server->port());
  used.send(kGet);
  used.receive_answer();
  raw::Socket silent = raw::connect(server->port());
  REQUIRE(raw::eventually([&] { return server->connections() == 2; }));
  CHECK(server->stop(in(Millis(10'000))));
  CHECK(used.closes());
  CHECK(silent.closes());
  CHECK_THROWS(raw::connect(server->port()));
}

TEST_CASE("an answer under way goes out before the stop, and says close") {
  Gate gate;
  auto server = Server::start({}, gate.handler()).value();
  raw::Socket socket = raw::connect(server->port());
  socket.send(kGet);
  REQUIRE(raw::eventually([&] { return gate.waiting == 1; }));
  auto stopped = std::async([&] { return server->stop(in(Millis(10'000))); });
  // New ones are refused while the old one is still owed its answer.
  REQUIRE(raw::eventually([&] {
    try {
      raw::connect(server->port());
      return false;
    } catch (const std::exception&) {
      return true;
    }
  }));
  gate.opened.set_value();
  const string answer = socket.receive_answer();
  CHECK(raw::status_of(answer) == 200);
  CHECK(answer.find("Connection: close\r\n") != string::npos);
  CHECK(socket.closes());
  CHECK(stopped.get());
}

TEST_CASE("a request that is half here when stopping begins is still answered") {
  auto server = Server::start({}, [](const Request&) { return Response{}; }).value();
  raw::Socket socket = raw::connect(server->port());
  // The first answer proves that the listener has read into the second request.
  socket.send(kGet + "GET /second HTTP/1.1\r\nHost: ");
  socket.receive_answer();
  auto stopped = std::async([&] { return server->stop(in(Millis(10'000))); });
  REQUIRE(raw::eventually([&] {
    try {
      raw::connect(server->port());
      return false;
    } catch (const std::exception&) {
      return true;
    }
  }));
  socket.send("a\r\n\r\n");
  CHECK(raw::status_of(socket.receive_answer()) == 200);
  CHECK(stopped.get());
}

TEST_CASE("at the deadline the rest is cut, and the end waits for handlers only") {
  Gate gate;
  auto server = Server::start({}, gate.handler()).value();
  raw::Socket socket = raw::connect(server->port());
  socket.send(kGet);
  REQUIRE(raw::eventually([&] { return gate.waiting == 1; }));
  CHECK_FALSE(server->stop(in(Millis(50))));
  CHECK(socket.closes());
  gate.opened.set_value();
  server.reset();
  CHECK(gate.waiting == 1);
}
