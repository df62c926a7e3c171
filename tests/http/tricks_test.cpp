// Every trick against the reader, whole and byte by byte, and against a listener over a socket:
// refused with its status, the connection closed, and nothing behind it taken for a request.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>

#include "http/raw.hpp"
#include "http/reader.hpp"
#include "http/server.hpp"
#include "http/tricks.hpp"

using namespace wesel;
using namespace wesel::http;
using std::string;

namespace {

// The status of the refusal, 200 for a request, 0 when more is awaited.
int judge(const string& bytes, std::size_t step) {
  Reader::Storage storage;
  Reader reader(storage);
  std::size_t at = 0;
  for (;;) {
    const Reader::Step next = reader.next();
    if (next == Reader::Step::refused) return reader.refusal().status;
    if (next == Reader::Step::request) return 200;
    if (next == Reader::Step::proceed) continue;
    if (at == bytes.size()) return 0;
    const auto space = reader.space();
    const std::size_t count = std::min({step, space.size(), bytes.size() - at});
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, space.begin());
    reader.received(count);
    at += count;
  }
}

}  // namespace

TEST_CASE("the reader refuses every trick, however its bytes come in") {
  for (const Trick& trick : tricks()) {
    INFO(trick.name);
    CHECK(judge(trick.bytes, 1'000'000) == trick.status);
    CHECK(judge(trick.bytes, 7) == trick.status);
    CHECK(judge(trick.bytes, 1) == trick.status);
  }
}

TEST_CASE("a listener answers every trick with a problem and closes") {
  std::atomic<int> handled{0};
  auto server = Server::start({}, [&](const Request&) {
                  ++handled;
                  return Response{};
                }).value();
  for (const Trick& trick : tricks()) {
    INFO(trick.name);
    raw::Socket socket = raw::connect(server->port());
    socket.send(trick.bytes);
    socket.send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
    const string all = socket.receive_all();
    INFO(all);
    CHECK(raw::status_of(all) == trick.status);
    CHECK(all.find("application/problem+json") != string::npos);
    CHECK(all.find("Connection: close\r\n") != string::npos);
    CHECK(all.find("X-Request-Id: req_") != string::npos);
    CHECK(all.find("Connection: ") == all.rfind("Connection: "));
  }
  CHECK(handled == 0);
}
