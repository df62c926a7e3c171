// The listener: accepts connections, reads requests strictly, runs the handler on the connection's
// own thread, answers. Many idle connections are cheap; one too many is answered 503.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/message.hpp"
#include "http/problem.hpp"

namespace wesel::http {

struct ServerOptions {
  struct Tls {
    std::string certificate;  // PEM file with the chain
    Secret key;               // PEM text
  };

  std::string listen = "127.0.0.1:0";  // port 0: any free one
  std::size_t max_connections = 10'000;
  std::optional<Tls> tls;
  std::size_t body_bytes = limits::kBodyBytes;
  Millis head_time = limits::kHeadTime;
  Millis body_time = limits::kBodyTime;
  Millis write_time = limits::kWriteTime;
  Millis keep_alive_time = limits::kKeepAliveTime;
  Refuse refuse = refuse_plainly;
};

// start, stop and destruction by one thread.
class Server {
 public:
  // Listens when it returns. Codes invalid_listen, file_limit, invalid_tls.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  // Cuts what is left, and waits for handlers that still run.
  ~Server();

  std::uint16_t port() const;
  std::size_t connections() const;
  // Takes no more connections, ends idle ones, lets answers under way go out with
  // "Connection: close", cuts the rest at the deadline. True when nothing had to be cut.
  bool stop(Instant deadline);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace wesel::http
