// What a good request is and how the reader cuts a stream of them.
#include "http/reader.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace wesel;
using namespace wesel::http;
using std::string;
using Step = Reader::Step;

namespace {

void feed(Reader& reader, const string& bytes) {
  const auto space = reader.space();
  REQUIRE(space.size() >= bytes.size());
  std::copy(bytes.begin(), bytes.end(), space.begin());
  reader.received(bytes.size());
}

Request read_one(const string& bytes) {
  Reader::Storage storage;
  Reader reader(storage);
  feed(reader, bytes);
  REQUIRE(reader.next() == Step::request);
  return reader.take();
}

bool keeps_alive(const string& bytes) {
  Reader::Storage storage;
  Reader reader(storage);
  feed(reader, bytes);
  REQUIRE(reader.next() == Step::request);
  return reader.keep_alive();
}

}  // namespace

TEST_CASE("a request's parts are copied as they came, names in lower case") {
  const Request request = read_one(
      "POST /v1/payments?a=%20b&c HTTP/1.1\r\nHost: pay.example.com:8080\r\n"
      "Content-Length: 4\r\nX-Odd:  two  words \t\r\nACCEPT: a\r\nAccept: b\r\n\r\nbody");
  CHECK(request.method == "POST");
  CHECK(request.path == "/v1/payments");
  CHECK(request.query == "a=%20b&c");
  CHECK(request.body == "body");
  CHECK(request.fields.size() == 5);
  CHECK(find(request.fields, "x-odd") == "two  words");
  CHECK(find(request.fields, "accept") == "a");
}

TEST_CASE("hosts in all their good forms are taken") {
  for (const string host :
       {"a", "127.0.0.1:80", "[::1]", "[2001:db8::1]:8443", "my_engine.local"}) {
    CHECK(find(read_one("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").fields, "host") == host);
  }
}

TEST_CASE("the limits themselves are inside") {
  const string longest(limits::kTargetBytes - 1, 'a');
  Reader::Storage storage;
  Reader reader(storage);
  const string first = "GET /" + longest.substr(0, 4000);
  feed(reader, first);
  REQUIRE(reader.next() == Step::more_head);
  feed(reader, longest.substr(4000, 4000));
  REQUIRE(reader.next() == Step::more_head);
  feed(reader, longest.substr(8000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  REQUIRE(reader.next() == Step::request);
  CHECK(reader.take().path.size() == limits::kTargetBytes);

  string fields;
  for (std::size_t i = 1; i < limits::kFields; ++i) fields += "X-" + std::to_string(i) + ": 1\r\n";
  CHECK(read_one("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").fields.size() ==
        limits::kFields);
}

TEST_CASE("chunks are joined, and trailers never become fields") {
  const Request request = read_one(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nAuthorization: stolen\r\nHost: b\r\n\r\n");
  CHECK(request.body == "abc0123456789");
  CHECK(find(request.fields, "authorization").empty());
  CHECK(find(request.fields, "host") == "a");
}

TEST_CASE("requests that come together are taken one by one") {
  Reader::Storage storage;
  Reader reader(storage);
  feed(reader,
       "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
       "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n"
       "GET /3 HTTP/1.1\r\nHo");
  REQUIRE(reader.next() == Step::request);
  CHECK(reader.take().body == "ab");
  REQUIRE(reader.next() == Step::request);
  CHECK(reader.take().body == "c");
  CHECK_FALSE(reader.idle());
  REQUIRE(reader.next() == Step::more_head);
  feed(reader, "st: a\r\n\r\n");
  REQUIRE(reader.next() == Step::request);
  CHECK(reader.take().path == "/3");
  CHECK(reader.idle());
}

TEST_CASE("only a client that waits is told to go on") {
  const string head =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n";
  Reader::Storage storage;
  Reader waiting(storage);
  feed(waiting, head);
  CHECK(waiting.next() == Step::proceed);
  CHECK(waiting.next() == Step::more_body);
  feed(waiting, "ab");
  CHECK(waiting.next() == Step::request);

  Reader hasty(storage);
  feed(hasty, head + "ab");
  CHECK(hasty.next() == Step::request);
}

TEST_CASE("a connection is kept as the version and the Connection field say") {
  CHECK(keeps_alive("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  CHECK_FALSE(keeps_alive("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  CHECK_FALSE(keeps_alive("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n"));
  CHECK_FALSE(keeps_alive("GET / HTTP/1.0\r\nHost: a\r\n\r\n"));
  CHECK(keeps_alive("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"));
}

TEST_CASE("the body's limit is the caller's") {
  Reader::Storage storage;
  Reader reader(storage, 4);
  feed(reader, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  REQUIRE(reader.next() == Step::refused);
  CHECK(reader.refusal().code == "body_too_large");
  CHECK(reader.next() == Step::refused);
}
