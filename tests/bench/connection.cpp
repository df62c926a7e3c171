#include "connection.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace wesel::bench {

using std::string;
using std::string_view;

namespace {

constexpr std::size_t kChunk = 16 * 1024;

int number(string_view text) {
  int out = -1;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

Target parse_target(string_view url) {
  constexpr string_view kScheme = "http://";
  const std::size_t colon = url.rfind(':');
  if (!url.starts_with(kScheme) || colon < kScheme.size()) {
    std::fprintf(stderr, "not an http://ADDRESS:PORT: %s\n", string(url).c_str());
    std::exit(2);
  }
  return {string(url.substr(kScheme.size(), colon - kScheme.size())),
          static_cast<std::uint16_t>(number(url.substr(colon + 1)))};
}

string make_request(const Target& target, string_view method, string_view path, string_view fields,
                    string_view body) {
  string out(method);
  out.append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(target.host).append(":");
  out.append(std::to_string(target.port)).append("\r\n").append(fields);
  if (method == "POST")
    out.append("Content-Length: ").append(std::to_string(body.size())) += "\r\n";
  return out.append("\r\n").append(body);
}

bool allow_files(std::size_t count) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  limit.rlim_cur = count;
  if (limit.rlim_max < count) limit.rlim_max = count;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

Connection::Connection(const Target& target) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(target.port);
  inet_pton(AF_INET, target.host.c_str(), &address.sin_addr);
  const int yes = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    close();
  else
    fcntl(descriptor_, F_SETFL, O_NONBLOCK);
}

Connection::~Connection() { close(); }

Connection::Connection(Connection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}

void Connection::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

bool Connection::send(string_view request) {
  const auto sent = ::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL);
  if (sent == static_cast<ssize_t>(request.size())) return true;
  close();
  return false;
}

int Connection::receive() {
  char chunk[kChunk];
  const ssize_t got = ::recv(descriptor_, chunk, sizeof chunk, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (got <= 0) {
    close();
    return -1;
  }
  buffer_.append(chunk, static_cast<std::size_t>(got));
  return whole_status();
}

int Connection::whole_status() {
  const std::size_t head = buffer_.find("\r\n\r\n");
  if (head == string::npos) return 0;
  std::size_t length = buffer_.find("ontent-Length: ");
  if (length == string::npos) length = buffer_.find("ontent-length: ");
  std::size_t body = 0;
  if (length < head)
    body = static_cast<std::size_t>(number(string_view(buffer_).substr(length + 15)));
  if (buffer_.size() < head + 4 + body) return 0;
  const int status = number(string_view(buffer_).substr(9, 3));
  buffer_.clear();
  return status;
}

}  // namespace wesel::bench
