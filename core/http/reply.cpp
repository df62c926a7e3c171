// Beast's grammar again. An answer is complete when its length or its last chunk says so; one that
// ends by close is taken only where nothing hangs on it, and never under an unknown coding.
#include "http/reply.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <exception>

#include "base/limits.hpp"

namespace wesel::http {
namespace {

namespace beast = boost::beast;
using Code = beast::error_code;

// "0", an empty line, an empty line; Beast asserts that its first look sees that much.
constexpr std::size_t kShortestChunked = 5;

}  // namespace

class Reply::Parser final : public beast::http::basic_parser<false> {
 public:
  explicit Parser(bool head_only) {
    header_limit(static_cast<std::uint32_t>(limits::kReplyHeadBytes));
    body_limit(limits::kReplyBytes);
    skip(head_only);
  }

  int status_code = 0;
  Fields fields;
  std::string body;
  std::size_t chunks = 0;

 private:
  void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int,
                       Code&) override {}
  void on_response_impl(int status, beast::string_view, int, Code&) override {
    status_code = status;
  }
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     Code&) override {
    if (got_head_) return;
    append(fields, {name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(Code&) override { got_head_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(beast::string_view text, Code&) override {
    body.append(text.data(), text.size());
    return text.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, Code&) override { ++chunks; }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view text, Code& code) override {
    return on_body_impl(text, code);
  }
  void on_finish_impl(Code&) override {}

  bool got_head_ = false;
};

Reply::Reply(Wanted wanted)
    : wanted_(wanted), parser_(std::make_unique<Parser>(wanted.head_only)) {}
Reply::~Reply() = default;

int Reply::status() const { return parser_->status_code; }
Fields& Reply::fields() { return parser_->fields; }
std::string& Reply::body() { return parser_->body; }
std::string_view Reply::why() const { return why_; }
bool Reply::reusable() const {
  return state_ == State::complete && pending_.empty() && parser_->keep_alive();
}

Reply::State Reply::fail(std::string_view why) {
  why_ = why;
  return state_ = State::broken;
}

// How much the parser wants to see at once.
std::size_t Reply::least_bytes() const {
  const bool first_chunk = parser_->is_header_done() && parser_->chunked() && parser_->chunks == 0;
  return first_chunk ? kShortestChunked : 1;
}

Reply::State Reply::receive(std::string_view bytes) {
  pending_.append(bytes);
  while (state_ == State::more && pending_.size() >= least_bytes()) {
    parser_->eager(parser_->is_header_done());
    Code code;
    std::size_t used = 0;
    try {
      used = parser_->put(boost::asio::buffer(pending_.data(), pending_.size()), code);
    } catch (const std::exception&) {
      return fail("malformed answer");
    }
    pending_.erase(0, used);
    if (code == beast::http::error::body_limit) return fail("answer too large");
    if (code == beast::http::error::header_limit) return fail("answer's head too large");
    if (code && code != beast::http::error::need_more) return fail("malformed answer");
    if (!parser_->is_header_done()) head_bytes_ += used;
    settle();
    if (code || used == 0) break;
  }
  // What Beast does not consume, it waits for more of: a head, a chunk's line, or trailers.
  const bool hoards = pending_.size() + head_bytes_ > limits::kReplyHeadBytes;
  return state_ == State::more && hoards ? fail("answer's head too large") : state_;
}

// After a head: whether such an answer is taken at all. After a body: whether it was the last.
Reply::State Reply::settle() {
  if (!parser_->is_header_done()) return state_;
  const int status = parser_->status_code;
  if (status == 101) return fail("unexpected upgrade");
  if (status < 200) {
    parser_ = std::make_unique<Parser>(wanted_.head_only);
    return (head_bytes_ += 64) > limits::kReplyHeadBytes ? fail("too many interim answers")
                                                         : state_;
  }
  if (parser_->need_eof()) {
    const bool coded = !find(parser_->fields, "transfer-encoding").empty();
    if (coded) return fail("unknown transfer coding");
    if (wanted_.delimited) return fail("answer without a length");
  }
  return parser_->is_done() ? state_ = State::complete : state_;
}

Reply::State Reply::close() {
  if (state_ != State::more) return state_;
  const bool started = parser_->got_some();
  if (!started) return fail("closed before an answer");
  Code code;
  parser_->put_eof(code);
  if (code || !parser_->is_done()) return fail("truncated answer");
  return state_ = State::complete;
}

}  // namespace wesel::http
