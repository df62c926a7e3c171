// Sockets by hand; every wait ends after ten seconds.
#include "http/raw.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace raw {
namespace {

constexpr int kPatienceMs = 10'000;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t port_of(int number) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(number, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

int bound_socket() {
  const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  if (::bind(number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("bind");
  }
  return number;
}

}  // namespace

Socket::Socket(Socket&& other) noexcept
    : number_(std::exchange(other.number_, -1)), pending_(std::move(other.pending_)) {}

Socket::~Socket() {
  if (number_ >= 0) ::close(number_);
}

bool Socket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Socket::fill() {
  pollfd waiting{number_, POLLIN, 0};
  if (::poll(&waiting, 1, kPatienceMs) <= 0)
    throw std::runtime_error("nothing came in ten seconds");
  std::array<char, 16384> space;
  const ssize_t count = ::recv(number_, space.data(), space.size(), 0);
  if (count <= 0) return false;
  pending_.append(space.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Socket::receive_until(std::string_view end) {
  for (;;) {
    const std::size_t at = end.empty() ? std::string::npos : pending_.find(end);
    if (at == std::string::npos && fill()) continue;
    const std::size_t size = at == std::string::npos ? pending_.size() : at + end.size();
    std::string taken = pending_.substr(0, size);
    pending_.erase(0, size);
    return taken;
  }
}

std::string Socket::receive_answer() {
  std::string answer = receive_until("\r\n\r\n");
  static constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t at = answer.find(kLength);
  if (at == std::string::npos) return answer;
  const std::size_t length = std::strtoul(answer.c_str() + at + kLength.size(), nullptr, 10);
  while (pending_.size() < length && fill()) {
  }
  answer += pending_.substr(0, length);
  pending_.erase(0, length);
  return answer;
}

bool Socket::hears_within(std::chrono::milliseconds time) const {
  pollfd waiting{number_, POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
}

bool Socket::closes() { return pending_.empty() && !fill(); }

void Socket::finish() { ::shutdown(number_, SHUT_WR); }

void Socket::reset() {
  const linger now{1, 0};
  ::setsockopt(number_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(std::exchange(number_, -1));
}

Socket connect(std::uint16_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  const auto* raw = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket.number(), raw, sizeof address) != 0) throw std::runtime_error("connect");
  const int on = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

int status_of(std::string_view answer) {
  if (!answer.starts_with("HTTP/1.1 ") || answer.size() < 12) return 0;
  return std::atoi(std::string(answer.substr(9, 3)).c_str());
}

std::string body_of(std::string_view answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(answer.substr(end + 4));
}

Server::Server(Script script) : listener_(bound_socket()), port_(port_of(listener_)) {
  ::listen(listener_, 16);
  thread_ = std::thread([this, play = std::move(script)] {
    for (;;) {
      const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted < 0) return;
      Socket socket(accepted);
      play(socket, connections_++);
    }
  });
}

Server::~Server() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::uint16_t closed_port() {
  const int number = bound_socket();
  const std::uint16_t port = port_of(number);
  ::close(number);
  return port;
}

bool eventually(const std::function<bool()>& so) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (!so()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace raw
