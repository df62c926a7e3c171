// The client against servers that follow a script of faults. What it must get right is the fate:
// provably not sent, answered, or anything in between.
#include "http/client.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <vector>

#include "http/address.hpp"
#include "http/raw.hpp"

using namespace wesel;
using namespace wesel::http;
using std::string;
using Fate = Sent::Fate;

namespace {

const string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

Outbound post(std::uint16_t port, const string& host = "127.0.0.1") {
  Outbound request;
  request.base = {"http", host, port, "", "", false};
  request.method = "POST";
  request.target = "/pay";
  request.body = "{\"amount\":1}";
  request.deadline = SystemClock().steady() + Millis(5'000);
  request.effect = true;
  return request;
}

string read_request(raw::Socket& socket) { return socket.receive_until("{\"amount\":1}"); }

// Sends one effectful request to a server that reads it, says `answer` and closes.
Sent meet(const string& answer, bool effect = true) {
  raw::Server server([&](raw::Socket& socket, int) {
    read_request(socket);
    socket.send(answer);
  });
  const auto client = Client::make({}).value();
  Outbound request = post(server.port());
  request.effect = effect;
  return client->send(request);
}

}  // namespace

TEST_CASE("a request goes out whole and its answer comes back") {
  string seen;
  raw::Server server([&](raw::Socket& socket, int) {
    seen = read_request(socket);
    socket.send("HTTP/1.1 201 Created\r\nX-Id: 7\r\nContent-Length: 2\r\n\r\nok");
  });
  const auto client = Client::make({}).value();
  Outbound request = post(server.port());
  request.base.path = "/api/v4/";
  request.target = "/pay?a=b";
  request.fields = {{"Content-Type", "application/json"}};
  const Sent sent = client->send(request);
  CHECK(sent.fate == Fate::replied);
  CHECK(sent.status == 201);
  CHECK(find(sent.fields, "x-id") == "7");
  CHECK(sent.body == "ok");
  CHECK(seen ==
        "POST /api/v4/pay?a=b HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
            "\r\nContent-Type: application/json\r\nUser-Agent: wesel\r\n"
            "Content-Length: 12\r\n\r\n{\"amount\":1}");
}

TEST_CASE("a base's own path and query stand when there is no target") {
  string seen;
  raw::Server server([&](raw::Socket& socket, int) {
    seen = read_request(socket);
    socket.send(kOk);
  });
  Outbound request = post(server.port());
  request.base.path = "/hooks/";
  request.base.query = "shop=1";
  request.target.clear();
  CHECK(Client::make({}).value()->send(request).status == 200);
  CHECK(seen.starts_with("POST /hooks/?shop=1 HTTP/1.1\r\n"));
}

TEST_CASE("what never left is told apart") {
  const auto client = Client::make({}).value();
  const Sent refused = client->send(post(raw::closed_port()));
  CHECK(refused.fate == Fate::not_sent);
  CHECK(refused.why == "connection refused");

  Outbound late = post(raw::closed_port());
  late.deadline = SystemClock().steady() - Millis(1);
  CHECK(client->send(late).fate == Fate::not_sent);

  Outbound split = post(raw::closed_port());
  split.fields = {{"X-A", "b\r\nX-C: d"}};
  CHECK(client->send(split).why == "the request cannot be written");
  split.fields.clear();
  split.target = "/a b";
  CHECK(client->send(split).why == "the request cannot be written");
}

TEST_CASE("whatever breaks after sending is broken, never not sent") {
  CHECK(meet("").why == "closed before an answer");
  CHECK(meet("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok").why == "truncated answer");
  CHECK(meet("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n").why ==
        "truncated answer");
  CHECK(meet("<html>Bad gateway</html>").why == "malformed answer");
  CHECK(meet("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n").why == "answer too large");
  CHECK(meet("HTTP/1.1 200 OK\r\n\r\nok").why == "answer without a length");
  CHECK(meet("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok").why ==
        "unknown transfer coding");
  for (const string answer : {"", "HTTP/1.1 200 OK\r\n\r\nok", "garbage"}) {
    CHECK(meet(answer).fate == Fate::broken);
  }
}

TEST_CASE("an error page is an answer, with the status it has") {
  const Sent sent = meet(
      "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: "
      "13\r\n\r\n<html></html>");
  CHECK(sent.fate == Fate::replied);
  CHECK(sent.status == 502);
  CHECK(sent.body == "<html></html>");
  CHECK(meet("HTTP/1.1 200 OK\r\n\r\nok", false).body == "ok");
}

TEST_CASE("a redirect is an answer and is not followed") {
  const Sent sent =
      meet("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
  CHECK(sent.fate == Fate::replied);
  CHECK(sent.status == 302);
}

TEST_CASE("a reset after the request was read is broken") {
  raw::Server server([](raw::Socket& socket, int) {
    read_request(socket);
    socket.reset();
  });
  const Sent sent = Client::make({}).value()->send(post(server.port()));
  CHECK(sent.fate == Fate::broken);
  CHECK(sent.why == "reset");
}

TEST_CASE("silence and dripping both end at the one deadline") {
  const bool drip = GENERATE(false, true);
  std::promise<void> over;
  auto until = over.get_future();
  raw::Server server([&](raw::Socket& socket, int) {
    read_request(socket);
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (until.wait_for(std::chrono::milliseconds(5)) == std::future_status::timeout) {
      if (drip) socket.send("x");
    }
  });
  const auto client = Client::make({}).value();
  Outbound request = post(server.port());
  const Instant start = SystemClock().steady();
  request.deadline = start + Millis(200);
  const Sent sent = client->send(request);
  const Millis took = SystemClock().steady() - start;
  over.set_value();
  CHECK(sent.fate == Fate::broken);
  CHECK(sent.why == "timed out waiting for the answer");
  CHECK(took >= Millis(200));
  CHECK(took < Millis(2'000));
}

TEST_CASE("a connection is used again while it is good") {
  raw::Server server([](raw::Socket& socket, int) {
    while (!read_request(socket).empty()) socket.send(kOk);
  });
  {
    const auto client = Client::make({}).value();
    for (int i = 0; i < 3; ++i) CHECK(client->send(post(server.port())).status == 200);
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("a kept connection that the other side closed is not used") {
  std::promise<void> closed;
  raw::Server server([&](raw::Socket& socket, int connection) {
    read_request(socket);
    socket.send(kOk);
    if (connection > 0) return;
    socket.finish();
    closed.set_value();
  });
  const auto client = Client::make({}).value();
  CHECK(client->send(post(server.port())).status == 200);
  closed.get_future().wait();
  CHECK(client->send(post(server.port())).status == 200);
  CHECK(server.connections() == 2);
}

TEST_CASE("an answer that nobody asked for is never taken for ours") {
  std::promise<void> said;
  raw::Server server([&](raw::Socket& socket, int connection) {
    read_request(socket);
    socket.send(kOk);
    if (connection > 0) return;
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake");
    said.set_value();
    socket.receive_all();
  });
  const auto client = Client::make({}).value();
  CHECK(client->send(post(server.port())).body == "ok");
  said.get_future().wait();
  CHECK(client->send(post(server.port())).body == "ok");
}

TEST_CASE("a request is never sent twice") {
  std::atomic<int> requests{0};
  raw::Server server([&](raw::Socket& socket, int) {
    if (read_request(socket).empty()) return;
    ++requests;
    socket.send(kOk);
    // The second request on this connection is read, and then the connection dies.
    if (!read_request(socket).empty()) ++requests;
    socket.reset();
  });
  const auto client = Client::make({}).value();
  CHECK(client->send(post(server.port())).fate == Fate::replied);
  CHECK(client->send(post(server.port())).fate == Fate::broken);
  CHECK(requests == 2);
  CHECK(server.connections() == 1);
}

TEST_CASE("every address of a name must be allowed") {
  raw::Server server([](raw::Socket& socket, int) {
    while (!read_request(socket).empty()) socket.send(kOk);
  });
  std::vector<string> addresses = {"127.0.0.1"};
  const auto client = Client::make({.lookup = [&](const string&) { return addresses; }}).value();
  Outbound request = post(server.port(), "shop.example");
  std::vector<string> asked;
  request.allow_address = [&](std::string_view address) {
    asked.emplace_back(address);
    return address == "127.0.0.1";
  };
  CHECK(client->send(request).status == 200);
  CHECK(asked == std::vector<string>{"127.0.0.1"});

  // Also for a connection that is already there.
  request.allow_address = [](std::string_view address) { return !private_address(address); };
  const Sent refused = client->send(request);
  CHECK(refused.fate == Fate::not_sent);
  CHECK(refused.why == "address not allowed");

  addresses = {"127.0.0.1", "10.0.0.1"};
  const auto fresh = Client::make({.lookup = [&](const string&) { return addresses; }}).value();
  request.allow_address = [](std::string_view address) { return address == "127.0.0.1"; };
  CHECK(fresh->send(request).why == "address not allowed");
}

TEST_CASE("an address that refuses gives way to the next") {
  raw::Server server([](raw::Socket& socket, int) {
    read_request(socket);
    socket.send(kOk);
  });
  const auto client = Client::make({.lookup = [](const string&) {
                        return std::vector<string>{"127.0.0.2", "127.0.0.1"};
                      }}).value();
  CHECK(client->send(post(server.port(), "shop.example")).status == 200);
}

TEST_CASE("a name that does not resolve, or not in time, was not sent") {
  std::promise<void> release;
  auto released = release.get_future().share();
  std::atomic<int> lookups{0};
  const auto client = Client::make({.lookup = [&lookups, released](const string& host) {
                        ++lookups;
                        if (host == "slow.example") released.wait();
                        return std::vector<string>{};
                      }}).value();
  CHECK(client->send(post(80, "none.example")).why == "the name has no address");
  Outbound request = post(80, "slow.example");
  request.deadline = SystemClock().steady() + Millis(100);
  const Sent sent = client->send(request);
  CHECK(sent.fate == Fate::not_sent);
  CHECK(sent.why == "timed out resolving the name");
  request.deadline = SystemClock().steady() + Millis(50);
  client->send(request);
  CHECK(lookups == 2);  // the second caller waited for the first one's look-up
  release.set_value();
}

TEST_CASE("names that never resolve use up their own client's share, and no other's") {
  std::promise<void> release;
  auto released = release.get_future().share();
  const auto lookup = [released](const string& host) {
    if (host.starts_with("slow")) released.wait();
    return std::vector<string>{};
  };
  const auto merchants = Client::make({.lookup = lookup, .resolving = 2}).value();
  const auto providers = Client::make({.lookup = lookup}).value();
  for (const char* host : {"slow-1.example", "slow-2.example"}) {
    Outbound request = post(80, host);
    request.deadline = SystemClock().steady() + Millis(20);
    CHECK(merchants->send(request).why == "timed out resolving the name");
  }
  CHECK(merchants->send(post(80, "a.example")).why == "too many names are being resolved");
  CHECK(providers->send(post(80, "a.example")).why == "the name has no address");
  release.set_value();
}

TEST_CASE("the system's resolver knows this machine") {
  raw::Server server([](raw::Socket& socket, int) {
    read_request(socket);
    socket.send(kOk);
  });
  CHECK(Client::make({}).value()->send(post(server.port(), "localhost")).status == 200);
}
