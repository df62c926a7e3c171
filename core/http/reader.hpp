// Requests out of bytes, strictly: a value machine that knows no socket and no clock. The caller
// asks next(), does what it says, and asks again. Any refusal ends the connection's use: where the
// next message begins is then not known. One thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/limits.hpp"
#include "http/head_rules.hpp"
#include "http/message.hpp"
#include "http/problem.hpp"

namespace wesel::http {

class Reader {
 public:
  // Where bytes are received to: a whole head and a read beyond it. The caller's, so that it can
  // lie on a stack.
  using Storage = std::array<char, limits::kHeadBytes + 4096>;
  explicit Reader(Storage& storage, std::size_t body_limit = limits::kBodyBytes);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  enum class Step {
    more_head,  // receive more, the head is not complete
    more_body,  // receive more, the body is not complete
    proceed,    // send "100 Continue", then ask again
    request,    // take() it
    refused,    // answer refusal() and close
  };
  Step next();

  // Where to receive to, and how much was received.
  std::span<char> space();
  void received(std::size_t count) { end_ += count; }

  Request take();                                      // after `request`; the next one may follow
  bool keep_alive() const { return keep_alive_; }      // of the last request
  const Refusal& refusal() const { return refusal_; }  // after `refused`

  // Whether no byte of a next request is here.
  bool idle() const { return phase_ == Phase::head && begin_ == end_; }

 private:
  class Parser;
  enum class Phase { head, proceed, length, chunks, done, refused };
  Step refuse(Refusal refusal);
  Step read_head();
  Step read_length();
  Step read_chunks();
  std::string_view unread() const { return {storage_.data() + begin_, end_ - begin_}; }

  Storage& storage_;  // bytes begin_ to end_ are received and not consumed
  std::size_t body_limit_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  Phase phase_ = Phase::head;
  HeadScan scan_;
  Framing framing_;
  std::unique_ptr<Parser> parser_;
  Request request_;
  Refusal refusal_;
  bool keep_alive_ = false;
};

}  // namespace wesel::http
