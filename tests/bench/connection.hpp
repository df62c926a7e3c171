// One kept-alive connection of a load client: non-blocking, just enough HTTP/1.1 to know where an
// answer ends. No pipelining, no chunks. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wesel::bench {

struct Target {
  std::string host;  // an IPv4 address
  std::uint16_t port = 0;
};

// "http://127.0.0.1:8080"; ends the program with a message when it is none.
Target parse_target(std::string_view url);

std::string make_request(const Target& target, std::string_view method, std::string_view path,
                         std::string_view fields, std::string_view body);

// May this process hold so many files? Raises its limit as far as it may.
bool allow_files(std::size_t count);

class Connection {
 public:
  // Connects, blocking.
  explicit Connection(const Target& target);
  ~Connection();
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;

  int descriptor() const { return descriptor_; }
  bool open() const { return descriptor_ >= 0; }
  // Small requests go out whole; false and closed when they do not.
  bool send(std::string_view request);
  // Reads what is there: the status of a whole answer, 0 when it is not whole yet, -1 and closed
  // when the other side is gone.
  int receive();

 private:
  void close();
  int whole_status();
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace wesel::bench
