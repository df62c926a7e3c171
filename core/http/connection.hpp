// One accepted connection from its first byte to its close. Inside this room only: it speaks Poco.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/TCPServerConnection.h>

#include <string>

#include "http/reader.hpp"
#include "http/registry.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"
#include "http/writer.hpp"

namespace wesel::http {

// What all connections of a listener share; outlives them.
struct Service {
  ServerOptions options;
  Handler handler;
  Poco::Net::Context::Ptr tls;  // null without TLS
  Registry registry;
};

class Connection final : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, Service& service);
  void run() override;

 private:
  // What a connection needs while requests come, and gives up while it is idle.
  struct Desk {
    explicit Desk(std::size_t body_limit) : reader(storage, body_limit) {}
    Reader::Storage storage;
    Reader reader;
    std::string out;
  };

  void serve(Registry::Entry& entry);
  bool await(Registry::Entry& entry, Millis time);
  bool work(Registry::Entry& entry);
  bool exchange(Desk& desk);
  Reader::Step read_request(Desk& desk);
  Response respond(const Request& request);
  bool answer(std::string& out, const Response& response, After after, bool head_only);
  void refuse(const Refusal& refusal);

  Service& service_;
  Wire wire_;
  std::string peer_;
};

}  // namespace wesel::http
