// Poco's TCPServer accepts and hands each connection to a thread of its own. There are more threads
// than connections served, so that those over the limit get an answer and no accepted connection
// ever waits behind an idle one.
#include "http/server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/ThreadPool.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "http/connection.hpp"
#include "http/tls.hpp"

namespace wesel::http {
namespace {

using Poco::Net::ServerSocket;

class Factory final : public Poco::Net::TCPServerConnectionFactory {
 public:
  explicit Factory(Service& service) : service_(service) {}
  Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
    return new Connection(socket, service_);
  }

 private:
  Service& service_;
};

// Files: the connections, those waiting to be told 503, and what the rest of the program opens.
Result<void> allow_files(std::size_t connections) {
  const rlim_t wanted =
      connections + limits::kSpareConnections + limits::kQueuedConnections + limits::kOtherFiles;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= wanted) return {};
  limit.rlim_cur = wanted;
  limit.rlim_max = std::max(limit.rlim_max, wanted);
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return {};
  return Error{Fault::config,
               "file_limit",
               "max_connections = " + std::to_string(connections) + " needs a limit of " +
                   std::to_string(wanted) + " open files (ulimit -n, or LimitNOFILE in a unit)",
               {}};
}

Result<ServerSocket> open_socket(const std::string& listen) {
  try {
    ServerSocket socket;
    socket.bind(Poco::Net::SocketAddress(listen), true, false);
    socket.listen(limits::kBacklog);
    return socket;
  } catch (const Poco::Exception& problem) {
    return Error{Fault::config,
                 "invalid_listen",
                 "cannot listen on " + listen + ": " + problem.displayText(),
                 {}};
  }
}

Poco::Net::TCPServerParams::Ptr thread_settings(std::size_t threads) {
  Poco::Net::TCPServerParams::Ptr params(new Poco::Net::TCPServerParams);
  params->setMaxThreads(static_cast<int>(threads));
  params->setMaxQueued(static_cast<int>(limits::kQueuedConnections));
  params->setThreadIdleTime(Poco::Timespan(1, 0));
  return params;
}

}  // namespace

struct Server::Parts {
  Parts(ServerOptions options, Handler handler, Poco::Net::Context::Ptr tls, ServerSocket opened)
      : service{std::move(options), std::move(handler), std::move(tls), {}},
        socket(std::move(opened)),
        port(socket.address().port()),
        threads(service.options.max_connections + limits::kSpareConnections),
        // Half as many again may be on their way back to the pool while it needs others.
        pool(1, static_cast<int>(threads + threads / 2 + 1), 10,
             static_cast<int>(limits::kConnectionStackBytes)),
        tcp(new Factory(service), pool, socket, thread_settings(threads)) {}

  Service service;
  ServerSocket socket;
  std::uint16_t port;
  std::size_t threads;
  Poco::ThreadPool pool;
  Poco::Net::TCPServer tcp;
  bool stopped = false;
};

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
  if (auto allowed = allow_files(options.max_connections); !allowed) return allowed.error();
  Poco::Net::Context::Ptr tls;
  if (options.tls) {
    auto made = server_tls(options.tls->certificate, options.tls->key);
    if (!made) return made.error();
    tls = *made;
  }
  auto socket = open_socket(options.listen);
  if (!socket) return socket.error();
  auto parts = std::make_unique<Parts>(std::move(options), std::move(handler), tls, *socket);
  parts->tcp.start();
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  stop(steady_now());
  parts_->pool.joinAll();
}

std::uint16_t Server::port() const { return parts_->port; }

std::size_t Server::connections() const { return parts_->service.registry.size(); }

bool Server::stop(Instant deadline) {
  Registry& registry = parts_->service.registry;
  if (!parts_->stopped) {
    registry.drain();
    // Wakes the accepting thread, which would notice only at its next quarter of a second.
    ::shutdown(static_cast<int>(parts_->socket.impl()->sockfd()), SHUT_RDWR);
    parts_->tcp.stop();
    parts_->socket.close();
    parts_->stopped = true;
  }
  if (registry.wait_empty(deadline)) return true;
  registry.cut();
  return false;
}

}  // namespace wesel::http
