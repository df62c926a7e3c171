// The grammar is Beast's (its basic_parser calls us for each part); what it lets through is caught
// before, in HeadScan, and after, in check_head. Bodies with a length need no parser at all.
#include "http/reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstring>
#include <exception>
#include <utility>

namespace wesel::http {
namespace {

namespace beast = boost::beast;
using Code = beast::error_code;

// "0", an empty line, an empty line; Beast asserts that its first look sees that much.
constexpr std::size_t kShortestChunked = 5;
// A chunk's line and line ends; a longer one is padded with zeros to no honest end.
constexpr std::size_t kChunkLineBytes = 24;

// "HTTP/2.0" is a version we do not speak; "FOO" is none, and 1.1 is not the line's fault.
bool other_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\r'));
  const std::string_view last = line.substr(line.rfind(' ') + 1);
  const auto digit = [&](std::size_t at) { return last[at] >= '0' && last[at] <= '9'; };
  return last.size() == 8 && !last.starts_with("HTTP/1.") && last.starts_with("HTTP/") &&
         digit(5) && last[6] == '.' && digit(7);
}

}  // namespace

// Takes the parts of one message as the grammar finds them.
class Reader::Parser final : public beast::http::basic_parser<true> {
 public:
  Parser(Request& request, std::size_t most) : request_(request), limit_(most) {
    header_limit(static_cast<std::uint32_t>(limits::kHeadBytes + 1));
    body_limit(boost::none);  // it is ours to check
  }

  std::string target;
  int version = 0;
  std::size_t extension_bytes = 0;
  std::size_t chunks = 0;
  std::size_t wire_bytes = 0;  // of the chunked body, all of it

 private:
  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view path,
                       int number, Code&) override {
    request_.method.assign(method.data(), method.size());
    target.assign(path.data(), path.size());
    version = number;
  }
  void on_response_impl(int, beast::string_view, int, Code&) override {}
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     Code&) override {
    if (got_head_) return;  // trailers are read and dropped
    append(request_.fields, {name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(Code&) override { got_head_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(beast::string_view text, Code&) override { return text.size(); }
  void on_chunk_header_impl(std::uint64_t size, beast::string_view extension, Code& code) override {
    extension_bytes += extension.size();
    ++chunks;
    if (extension_bytes > limits::kChunkExtensionBytes) {
      code = beast::http::error::bad_chunk_extension;
    }
    if (size > limit_ - request_.body.size()) code = beast::http::error::body_limit;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view text, Code&) override {
    request_.body.append(text.data(), text.size());
    return text.size();
  }
  void on_finish_impl(Code&) override {}

  Request& request_;
  std::size_t limit_;
  bool got_head_ = false;
};

Reader::Reader(Storage& storage, std::size_t body_limit)
    : storage_(storage), body_limit_(body_limit) {}
Reader::~Reader() = default;

// Never empty: what is kept unread while more is wanted is at most a head.
std::span<char> Reader::space() {
  if (begin_ > 0) std::memmove(storage_.data(), storage_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  return std::span(storage_).subspan(end_);
}

Reader::Step Reader::refuse(Refusal refusal) {
  refusal_ = refusal;
  phase_ = Phase::refused;
  return Step::refused;
}

Reader::Step Reader::next() {
  switch (phase_) {
    case Phase::head: return read_head();
    case Phase::proceed:
      phase_ = framing_.chunked ? Phase::chunks : Phase::length;
      return unread().empty() ? Step::proceed : next();
    case Phase::length: return read_length();
    case Phase::chunks: return read_chunks();
    case Phase::done: return Step::request;
    case Phase::refused: break;
  }
  return Step::refused;
}

Reader::Step Reader::read_head() {
  switch (scan_.scan(unread())) {
    case HeadScan::Found::more: return Step::more_head;
    case HeadScan::Found::bad: return refuse(bad_request(scan_.problem()));
    case HeadScan::Found::too_long:
      return scan_.in_first_line()
                 ? refuse({414, "uri_too_long", "the request line is too long"})
                 : refuse({431, "headers_too_large", "the header fields are too large"});
    case HeadScan::Found::end: break;
  }
  const std::string_view head = unread().substr(0, scan_.size());
  request_.fields.reserve(16);
  parser_ = std::make_unique<Parser>(request_, body_limit_);
  Code code;
  try {
    parser_->put(boost::asio::buffer(head.data(), head.size()), code);
  } catch (const std::exception&) {
    code = beast::http::error::bad_field;
  }
  if (code == beast::http::error::bad_version && other_version(head)) {
    return refuse({505, "version_not_supported", "only HTTP/1.1 and HTTP/1.0 are spoken here"});
  }
  if (code || !parser_->is_header_done()) return refuse(bad_request("the head is malformed"));
  const Head facts{request_.method, parser_->target, parser_->version, &request_.fields};
  if (auto problem = check_head(facts, body_limit_, framing_)) return refuse(*problem);

  begin_ += head.size();
  scan_ = {};
  keep_alive_ = parser_->keep_alive();
  const std::size_t question = parser_->target.find('?');
  request_.path.assign(parser_->target, 0, question);
  if (question != std::string::npos) request_.query.assign(parser_->target, question + 1);
  phase_ = framing_.expects_continue ? Phase::proceed
           : framing_.chunked        ? Phase::chunks
                                     : Phase::length;
  return next();
}

Reader::Step Reader::read_length() {
  const auto missing = static_cast<std::size_t>(framing_.length) - request_.body.size();
  const std::string_view part = unread().substr(0, missing);
  request_.body.append(part);
  begin_ += part.size();
  if (part.size() < missing) return Step::more_body;
  phase_ = Phase::done;
  return Step::request;
}

Reader::Step Reader::read_chunks() {
  const std::size_t least = parser_->chunks == 0 ? kShortestChunked : 1;
  if (unread().size() < least) return Step::more_body;
  parser_->eager(true);
  Code code;
  std::size_t used = 0;
  try {
    used = parser_->put(boost::asio::buffer(unread().data(), unread().size()), code);
  } catch (const std::exception&) {
    code = beast::http::error::bad_chunk;
  }
  begin_ += used;
  parser_->wire_bytes += used;
  if (code == beast::http::error::body_limit) return refuse(kBodyTooLarge);
  if (code && code != beast::http::error::need_more) {
    return refuse(bad_request("the chunked body is malformed"));
  }
  const std::size_t most = limits::kTrailerBytes + limits::kChunkExtensionBytes + kChunkLineBytes;
  const std::size_t padding = parser_->wire_bytes - request_.body.size();
  const bool done = parser_->is_done();
  if ((!done && unread().size() > most) || padding > most + parser_->chunks * kChunkLineBytes) {
    return refuse({431, "headers_too_large", "chunk extensions or trailers are too large"});
  }
  if (!done) return Step::more_body;
  phase_ = Phase::done;
  return Step::request;
}

Request Reader::take() {
  phase_ = Phase::head;
  parser_.reset();
  return std::exchange(request_, {});
}

}  // namespace wesel::http
