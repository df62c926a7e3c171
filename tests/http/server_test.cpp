// The listener over real sockets: answers, keep-alive, pipelining, slow and greedy clients.
#include "http/server.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

#include "http/raw.hpp"

using namespace wesel;
using namespace wesel::http;
using std::string;

namespace {

Response echo(const Request& request) {
  Response response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.path + " " + request.body;
  return response;
}

std::unique_ptr<Server> serve(ServerOptions options = {}, Handler handler = echo) {
  return Server::start(std::move(options), std::move(handler)).value();
}

string get(const string& path, const string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

string post(const string& path, const string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// One request on a connection of its own.
string ask(const Server& server, const string& bytes) {
  raw::Socket socket = raw::connect(server.port());
  socket.send(bytes);
  return socket.receive_answer();
}

}  // namespace

TEST_CASE("a request is answered with all its parts") {
  const auto server = serve();
  CHECK(ask(*server, post("/p", "body")) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: keep-alive\r\n"
        "Content-Length: 12\r\n\r\nPOST /p body");
}

TEST_CASE("a connection serves one request after another") {
  const auto server = serve();
  raw::Socket socket = raw::connect(server->port());
  for (const string path : {"/1", "/2", "/3"}) {
    socket.send(get(path));
    CHECK(raw::body_of(socket.receive_answer()) == "GET " + path + " ");
  }
  CHECK(server->connections() == 1);
}

TEST_CASE("requests sent together are answered in order") {
  const auto server = serve();
  raw::Socket socket = raw::connect(server->port());
  socket.send(get("/1") + post("/2", "two") + get("/3", "Connection: close\r\n") + get("/4"));
  CHECK(raw::body_of(socket.receive_answer()) == "GET /1 ");
  CHECK(raw::body_of(socket.receive_answer()) == "POST /2 two");
  CHECK(raw::body_of(socket.receive_answer()) == "GET /3 ");
  CHECK(socket.closes());
}

TEST_CASE("HEAD tells the length of a body that it does not send") {
  const auto server = serve();
  raw::Socket socket = raw::connect(server->port());
  socket.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/y", "Connection: close\r\n"));
  const string head = socket.receive_until("\r\n\r\n");
  CHECK(head.find("Content-Length: 8\r\n") != string::npos);
  CHECK(raw::body_of(socket.receive_answer()) == "GET /y ");
}

TEST_CASE("204 carries neither body nor length") {
  const auto server =
      serve({}, [](const Request&) { return Response{.status = 204, .fields = {}, .body = {}}; });
  CHECK(ask(*server, get("/")) == "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
}

TEST_CASE("the handler is told who asks") {
  Request seen;
  const auto server = serve({}, [&](const Request& request) {
    seen = request;
    return Response{};
  });
  ask(*server, get("/a?b=c"));
  CHECK(seen.peer == "127.0.0.1");
  CHECK(seen.query == "b=c");
  CHECK_FALSE(seen.tls);
}

TEST_CASE("a client that expects to be told is told to go on") {
  const auto server = serve();
  raw::Socket socket = raw::connect(server->port());
  socket.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(socket.receive_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send("body");
  CHECK(raw::body_of(socket.receive_answer()) == "POST /p body");
}

TEST_CASE("a handler that throws is answered 500, and the connection goes on") {
  const auto server = serve({}, [](const Request& request) -> Response {
    if (request.path == "/throw") throw std::runtime_error("secret detail");
    return echo(request);
  });
  raw::Socket socket = raw::connect(server->port());
  socket.send(get("/throw"));
  const string answer = socket.receive_answer();
  CHECK(raw::status_of(answer) == 500);
  CHECK(answer.find("secret") == string::npos);
  CHECK(answer.find("\"code\":\"internal\"") != string::npos);
  socket.send(get("/after"));
  CHECK(raw::status_of(socket.receive_answer()) == 200);
}

TEST_CASE("a handler cannot break the framing of its answer") {
  const std::vector<Field> bad = {{"X-A", "b\r\nX-C: d"}, {"X A", "b"}, {"content-length", "1"}};
  for (const Field& field : bad) {
    const auto server = serve({}, [&](const Request&) {
      Response response;
      response.fields = {field};
      return response;
    });
    CHECK(raw::status_of(ask(*server, get("/"))) == 500);
  }
}

TEST_CASE("the body's limit holds, and the refusal arrives though the client goes on sending") {
  const auto server = serve({.body_bytes = 1000});
  CHECK(raw::status_of(ask(*server, post("/", string(1000, 'a')))) == 200);
  CHECK(raw::status_of(ask(*server, post("/", string(1001, 'a')))) == 413);
  raw::Socket socket = raw::connect(server->port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 600000\r\n\r\n" +
              string(600'000, 'a'));
  CHECK(raw::status_of(socket.receive_all()) == 413);
}

TEST_CASE("a large body and a large answer pass whole") {
  const auto server = serve({}, [](const Request& request) {
    Response response;
    response.body = request.body + request.body + request.body + request.body;
    return response;
  });
  const string body(limits::kBodyBytes, 'x');
  const string answer = ask(*server, post("/", body));
  CHECK(raw::body_of(answer).size() == 4 * body.size());
}

TEST_CASE("a head that drips in is cut off at its total time") {
  const auto server = serve({.head_time = Millis(200)});
  raw::Socket socket = raw::connect(server->port());
  socket.send("GET / HTTP/1.1\r\nX-Slow: ");
  // Each byte comes well within any time-out per receive.
  while (!socket.hears_within(Millis(2))) socket.send("a");
  const string answer = socket.receive_all();
  CHECK(raw::status_of(answer) == 408);
  CHECK(answer.find("\"code\":\"timeout\"") != string::npos);
}

TEST_CASE("a body that stops coming is cut off") {
  const auto server = serve({.body_time = Millis(100)});
  raw::Socket socket = raw::connect(server->port());
  socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  CHECK(raw::status_of(socket.receive_all()) == 408);
}

TEST_CASE("a client that does not take its answer is cut off") {
  const auto server = serve({.write_time = Millis(100)}, [](const Request&) {
    Response response;
    response.body = string(32 * 1024 * 1024, 'x');
    return response;
  });
  raw::Socket socket = raw::connect(server->port());
  socket.send(get("/"));
  CHECK(raw::eventually([&] { return server->connections() == 1; }));
  CHECK(raw::eventually([&] { return server->connections() == 0; }));
}

TEST_CASE("an idle connection is closed without a word") {
  const auto server = serve({.keep_alive_time = Millis(50)});
  raw::Socket socket = raw::connect(server->port());
  socket.send(get("/"));
  socket.receive_answer();
  CHECK(socket.closes());
}

TEST_CASE("a client that goes away in the middle of a request runs no handler") {
  std::atomic<int> handled{0};
  const auto server = serve({}, [&](const Request&) {
    ++handled;
    return Response{};
  });
  for (const string part :
       {"GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"}) {
    raw::Socket socket = raw::connect(server->port());
    socket.send(part);
    socket.finish();
    CHECK(socket.receive_all().empty());
  }
  CHECK(handled == 0);
}

TEST_CASE("one connection too many is answered 503, and room is made when one goes") {
  const auto server = serve({.max_connections = 2});
  std::vector<raw::Socket> held;
  for (int i = 0; i < 2; ++i) {
    held.push_back(raw::connect(server->port()));
    held.back().send(get("/"));
    CHECK(raw::status_of(held.back().receive_answer()) == 200);
  }
  for (int i = 0; i < 200; ++i) {
    raw::Socket socket = raw::connect(server->port());
    const string answer = socket.receive_all();
    REQUIRE(raw::status_of(answer) == 503);
    REQUIRE(answer.find("Retry-After: ") != string::npos);
    REQUIRE(answer.find("\"code\":\"overloaded\"") != string::npos);
  }
  held.pop_back();
  REQUIRE(raw::eventually([&] { return server->connections() == 1; }));
  CHECK(raw::status_of(ask(*server, get("/"))) == 200);
}

TEST_CASE("those who were turned away do not keep others out") {
  const auto server = serve({.max_connections = 1});
  std::vector<raw::Socket> turned_away;
  {
    raw::Socket held = raw::connect(server->port());
    held.send(get("/"));
    REQUIRE(raw::status_of(held.receive_answer()) == 200);
    for (int i = 0; i < 10; ++i) {
      turned_away.push_back(raw::connect(server->port()));
      REQUIRE(raw::status_of(turned_away.back().receive_answer()) == 503);
    }
  }
  CHECK(raw::eventually([&] { return raw::status_of(ask(*server, get("/"))) == 200; }));
}

TEST_CASE("many connections at once are all served, idle ones among them") {
  const auto server = serve();
  std::vector<raw::Socket> idle;
  for (int i = 0; i < 300; ++i) idle.push_back(raw::connect(server->port()));
  for (raw::Socket& socket : idle) {
    socket.send(get("/"));
    REQUIRE(raw::status_of(socket.receive_answer()) == 200);
  }
  CHECK(server->connections() == 300);
}

TEST_CASE("the one who embeds the listener words its refusals") {
  const auto server = serve({.refuse = [](const Refusal& refusal) {
    Response response;
    response.status = refusal.status;
    response.body = "own words: " + string(refusal.code);
    return response;
  }});
  CHECK(raw::body_of(ask(*server, "FROB / HTTP/1.1\r\nHost: a\r\n\r\n")) ==
        "own words: not_implemented");
}

TEST_CASE("an address that cannot be had is an error, not a crash") {
  const auto first = serve();
  const string taken = "127.0.0.1:" + std::to_string(first->port());
  for (const string& listen : {taken, string("nonsense"), string("192.0.2.1:80")}) {
    const auto second = Server::start({.listen = listen}, echo);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == "invalid_listen");
  }
}

TEST_CASE("more connections than files may be open are refused at the start") {
  const auto server = Server::start({.max_connections = 2'000'000'000}, echo);
  REQUIRE_FALSE(server);
  CHECK(server.error().code == "file_limit");
}
