// Answers out of bytes: a value machine like Reader, for what providers and merchants send back.
// Its one duty beyond parsing is to know whether an answer is complete. One thread, one answer.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace wesel::http {

class Reply {
 public:
  struct Wanted {
    bool head_only = false;  // the answer to HEAD has no body
    bool delimited = false;  // refuse an answer whose end only the close tells
  };
  explicit Reply(Wanted wanted);
  ~Reply();

  enum class State { more, complete, broken };
  // Takes what came; bytes past the end make the connection unfit for another request.
  State receive(std::string_view bytes);
  // The other side closed.
  State close();

  int status() const;
  Fields& fields();
  std::string& body();
  bool reusable() const;
  std::string_view why() const;  // after `broken`

 private:
  class Parser;
  State fail(std::string_view why);
  State settle();
  std::size_t least_bytes() const;
  Wanted wanted_;
  std::unique_ptr<Parser> parser_;
  std::string pending_;  // received and not consumed
  std::size_t head_bytes_ = 0;
  State state_ = State::more;
  std::string_view why_;
};

}  // namespace wesel::http
