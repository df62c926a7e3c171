// Everything up to the first send() can only end in not_sent, everything after it in replied or
// broken: the two halves below are separate so that no error of one is taken for the other's.
#include "http/client.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <utility>
#include <variant>

#include "http/address.hpp"
#include "http/pool.hpp"
#include "http/reply.hpp"
#include "http/tls.hpp"
#include "http/wire.hpp"
#include "http/writer.hpp"

namespace wesel::http {
namespace {

constexpr std::size_t kReadBytes = 8 * 1024;

Sent not_sent(std::string why) {
  Sent sent;
  sent.why = std::move(why);
  return sent;
}

Sent broken(std::string_view why) {
  Sent sent;
  sent.fate = Sent::Fate::broken;
  sent.why = why;
  return sent;
}

bool allowed(const Outbound& request, const std::string& address) {
  return !request.allow_address || request.allow_address(address);
}

// What went wrong in connect(), in a few words.
std::string connect_problem(int number) {
  switch (number) {
    case ECONNREFUSED: return "connection refused";
    case ECONNRESET: return "reset while connecting";
    case ETIMEDOUT: return "timed out connecting";
    case ENETUNREACH:
    case EHOSTUNREACH: return "unreachable";
    default: return "cannot connect";
  }
}

// A link, or why there is none.
using Dialled = std::variant<std::unique_ptr<Link>, std::string>;

Dialled connect(const std::string& address, std::uint16_t port, Instant deadline) {
  try {
    Poco::Net::StreamSocket socket;
    socket.connectNB(Poco::Net::SocketAddress(address, port));
    auto link = std::make_unique<Link>(Link{.wire = Wire(socket), .address = address});
    if (!link->wire.wait_writable(deadline)) return "timed out connecting";
    if (const int number = socket.impl()->socketError(); number != 0) {
      return connect_problem(number);
    }
    socket.setNoDelay(true);
    return link;
  } catch (const Poco::Exception& problem) {
    return connect_problem(problem.code());
  }
}

Wire::End receive_reply(Wire& wire, Reply& reply, Instant deadline) {
  std::array<char, kReadBytes> space;
  wire.wait(deadline);  // an answer is never there yet; asking first would cost a call
  for (auto state = Reply::State::more; state == Reply::State::more;) {
    const Wire::Received received = wire.receive(space, deadline);
    if (received.end == Wire::End::none) {
      state = reply.receive({space.data(), received.size});
    } else if (received.end == Wire::End::closed) {
      state = reply.close();
    } else {
      return received.end;
    }
  }
  return Wire::End::none;
}

}  // namespace

struct Client::Parts {
  Parts(ClientOptions options, Poco::Net::Context::Ptr context)
      : resolver(std::move(options.lookup), options.resolving), tls(std::move(context)) {}

  std::unique_ptr<Link> take(const Outbound& request);
  Dialled dial(const Outbound& request);
  std::string secure(Link& link, const Outbound& request) const;
  Sent converse(std::unique_ptr<Link> link, const Outbound& request, std::string_view message);

  Resolver resolver;
  Poco::Net::Context::Ptr tls;
  Pool pool;
};

Result<std::unique_ptr<Client>> Client::make(ClientOptions options) {
  auto tls = client_tls(options.ca_file);
  if (!tls) return tls.error();
  // OpenSSL writes without MSG_NOSIGNAL; a peer that is gone must not end the process.
  std::signal(SIGPIPE, SIG_IGN);
  auto parts = std::make_unique<Parts>(std::move(options), *tls);
  return std::unique_ptr<Client>(new Client(std::move(parts)));
}

Client::Client(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Client::~Client() = default;

Sent Client::send(const Outbound& request) {
  std::optional<std::string> message;
  std::unique_ptr<Link> link;
  try {
    message = write_request(request);
    if (!message) return not_sent("the request cannot be written");
    link = parts_->take(request);
    if (!link) {
      Dialled dialled = parts_->dial(request);
      if (const auto* why = std::get_if<std::string>(&dialled)) return not_sent(*why);
      link = std::get<std::unique_ptr<Link>>(std::move(dialled));
    }
    if (steady_now() >= request.deadline) return not_sent("no time left to send");
  } catch (const std::exception&) {
    return not_sent("failed before sending");
  }
  try {
    return parts_->converse(std::move(link), request, *message);
  } catch (const std::exception&) {
    return broken("failed while sending");
  }
}

// From the pool; what it holds was checked under another request's rule, so ask this one's.
std::unique_ptr<Link> Client::Parts::take(const Outbound& request) {
  for (;;) {
    std::unique_ptr<Link> link = pool.take(request.base);
    if (!link || allowed(request, link->address)) return link;
  }
}

Dialled Client::Parts::dial(const Outbound& request) {
  const auto addresses = resolver.resolve(request.base.host, request.deadline);
  if (!addresses) return addresses.error().message;
  for (const std::string& address : *addresses) {
    if (!allowed(request, address)) return "address not allowed";
  }
  std::string why;
  for (std::size_t at = 0; at < addresses->size(); ++at) {
    // Each address gets its share, lest a silent one starves the next.
    const Millis left = request.deadline - steady_now();
    const auto shares = static_cast<Millis::rep>(addresses->size() - at);
    const Instant until = steady_now() + left / shares;
    Dialled dialled = connect((*addresses)[at], request.base.port, until);
    if (const auto* problem = std::get_if<std::string>(&dialled)) {
      why = *problem;
      continue;
    }
    if (request.base.scheme != "https") return dialled;
    why = secure(*std::get<std::unique_ptr<Link>>(dialled), request);
    if (!why.empty()) return why;
    return dialled;
  }
  return why;
}

// Why TLS cannot be had; empty when it can.
std::string Client::Parts::secure(Link& link, const Outbound& request) const {
  const std::string& host = request.base.host;
  const std::string indication = is_address(host) ? std::string() : host;
  if (!link.wire.secure(tls, indication, request.deadline)) return link.wire.why();
  return link.wire.certified_for(host) ? "" : "certificate for another name";
}

// From the first byte on.
Sent Client::Parts::converse(std::unique_ptr<Link> link, const Outbound& request,
                             std::string_view message) {
  const Wire::End handed = link->wire.send(message, request.deadline);
  if (handed == Wire::End::timed_out) return broken("timed out sending");
  if (handed != Wire::End::none) return broken("reset while sending");
  Reply reply({.head_only = request.method == "HEAD", .delimited = request.effect});
  const Wire::End end = receive_reply(link->wire, reply, request.deadline);
  if (end == Wire::End::timed_out) return broken("timed out waiting for the answer");
  if (end == Wire::End::reset) return broken("reset");
  if (!reply.why().empty()) return broken(reply.why());
  Sent sent;
  sent.fate = Sent::Fate::replied;
  sent.status = reply.status();
  sent.fields = std::move(reply.fields());
  sent.body = std::move(reply.body());
  if (reply.reusable()) pool.give(request.base, std::move(link));
  return sent;
}

}  // namespace wesel::http
