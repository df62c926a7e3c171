// The HTTP server of a sandbox, on Poco. It reads the whole body before the handler runs, so that
// what is left of a request never becomes the next one.
#include "listener.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>
#include <sys/socket.h>

namespace wesel::sandbox {

namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerRequestImpl;
using Poco::Net::HTTPServerResponse;
using Poco::Net::StreamSocket;

constexpr int kMaxConnections = 1200;  // each has its thread while it is open
constexpr int kMaxBody = 4 * 1024 * 1024;

class PocoExchange final : public Exchange {
 public:
  PocoExchange(HTTPServerRequest& request, HTTPServerResponse& response)
      : socket_(static_cast<HTTPServerRequestImpl&>(request).socket()), response_(response) {}

  void answer(const Response& response) override {
    head(response);
    if (response.status == 204) {
      response_.send();
    } else {
      response_.sendBuffer(response.body.data(), response.body.size());
    }
  }

  void answer_half(const Response& response) override {
    head(response);
    response_.setKeepAlive(false);
    response_.setContentLength64(static_cast<Poco::Int64>(response.body.size() + 64));
    response_.send() << response.body.substr(0, response.body.size() / 2) << std::flush;
    socket_.shutdownSend();
  }

  void reset() override {
    response_.setKeepAlive(false);
    socket_.setLinger(true, 0);
    socket_.close();
  }

  void hold(Millis most) override {
    response_.setKeepAlive(false);
    const auto end = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < end) {
      const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
          end - std::chrono::steady_clock::now());
      if (!socket_.poll(Poco::Timespan(left.count()), Poco::Net::Socket::SELECT_READ)) continue;
      char unread[512];
      if (socket_.receiveBytes(unread, sizeof unread) <= 0) break;  // the other side is gone
    }
    socket_.close();
  }

 private:
  void head(const Response& response) {
    response_.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status));
    if (response.status != 204) response_.setContentType(response.content_type);
    for (const auto& [name, value] : response.headers) response_.set(name, value);
  }

  StreamSocket socket_;
  HTTPServerResponse& response_;
};

// False if the body has no length or too great a one.
bool read_body(HTTPServerRequest& in, std::string& body) {
  if (in.getChunkedTransferEncoding()) {
    Poco::StreamCopier::copyToString(in.stream(), body);
    return true;
  }
  if (!in.hasContentLength()) {
    const bool control = in.getURI().starts_with("/_sandbox/");  // curl -X POST sends no length
    return control || in.getMethod() == "GET" || in.getMethod() == "DELETE";
  }
  if (in.getContentLength64() < 0 || in.getContentLength64() > kMaxBody) return false;
  body.resize(static_cast<std::size_t>(in.getContentLength64()));
  in.stream().read(body.data(), static_cast<std::streamsize>(body.size()));
  return in.stream().gcount() == static_cast<std::streamsize>(body.size());
}

class PocoHandler final : public Poco::Net::HTTPRequestHandler {
 public:
  explicit PocoHandler(const Listener::Handler& handler) : handler_(handler) {}

  void handleRequest(HTTPServerRequest& in, HTTPServerResponse& out) override {
    Request request;
    PocoExchange exchange(in, out);
    request.method = in.getMethod();
    request.target = in.getURI();
    request.path = request.target.substr(0, request.target.find('?'));
    for (const auto& [name, value] : in) request.headers.emplace_back(name, value);
    if (!read_body(in, request.body)) {
      out.setKeepAlive(false);
      return exchange.answer({411, "", "text/plain"});
    }
    handler_(request, exchange);
  }

 private:
  const Listener::Handler& handler_;
};

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(const Listener::Handler& handler) : handler_(handler) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
    return new PocoHandler(handler_);
  }

 private:
  const Listener::Handler& handler_;
};

Poco::Net::HTTPServerParams::Ptr parameters() {
  Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
  params->setMaxThreads(kMaxConnections);
  params->setMaxQueued(kMaxConnections);
  params->setKeepAlive(true);
  params->setKeepAliveTimeout(Poco::Timespan(75, 0));
  params->setTimeout(Poco::Timespan(60, 0));
  return params;
}

Poco::Net::ServerSocket bound(const std::string& address) {
  Poco::Net::ServerSocket socket;
  socket.bind(Poco::Net::SocketAddress(address), true, false);
  socket.listen(1024);
  return socket;
}

}  // namespace

struct Listener::Server {
  Server(const std::string& address, const Handler& handler)
      : socket(bound(address)),
        pool(2, kMaxConnections + 8),
        http(new Factory(handler), pool, socket, parameters()) {}
  void refuse() { ::shutdown(socket.impl()->sockfd(), SHUT_RDWR); }
  ~Server() {
    refuse();
    http.stopAll(true);
    socket.close();
    pool.joinAll();
  }

  Poco::Net::ServerSocket socket;
  Poco::ThreadPool pool;
  Poco::Net::HTTPServer http;
};

Listener::Listener(std::string address, Handler handler)
    : address_(std::move(address)), handler_(std::move(handler)) {}

Listener::~Listener() { close(); }

void Listener::open() {
  if (server_) return;
  server_ = std::make_unique<Server>(address_, handler_);
  // Before the first request, whose handler may want to tell where this is.
  if (address_.ends_with(":0")) address_ = server_->socket.address().toString();
  server_->http.start();
}

void Listener::refuse() {
  if (server_) server_->refuse();
}

void Listener::close() { server_.reset(); }

}  // namespace wesel::sandbox
