// Plain sockets are read and written through the system's calls (Poco would throw for each wait);
// TLS is Poco's, on a socket that never blocks, with OpenSSL's error queue emptied before each
// call, because a thread's leftovers make the next call look failed.
#include "http/wire.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/X509Certificate.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "http/address.hpp"

namespace wesel::http {
namespace {

using Poco::Net::SecureStreamSocket;

constexpr std::size_t kLingerBytes = 1024 * 1024;
constexpr Millis kLongestWait{60'000};  // in one call; it is asked again

void forget_errors() {
  ERR_clear_error();
  errno = 0;
}

}  // namespace

Instant steady_now() {
  return std::chrono::time_point_cast<Millis>(std::chrono::steady_clock::now());
}

Wire::Wire(Poco::Net::StreamSocket socket)
    : socket_(std::move(socket)), number_(static_cast<int>(socket_.impl()->sockfd())) {}

bool Wire::ready(short events, Instant deadline) {
  for (;;) {
    const auto left = std::clamp(deadline - steady_now(), Millis(0), kLongestWait);
    pollfd waiting{number_, events, 0};
    const int count = ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (count > 0) return true;
    if (count < 0 && errno != EINTR) return false;
    if (count == 0 && steady_now() >= deadline) return false;
  }
}

bool Wire::ready_for(int wanted, Instant deadline) {
  return ready(wanted == SecureStreamSocket::ERR_SSL_WANT_WRITE ? POLLOUT : POLLIN, deadline);
}

bool Wire::wait(Instant deadline) {
  if (secure_ && secure_->available() > 0) return true;
  return ready(POLLIN, deadline);
}

bool Wire::secure(Poco::Net::Context::Ptr context, const std::string& name, Instant deadline) {
  try {
    socket_.setBlocking(false);
    forget_errors();
    secure_ = SecureStreamSocket::attach(socket_, name, std::move(context));
    for (;;) {
      forget_errors();
      const int done = secure_->completeHandshake();
      if (done > 0) return true;
      if (done == 0) break;
      if (!ready_for(done, deadline)) {
        why_ = "timed out in the TLS handshake";
        return false;
      }
    }
    why_ = "closed in the TLS handshake";
  } catch (const Poco::Exception& problem) {
    const bool certificate = problem.message().find("certificate") != std::string::npos;
    why_ = certificate ? "certificate not trusted" : "TLS handshake failed";
  }
  return false;
}

bool Wire::certified_for(const std::string& host) const {
  if (!secure_ || !secure_->havePeerCertificate()) return false;
  const Poco::Net::X509Certificate certificate = secure_->peerCertificate();
  auto* raw = const_cast<X509*>(certificate.certificate());
  if (is_address(host)) return X509_check_ip_asc(raw, host.c_str(), 0) == 1;
  const unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
  return X509_check_host(raw, host.data(), host.size(), flags, nullptr) == 1;
}

Wire::Received Wire::receive(std::span<char> space, Instant deadline) {
  return secure_ ? receive_secure(space, deadline) : receive_plain(space, deadline);
}

Wire::Received Wire::receive_plain(std::span<char> space, Instant deadline) {
  for (;;) {
    const ssize_t count = ::recv(number_, space.data(), space.size(), MSG_DONTWAIT);
    if (count > 0) return {End::none, static_cast<std::size_t>(count)};
    if (count == 0) return {End::closed};
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return {End::reset};
    if (!ready(POLLIN, deadline)) return {End::timed_out};
  }
}

Wire::Received Wire::receive_secure(std::span<char> space, Instant deadline) {
  try {
    for (;;) {
      forget_errors();
      const int count = secure_->receiveBytes(space.data(), static_cast<int>(space.size()));
      if (count > 0) return {End::none, static_cast<std::size_t>(count)};
      if (count == 0) return {End::closed};
      if (!ready_for(count, deadline)) return {End::timed_out};
    }
  } catch (const Poco::Exception&) {
    return {End::reset};
  }
}

Wire::End Wire::send(std::string_view bytes, Instant deadline) {
  return secure_ ? send_secure(bytes, deadline) : send_plain(bytes, deadline);
}

Wire::End Wire::send_plain(std::string_view bytes, Instant deadline) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(number_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return End::reset;
    if (!ready(POLLOUT, deadline)) return End::timed_out;
  }
  return End::none;
}

Wire::End Wire::send_secure(std::string_view bytes, Instant deadline) {
  try {
    while (!bytes.empty()) {
      forget_errors();
      const int count = secure_->sendBytes(bytes.data(), static_cast<int>(bytes.size()));
      if (count > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (!ready_for(count, deadline)) {
        return End::timed_out;
      }
    }
    return End::none;
  } catch (const Poco::Exception&) {
    return End::reset;
  }
}

void Wire::linger(Instant deadline) {
  if (secure_) {
    try {
      forget_errors();
      secure_->shutdown();
    } catch (const Poco::Exception&) {
      return;
    }
  }
  ::shutdown(number_, SHUT_WR);
  std::array<char, 4096> scrap;
  for (std::size_t total = 0; total < kLingerBytes;) {
    const Received received = receive_plain(scrap, deadline);
    if (received.end != End::none) return;
    total += received.size;
  }
}

}  // namespace wesel::http
