// Bare sockets on one side, Poco's server on the other.
#include "client.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

namespace wesel::sandbox::testing {

namespace {

struct Descriptor {
  int fd = -1;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

int connect_to(const std::string& base_url, Millis most) {
  const std::string address = base_url.substr(7);  // http://
  const std::size_t colon = address.find(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  timeval limit{};
  limit.tv_sec = most.count() / 1000;
  limit.tv_usec = most.count() % 1000 * 1000;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) return fd;
  ::close(fd);
  return -1;
}

std::string header_in(const std::string& head, const std::string& name) {
  for (std::size_t at = 0; (at = head.find("\r\n", at)) != std::string::npos;) {
    at += 2;
    const std::size_t colon = head.find(':', at), end = head.find("\r\n", at);
    if (colon == std::string::npos || end == std::string::npos || colon > end) continue;
    if (same_name(std::string_view(head).substr(at, colon - at), name)) {
      return head.substr(colon + 2, end - colon - 2);
    }
  }
  return {};
}

Answer::End read_all(int fd, std::string& raw) {
  char buffer[65536];
  for (;;) {
    const ssize_t size = ::recv(fd, buffer, sizeof buffer, 0);
    if (size > 0) {
      raw.append(buffer, static_cast<std::size_t>(size));
    } else if (size == 0) {
      return Answer::End::whole;
    } else {
      return errno == ECONNRESET ? Answer::End::reset : Answer::End::timeout;
    }
  }
}

}  // namespace

std::string Answer::header(const std::string& name) const { return header_in(head, name); }

Answer ask(const std::string& base_url, const std::string& method, const std::string& target,
           const Headers& headers, const std::string& body, Millis most) {
  Answer answer;
  const auto began = std::chrono::steady_clock::now();
  const Descriptor socket{connect_to(base_url, most)};
  if (socket.fd < 0) {
    answer.end = Answer::End::refused;
    return answer;
  }
  std::string out = method + ' ' + target + " HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
  if (method != "GET") out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  out += "\r\n" + body;
  ::send(socket.fd, out.data(), out.size(), MSG_NOSIGNAL);
  std::string raw;
  answer.end = read_all(socket.fd, raw);
  answer.took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  const std::size_t split = raw.find("\r\n\r\n");
  if (split == std::string::npos) {
    if (answer.end == Answer::End::whole) answer.end = Answer::End::cut;
    return answer;
  }
  answer.head = raw.substr(0, split + 2);
  answer.body = raw.substr(split + 4);
  answer.status = std::stoi(raw.substr(9, 3));
  const std::string length = answer.header("Content-Length");
  if (!length.empty() && std::stoul(length) > answer.body.size()) answer.end = Answer::End::cut;
  answer.document = json::Document::parse(answer.body);
  return answer;
}

Answer control(const Sandbox& sandbox, const std::string& method, const std::string& target,
               const std::string& body) {
  return ask(sandbox.control_url(), method, "/_sandbox/" + target, {}, body);
}

namespace {

class Taking final : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Taking(Receiver& receiver) : receiver_(receiver) {}
  void handleRequest(Poco::Net::HTTPServerRequest& in,
                     Poco::Net::HTTPServerResponse& out) override {
    Receiver::Got got;
    got.target = in.getURI();
    got.at = std::chrono::system_clock::now();
    for (const auto& [name, value] : in) got.headers.emplace_back(name, value);
    Poco::StreamCopier::copyToString(in.stream(), got.body);
    const int status = receiver_.take(std::move(got));
    out.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
    out.setContentLength(0);
    out.send();
  }

 private:
  Receiver& receiver_;
};

class TakingFactory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit TakingFactory(Receiver& receiver) : receiver_(receiver) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest&) override {
    return new Taking(receiver_);
  }

 private:
  Receiver& receiver_;
};

}  // namespace

struct Receiver::Server {
  explicit Server(Receiver& receiver)
      : socket(Poco::Net::SocketAddress("127.0.0.1:0")),
        http(new TakingFactory(receiver), socket, new Poco::Net::HTTPServerParams) {
    http.start();
  }
  ~Server() { http.stopAll(true); }
  Poco::Net::ServerSocket socket;
  Poco::Net::HTTPServer http;
};

Receiver::Receiver() : server_(std::make_unique<Server>(*this)) {}
Receiver::~Receiver() = default;

std::string Receiver::Got::header(const std::string& name) const {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

std::string Receiver::url() const {
  return "http://" + server_->socket.address().toString() + "/callback";
}

void Receiver::answer_with(std::deque<int> statuses) {
  const std::lock_guard lock(mutex_);
  statuses_ = std::move(statuses);
}

std::vector<Receiver::Got> Receiver::wait(std::size_t count, Millis most) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, most, [&] { return got_.size() >= count; });
  return got_;
}

int Receiver::take(Got got) {
  int status = 200;
  {
    const std::lock_guard lock(mutex_);
    got_.push_back(std::move(got));
    if (!statuses_.empty()) {
      status = statuses_.front();
      statuses_.pop_front();
    }
  }
  came_.notify_all();
  return status;
}

}  // namespace wesel::sandbox::testing
