// Opens many connections to a running engine, asks /livez once on each, and keeps them idle until
// its standard input ends; then tells how many still stand. For measuring what idle ones cost.
// Usage: bench_idle URL CONNECTIONS; prints "open N" when all are.
#include <poll.h>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "connection.hpp"

namespace {

using namespace wesel::bench;

constexpr int kPatience_ms = 5000;

// Waits until one whole answer is there.
bool answered(Connection& connection) {
  pollfd wait{connection.descriptor(), POLLIN, 0};
  while (::poll(&wait, 1, kPatience_ms) == 1) {
    const int status = connection.receive();
    if (status != 0) return status == 200;
  }
  return false;
}

// Nothing to read means that nobody closed it.
bool stands(Connection& connection) { return connection.open() && connection.receive() == 0; }

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return std::fputs("usage: bench_idle URL CONNECTIONS\n", stderr), 2;
  const Target target = parse_target(arguments[1]);
  const std::size_t wanted = std::strtoull(arguments[2], nullptr, 10);
  if (!allow_files(wanted + 100)) std::fputs("bench_idle: the file limit is too low\n", stderr);
  const std::string request = make_request(target, "GET", "/livez", {}, {});
  std::vector<Connection> connections;
  connections.reserve(wanted);
  while (connections.size() < wanted) {
    Connection& fresh = connections.emplace_back(target);
    if (fresh.open() && fresh.send(request) && answered(fresh)) continue;
    connections.pop_back();
    break;
  }
  std::printf("open %zu\n", connections.size());
  std::fflush(stdout);
  while (std::getchar() != EOF) continue;
  std::size_t left = 0;
  for (Connection& connection : connections) left += stands(connection);
  std::printf("still %zu\n", left);
}
