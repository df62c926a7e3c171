// The other side of the wire, without any HTTP library: a client that sends exactly the bytes it is
// told to, and a server that plays a script, so that tests say what really crosses the network.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace raw {

// A connected socket. Waits at most ten seconds for anything, so that a hang fails the test.
class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  Socket(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  // False when the other side is gone.
  bool send(std::string_view bytes);
  // Until `end` was seen (included) or the other side closed.
  std::string receive_until(std::string_view end);
  // Everything up to the close.
  std::string receive_all() { return receive_until({}); }
  // One answer with its body, by its Content-Length; what follows stays for the next call.
  std::string receive_answer();
  // Whether something, be it the close, comes within this time.
  bool hears_within(std::chrono::milliseconds time) const;
  // Whether the other side closes, before anything else comes.
  bool closes();
  void finish();  // sends no more
  void reset();   // closes so that the other side gets a reset
  int number() const { return number_; }

 private:
  bool fill();
  int number_;
  std::string pending_;
};

Socket connect(std::uint16_t port);

// "HTTP/1.1 404 ..." -> 404; 0 when it is no answer.
int status_of(std::string_view answer);
std::string body_of(std::string_view answer);

// Listens on a free port of 127.0.0.1 and plays `script` on each connection, one after the other;
// the script gets the number of the connection, from 0.
class Server {
 public:
  using Script = std::function<void(Socket&, int connection)>;
  explicit Server(Script script);
  ~Server();
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::thread thread_;
};

// A port on which nobody listens.
std::uint16_t closed_port();

// Waits until it is so; false after ten seconds.
bool eventually(const std::function<bool()>& so);

}  // namespace raw
