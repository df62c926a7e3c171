// One request out and its fate. The distinction that money depends on is made here: nothing left
// this machine, a complete answer came, or something in between.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace wesel::http {

struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // name or address, without brackets
  std::uint16_t port = 0;
  std::string path;        // "" or "/…", as written
  std::string query;       // undecoded
  bool user_info = false;  // whether the text carried one
  std::string text() const;
};

// Absolute http and https URLs only, their fragment left out; code invalid_url.
Result<Url> parse_url(std::string_view text);
// What goes into the Host field: the port only when it is not the scheme's own.
std::string host_field(const Url& url);

struct Outbound {
  Url base;            // its path, less a trailing '/', goes before `target`
  std::string method;  // upper case
  std::string target;  // "/…" with its query; "" for the path and query of `base` itself
  Fields fields;       // without Host, Content-Length, Connection
  std::string body;
  Instant deadline;     // for everything: resolving, connecting, TLS, sending, the answer
  bool effect = false;  // an answer without length or chunking that ends by close is incomplete
  // Asked for every resolved address ("127.0.0.1"); one that is refused refuses the request.
  std::function<bool(std::string_view address)> allow_address;
};

struct Sent {
  enum class Fate {
    replied,   // a complete answer
    not_sent,  // provably not a byte was handed to the network
    broken,    // bytes left, and no complete answer came
  };
  Fate fate = Fate::not_sent;
  int status = 0;
  Fields fields;
  std::string body;
  std::string why;  // for not_sent and broken: short, without secrets
};

// Any thread. Never throws, never resends, never follows a redirect.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Sent send(const Outbound& request) = 0;
};

}  // namespace wesel::http
