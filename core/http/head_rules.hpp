// The rules a request's head must keep beyond the grammar that the parser knows, so that two
// machines can never disagree on where a message ends or whom it is for. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.hpp"
#include "http/problem.hpp"

namespace wesel::http {

// Looks for the end of a head as its bytes come in, and at each byte on the way.
class HeadScan {
 public:
  enum class Found { more, end, bad, too_long };
  // `bytes` begins with what was given before.
  Found scan(std::string_view bytes);
  std::size_t size() const { return at_; }  // of the head, once found
  std::string_view problem() const { return problem_; }
  bool in_first_line() const { return first_line_; }

 private:
  Found bad(std::string_view problem);
  std::size_t at_ = 0;
  bool first_line_ = true;
  std::string_view problem_;
};

// A request line and its fields as the parser read them.
struct Head {
  std::string_view method;
  std::string_view target;
  int version = 11;  // 10 or 11
  const Fields* fields = nullptr;
};

// How the body comes.
struct Framing {
  std::uint64_t length = 0;
  bool chunked = false;
  bool expects_continue = false;
};

// Why the head is refused; nothing when it keeps every rule, and then `framing` is set.
std::optional<Refusal> check_head(const Head& head, std::size_t body_limit, Framing& framing);

Refusal bad_request(std::string_view detail);
inline constexpr Refusal kBodyTooLarge{413, "body_too_large", "the body is too large"};

}  // namespace wesel::http
