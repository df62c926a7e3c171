// A connected socket, plain or under TLS, on which every wait has a deadline. Knows no HTTP. One
// thread; the socket is told apart from its number, which others may shut down meanwhile.
// Inside this room only: it speaks Poco.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <poll.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace wesel::http {

Instant steady_now();

class Wire {
 public:
  enum class End { none, closed, reset, timed_out };  // none: it went well

  explicit Wire(Poco::Net::StreamSocket socket);

  // Does the handshake, as server or client by the context; `name` is for SNI. False with why()
  // when it fails.
  bool secure(Poco::Net::Context::Ptr context, const std::string& name, Instant deadline);
  // After secure(): whether the certificate is for this name or address.
  bool certified_for(const std::string& host) const;

  // Waits until there is something to receive, be it the end. False at the deadline.
  bool wait(Instant deadline);
  // Waits for a connection under way; whether it stands is told by the socket's error.
  bool wait_writable(Instant deadline) { return ready(POLLOUT, deadline); }
  struct Received {
    End end = End::none;
    std::size_t size = 0;
  };
  Received receive(std::span<char> space, Instant deadline);
  End send(std::string_view bytes, Instant deadline);
  // Says that nothing more comes, and reads a while, lest a reset overtakes the last answer.
  void linger(Instant deadline);

  int number() const { return number_; }
  const std::string& why() const { return why_; }

 private:
  bool ready(short events, Instant deadline);
  Received receive_plain(std::span<char> space, Instant deadline);
  Received receive_secure(std::span<char> space, Instant deadline);
  End send_plain(std::string_view bytes, Instant deadline);
  End send_secure(std::string_view bytes, Instant deadline);
  bool ready_for(int wanted, Instant deadline);

  Poco::Net::StreamSocket socket_;
  std::optional<Poco::Net::SecureStreamSocket> secure_;
  int number_ = -1;
  std::string why_;
};

}  // namespace wesel::http
