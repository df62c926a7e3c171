// The loop of a connection: wait, read, handle, answer. While it waits long it holds no buffer at
// all and little stack, which is what makes ten thousand of them cheap.
#include "http/connection.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <utility>

namespace wesel::http {
namespace {

// Staying at the desk so long saves a busy connection from making it anew each time.
constexpr Millis kWarm{500};
constexpr Millis kLinger{1000};

constexpr Refusal kOverloaded{503, "overloaded", "too many connections"};
constexpr Refusal kTimedOut{408, "timeout", "the request did not arrive in time"};
constexpr Refusal kInternal{500, "internal", "something went wrong on our side"};

// Gives back the pages of this thread's stack that its last handler touched and nobody uses now.
// Everything below the caller's frame is free; one page stays for what runs meanwhile.
void release_stack() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* lowest = nullptr;
  std::size_t size = 0;
  const bool known = pthread_attr_getstack(&attributes, &lowest, &size) == 0;
  pthread_attr_destroy(&attributes);
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto start = reinterpret_cast<std::uintptr_t>(lowest);
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  const std::uintptr_t end = here / page * page - page;
  if (known && start % page == 0 && end > start) ::madvise(lowest, end - start, MADV_DONTNEED);
}

}  // namespace

Connection::Connection(const Poco::Net::StreamSocket& accepted, Service& service)
    : TCPServerConnection(accepted), service_(service), wire_(accepted) {}

void Connection::run() {
  try {
    peer_ = socket().peerAddress().host().toString();
    Registry::Entry entry(service_.registry, wire_.number(), service_.options.max_connections);
    serve(entry);
  } catch (const std::exception&) {
    // The other side is gone, or memory is: either way this connection is over, and nobody is
    // left to tell. Handlers' exceptions never come here.
  }
}

void Connection::serve(Registry::Entry& entry) {
  const ServerOptions& options = service_.options;
  const Millis patience = entry.admitted() ? options.head_time : kLinger;
  if (service_.tls && !wire_.secure(service_.tls, {}, steady_now() + patience)) return;
  if (!entry.admitted()) return refuse(kOverloaded);
  bool more = true;
  while (more && await(entry, options.keep_alive_time)) {
    more = work(entry);
    release_stack();
  }
}

// Waits idly for a request to begin.
bool Connection::await(Registry::Entry& entry, Millis time) {
  const bool stay = entry.rest();
  const bool came = wire_.wait(steady_now() + (stay ? time : Millis(0)));
  entry.work();
  return came;
}

// Serves requests until none comes for a while, then true; or until the connection is to end.
// Never inlined: the desk must be gone from the stack while the connection is idle.
[[gnu::noinline]] bool Connection::work(Registry::Entry& entry) {
  Desk desk(service_.options.body_bytes);
  do {
    if (!exchange(desk)) return false;
  } while (!desk.reader.idle() || await(entry, kWarm));
  return true;
}

// One request and its answer; whether another may follow.
bool Connection::exchange(Desk& desk) {
  const Reader::Step step = read_request(desk);
  if (step == Reader::Step::refused) refuse(desk.reader.refusal());
  if (step != Reader::Step::request) return false;
  Request request = desk.reader.take();
  request.peer = peer_;
  request.tls = !service_.tls.isNull();
  const Response response = respond(request);
  const bool keep = desk.reader.keep_alive() && !service_.registry.draining();
  const After after = keep ? After::keep_alive : After::close;
  return answer(desk.out, response, after, request.method == "HEAD") && keep;
}

// Ends with request or refused; with another step when that was not to be had in time.
Reader::Step Connection::read_request(Desk& desk) {
  Instant deadline = steady_now() + service_.options.head_time;
  bool in_body = false;
  for (;;) {
    const Reader::Step step = desk.reader.next();
    if (step == Reader::Step::request || step == Reader::Step::refused) return step;
    if (!in_body && step != Reader::Step::more_head) {
      in_body = true;
      deadline = steady_now() + service_.options.body_time;
    }
    if (step == Reader::Step::proceed) {
      wire_.send("HTTP/1.1 100 Continue\r\n\r\n", deadline);  // if it fails, so will receiving
      continue;
    }
    const Wire::Received received = wire_.receive(desk.reader.space(), deadline);
    if (received.end == Wire::End::timed_out) refuse(kTimedOut);
    if (received.end != Wire::End::none) return step;
    desk.reader.received(received.size);
  }
}

Response Connection::respond(const Request& request) {
  try {
    return service_.handler(request);
  } catch (const std::exception&) {
    return service_.options.refuse(kInternal);
  }
}

bool Connection::answer(std::string& out, const Response& response, After after, bool head_only) {
  out.clear();
  if (!write_response(out, response, after, head_only)) {
    write_response(out, service_.options.refuse(kInternal), after, head_only);
  }
  const Instant deadline = steady_now() + service_.options.write_time;
  return wire_.send(out, deadline) == Wire::End::none;
}

void Connection::refuse(const Refusal& refusal) {
  std::string out;
  if (answer(out, service_.options.refuse(refusal), After::close, false)) {
    wire_.linger(steady_now() + kLinger);
  }
}

}  // namespace wesel::http
