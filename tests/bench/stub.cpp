// A provider in its fastest form, for measuring the engine: every POST is answered as Komerce
// answers a create, with the amount and order_id of the request; /hooks takes merchants' webhooks.
// It checks and remembers nothing. Usage: bench_stub HOST:PORT; runs until SIGTERM or SIGINT.
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

#include "http/server.hpp"

namespace {

using namespace wesel;
using std::string_view;

std::atomic<std::int64_t> creates = 0;
std::atomic<std::int64_t> hooks = 0;

// What stands between `before` and `end`; the requests are the engine's own, so this is enough.
string_view between(string_view text, string_view before, string_view end) {
  const std::size_t at = text.find(before);
  if (at == text.npos) return {};
  const string_view rest = text.substr(at + before.size());
  return rest.substr(0, rest.find_first_of(end));
}

http::Response created(string_view body) {
  const std::int64_t number = ++creates;
  const string_view order = between(body, "\"order_id\":\"", "\"");
  http::Response response;
  response.body = fmt::format(
      R"({{"meta":{{"message":"success create payment","code":200,"status":"success"}},)"
      R"("data":{{"payment_id":"KPAY-{}/KM/2026","order_id":"{}",)"
      R"("payment_url":"https://pay-sandbox.komerce.my.id/{:032x}","va_number":"38165{:010}",)"
      R"("qr_string":"","bank_code":"BCA","amount":{},"status":"PENDING",)"
      R"("expired_at":"2099-01-01T00:00:00.252204638+07:00"}}}})",
      number, order, number, number, between(body, "\"amount\":", ",}"));
  return response;
}

http::Response answer(const http::Request& request) {
  http::Response response;
  if (request.path == "/hooks") {
    ++hooks;
    response.status = 204;
    response.content_type.clear();
  } else if (request.path == "/counts") {
    response.body = fmt::format("{{\"creates\":{},\"hooks\":{}}}", creates, hooks);
  } else {
    response = created(request.body);
  }
  return response;
}

}  // namespace

int main(int count, char** arguments) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  http::ServerOptions options;
  if (count > 1) options.listen = arguments[1];
  options.max_connections = 2000;
  const auto server = http::Server::start(options, answer);
  if (!server) {
    fmt::print(stderr, "bench_stub: {}\n", server.error().message);
    return 1;
  }
  int signal = 0;
  sigwait(&ends, &signal);
}
