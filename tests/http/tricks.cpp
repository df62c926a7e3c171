// The list; `plain` is a good head to put one bad line into.
#include "http/tricks.hpp"

namespace {

using std::string;

string get(const string& fields) { return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
string post(const string& fields, const string& body = "") {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
string line(const string& request_line) { return request_line + "\r\nHost: a\r\n\r\n"; }
string hosted(const string& fields) { return "GET / HTTP/1.1\r\n" + fields + "\r\n"; }
string chunked(const string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

string many_fields(int count) {
  string fields;
  for (int i = 0; i < count; ++i) fields += "X-" + std::to_string(i) + ": 1\r\n";
  return fields;
}

string many_chunks(int count, const string& chunk) {
  string body;
  for (int i = 0; i < count; ++i) body += chunk;
  return body;
}

std::vector<Trick> framing() {
  const string both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
  return {
      {"length and chunked", post(both, "0\r\n\r\n"), 400},
      {"chunked and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
      {"two lengths", post("Content-Length: 2\r\nContent-Length: 40\r\n", "ab"), 400},
      {"two equal lengths", post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), 400},
      {"a list of lengths", post("Content-Length: 2, 2\r\n", "ab"), 400},
      {"length 1,0", post("Content-Length: 1,0\r\n", "a"), 400},
      {"length +2", post("Content-Length: +2\r\n", "ab"), 400},
      {"length -2", post("Content-Length: -2\r\n", "ab"), 400},
      {"length 0x2", post("Content-Length: 0x2\r\n", "ab"), 400},
      {"length 2 2", post("Content-Length: 2 2\r\n", "ab"), 400},
      {"empty length", post("Content-Length:\r\n"), 400},
      {"overflowing length", post("Content-Length: 18446744073709551618\r\n", "ab"), 400},
      {"no length", post(""), 411},
      {"PUT without a length", "PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 411},
      {"body over the limit", post("Content-Length: 262145\r\n"), 413},
      {"two chunked lines", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
       400},
      {"gzip with a length", post("Content-Length: 2\r\nTransfer-Encoding: gzip\r\n", "ab"), 400},
      {"gzip", post("Transfer-Encoding: gzip\r\n"), 400},
      {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
      {"chunked, gzip", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 400},
      {"chunked;q=1", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 400},
      {", chunked", post("Transfer-Encoding: , chunked\r\n", "0\r\n\r\n"), 400},
      {"chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
      {"xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
      {"identity", post("Transfer-Encoding: identity\r\n"), 400},
      {"empty coding", post("Transfer-Encoding:\r\n"), 400},
      {"encoded word", post("Transfer-Encoding: =?utf-8?q?chunked?=\r\n", "0\r\n\r\n"), 400},
      {"space before colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
      {"chunked in 1.0",
       "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"unknown coding on GET", get("Transfer-Encoding: xchunked\r\n"), 400},
  };
}

std::vector<Trick> chunks() {
  return {
      {"chunk size 0x1", chunked("0x1\r\na\r\n0\r\n\r\n"), 400},
      {"chunk size g", chunked("g\r\na\r\n0\r\n\r\n"), 400},
      {"chunk size -1", chunked("-1\r\na\r\n0\r\n\r\n"), 400},
      {"empty chunk size", chunked("\r\na\r\n0\r\n\r\n"), 400},
      {"overflowing chunk size", chunked("fffffffffffffffff\r\na\r\n0\r\n\r\n"), 400},
      {"chunk longer than told", chunked("1\r\nab\r\n0\r\n\r\n"), 400},
      {"chunk line ended by LF", chunked("1\na\r\n0\r\n\r\n"), 400},
      {"chunk over the limit", chunked("40001\r\n"), 413},
      {"chunks over the limit", chunked("3ffff\r\n" + string(0x3ffff, 'a') + "\r\n2\r\nab\r\n"),
       413},
      {"long extension", chunked("1;a=" + string(300, 'b') + "\r\nc\r\n0\r\n\r\n"), 400},
      {"endless extension", chunked("1;a=" + string(60'000, 'b')), 431},
      {"many extensions", chunked(many_chunks(200, "1;ab\r\nc\r\n")), 400},
      {"padded sizes", chunked(many_chunks(400, string(60, '0') + "1\r\nc\r\n")), 431},
      {"large trailers",
       chunked("0\r\n" + many_chunks(60, "X-A: " + string(100, 'b') + "\r\n") + "\r\n"), 431},
      {"endless trailer", chunked("0\r\nX-A: " + string(100'000, 'b')), 431},
  };
}

std::vector<Trick> heads() {
  return {
      {"bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"one bare LF", get("X-A: b\nX-C: d\r\n"), 400},
      {"bare CR", get("X-A: b\rX-C: d\r\n"), 400},
      {"NUL", get(string("X-A: b\0c\r\n", 10)), 400},
      {"control character", get("X-A: b\x01\r\n"), 400},
      {"8-bit value", get("X-A: \xc3\xa9\r\n"), 400},
      {"folded line", get("X-A: b\r\n c\r\n"), 400},
      {"folded by tab", get("X-A: b\r\n\tc\r\n"), 400},
      {"first field folded", "GET / HTTP/1.1\r\n X: b\r\nHost: a\r\n\r\n", 400},
      {"empty name", get(": b\r\n"), 400},
      {"no colon", get("X-A\r\n"), 400},
      {"space in a name", get("X A: b\r\n"), 400},
      {"leading empty line", "\r\n" + get(""), 400},
      {"no host", hosted(""), 400},
      {"no host in 1.0", "GET / HTTP/1.0\r\n\r\n", 400},
      {"two hosts", hosted("Host: a\r\nHost: a\r\n"), 400},
      {"empty host", hosted("Host:\r\n"), 400},
      {"host with a path", hosted("Host: a/b\r\n"), 400},
      {"host with user info", hosted("Host: u@a\r\n"), 400},
      {"list of hosts", hosted("Host: a, b\r\n"), 400},
      {"host with a bad port", hosted("Host: a:99999\r\n"), 400},
      {"host with an empty port", hosted("Host: a:\r\n"), 400},
      {"host with an open bracket", hosted("Host: [::1\r\n"), 400},
      {"two authorizations", get("Authorization: a\r\nAuthorization: b\r\n"), 400},
      {"two content types", get("Content-Type: a\r\nContent-Type: b\r\n"), 400},
      {"two idempotency keys", get("Idempotency-Key: a\r\nidempotency-key: a\r\n"), 400},
      {"65 fields", get(many_fields(64)), 431},
      {"3,000 fields", get(many_fields(3000)), 431},
      {"head over 16 KiB", get("X-A: " + string(20'000, 'b') + "\r\n"), 431},
      {"head without an end", "GET / HTTP/1.1\r\nX-A: " + string(100'000, 'b'), 431},
      {"another expectation", post("Content-Length: 2\r\nExpect: tea\r\n", "ab"), 417},
      {"expecting to send too much", post("Content-Length: 9999999\r\nExpect: 100-continue\r\n"),
       413},
  };
}

std::vector<Trick> lines() {
  return {
      {"HTTP/0.9", "GET /\r\n\r\n", 400},
      {"version 0.9", line("GET / HTTP/0.9"), 505},
      {"version 9.9", line("GET / HTTP/9.9"), 505},
      {"version 2.0", line("GET / HTTP/2.0"), 505},
      {"preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"version FOO", line("GET / FOO"), 400},
      {"version http/1.1", line("GET / http/1.1"), 400},
      {"version 1.10", line("GET / HTTP/1.10"), 400},
      {"two spaces", line("GET  / HTTP/1.1"), 400},
      {"space in the target", line("GET /a b HTTP/1.1"), 400},
      {"space at the end", line("GET / HTTP/1.1 "), 400},
      {"absolute target", line("GET http://b/ HTTP/1.1"), 400},
      {"authority target", line("GET b:80 HTTP/1.1"), 400},
      {"asterisk target", line("OPTIONS * HTTP/1.1"), 400},
      {"fragment", line("GET /a#b HTTP/1.1"), 400},
      {"8-bit target", line("GET /\xc3\xa9 HTTP/1.1"), 400},
      {"tab in the target", line("GET /\t HTTP/1.1"), 400},
      {"target of 9 KB", line("GET /" + string(9000, 'a') + " HTTP/1.1"), 414},
      {"target without an end", "GET /" + string(100'000, 'a'), 414},
      {"lower-case method", line("get / HTTP/1.1"), 501},
      {"unknown method", line("FROB / HTTP/1.1"), 501},
      {"CONNECT", line("CONNECT b:80 HTTP/1.1"), 501},
      {"TRACE", line("TRACE / HTTP/1.1"), 501},
      {"TLS to a plain port", string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
  };
}

}  // namespace

const std::vector<Trick>& tricks() {
  static const std::vector<Trick> all = [] {
    std::vector<Trick> joined;
    for (auto part : {framing(), chunks(), heads(), lines()}) {
      joined.insert(joined.end(), part.begin(), part.end());
    }
    return joined;
  }();
  return all;
}
