// When an answer counts as complete: this decides whether a payment is known or unknown.
#include "http/reply.hpp"

#include <catch2/catch.hpp>

#include "base/limits.hpp"

using namespace wesel;
using namespace wesel::http;
using std::string;
using State = Reply::State;

namespace {

struct Verdict {
  State state;
  string why;
  string body;
};

// Received whole, then once more byte by byte; both must agree.
Verdict judge(const string& bytes, bool closed, Reply::Wanted wanted = {}) {
  Reply whole(wanted);
  Reply dripped(wanted);
  whole.receive(bytes);
  for (const char c : bytes) dripped.receive(string(1, c));
  const State state = closed ? whole.close() : whole.receive("");
  CHECK((closed ? dripped.close() : dripped.receive("")) == state);
  CHECK(dripped.why() == whole.why());
  if (state == State::complete) CHECK(dripped.body() == whole.body());
  return {state, string(whole.why()), whole.body()};
}

const Reply::Wanted kEffect{.delimited = true};

}  // namespace

TEST_CASE("a length or a last chunk makes an answer complete") {
  CHECK(judge("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", false, kEffect).body == "ab");
  CHECK(judge("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", false,
              kEffect)
            .state == State::complete);
  CHECK(judge("HTTP/1.1 204 No Content\r\n\r\n", false, kEffect).state == State::complete);
  CHECK(judge("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", false, {.head_only = true}).state ==
        State::complete);
}

TEST_CASE("interim answers are passed over") {
  const string interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
  const Verdict verdict =
      judge(interim + "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok", false, kEffect);
  CHECK(verdict.state == State::complete);
  CHECK(verdict.body == "ok");
  CHECK(judge("HTTP/1.1 101 Switching\r\n\r\n", false).why == "unexpected upgrade");
}

TEST_CASE("an answer cut short is never complete") {
  const string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  CHECK(judge("", true).why == "closed before an answer");
  CHECK(judge("HTTP/1.1 20", true).why == "truncated answer");
  CHECK(judge("HTTP/1.1 200 OK\r\nContent-Le", true).why == "truncated answer");
  CHECK(judge("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", true).why == "truncated answer");
  CHECK(judge(chunked + "3\r\nab", true).why == "truncated answer");
  CHECK(judge(chunked + "2\r\nab\r\n", true).why == "truncated answer");
  CHECK(judge(chunked + "2\r\nab\r\n0\r\n", true).why == "truncated answer");
  CHECK(judge("HTTP/1.1 100 Continue\r\n\r\n", true).why == "closed before an answer");
}

TEST_CASE("an answer that ends by close is taken only where no effect hangs on it") {
  const string answer = "HTTP/1.1 200 OK\r\n\r\nab";
  CHECK(judge(answer, true).body == "ab");
  CHECK(judge(answer, true).state == State::complete);
  CHECK(judge(answer, true, kEffect).why == "answer without a length");
  CHECK(judge("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab", true).why ==
        "unknown transfer coding");
  CHECK(judge("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nab", true, kEffect).why ==
        "unknown transfer coding");
}

TEST_CASE("contradictions in an answer's framing are refused") {
  const string ok = "HTTP/1.1 200 OK\r\n";
  const string chunked = "Transfer-Encoding: chunked\r\n";
  CHECK(judge(ok + "Content-Length: 2\r\n" + chunked + "\r\n", false).why == "malformed answer");
  CHECK(judge(ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab", false).why ==
        "malformed answer");
  CHECK(judge("<html>busy</html>\r\n\r\n", false).why == "malformed answer");
  CHECK(judge(ok + chunked + "\r\nxyz\r\n", false).why == "malformed answer");
}

TEST_CASE("an answer has its limits") {
  const string ok = "HTTP/1.1 200 OK\r\n";
  CHECK(judge(ok + "Content-Length: 1048577\r\n\r\n", false).why == "answer too large");
  Reply endless({});
  endless.receive(ok + "\r\n");
  for (int i = 0; i < 100; ++i) endless.receive(string(16'384, 'a'));
  CHECK(endless.why() == "answer too large");
  Reply wordy({});
  wordy.receive(ok);
  for (int i = 0; i < 20; ++i) wordy.receive("X-A: " + string(8'000, 'a') + "\r\n");
  CHECK(wordy.why() == "answer's head too large");
  Reply patient({});
  for (int i = 0; i < 2000; ++i) patient.receive("HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(patient.why() == "too many interim answers");
}

TEST_CASE("a connection is reused only when nothing of it is left over") {
  const auto reusable = [](const string& bytes) {
    Reply reply({});
    REQUIRE(reply.receive(bytes) == State::complete);
    return reply.reusable();
  };
  CHECK(reusable("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabX"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab"));
  CHECK_FALSE(reusable("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab"));
}
