// A port that speaks HTTP: turns connections into calls of one function, and can be closed and
// opened again under the same number. Poco's server does it; its types stay in listener.cpp.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "wesel/sandbox/formats.hpp"
#include "wesel/sandbox/message.hpp"

namespace wesel::sandbox {

// One request's way back: exactly one of these is called, or nothing and the connection closes.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual void answer(const Response& response) = 0;
  // Promises the whole body, sends half of it and closes.
  virtual void answer_half(const Response& response) = 0;
  // Closes with RST.
  virtual void reset() = 0;
  // Says nothing until the client gives up, the time is over or the listener closes.
  virtual void hold(Millis most) = 0;
};

class Listener {
 public:
  using Handler = std::function<void(Request&, Exchange&)>;

  // `address` is host:port; port 0 takes a free one and keeps it.
  Listener(std::string address, Handler handler);
  ~Listener();
  void open();
  // From now on connections are refused; those that are open live on.
  void refuse();
  // Refuses and cuts what is open.
  void close();
  const std::string& address() const { return address_; }

 private:
  struct Server;
  std::string address_;
  Handler handler_;
  std::unique_ptr<Server> server_;
};

}  // namespace wesel::sandbox
