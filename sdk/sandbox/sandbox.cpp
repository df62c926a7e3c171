// The way of a request through a sandbox: match, faults before the work, the provider's rules, the
// work, callbacks that come early, faults after the work, the answer.
#include "wesel/sandbox.hpp"

#include <cstdio>

#include "listener.hpp"

namespace wesel::sandbox {

namespace {

constexpr std::size_t kHistory = 1000;
constexpr std::size_t kHistoryBody = 16 * 1024;
constexpr std::size_t kLedger = 2'000'000;
constexpr std::size_t kShortLedger = 200'000;

std::vector<std::string> segments(std::string_view path) {
  std::vector<std::string> out;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    out.emplace_back(path.substr(0, path.find('/')));
    path.remove_prefix(out.back().size());
  }
  return out;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool variable = pattern[i].starts_with('{');
    if (variable ? path[i].empty() : path[i] != pattern[i]) return false;
  }
  return true;
}

Time now() { return std::chrono::system_clock::now(); }

Millis times(Millis interval, double scale) {
  return Millis(static_cast<std::int64_t>(static_cast<double>(interval.count()) * scale));
}

}  // namespace

Sandbox::Sandbox(Profile profile, Options options)
    : profile_(std::move(profile)),
      options_(std::move(options)),
      time_scale_(options_.time_scale),
      ledger_(options_.fast ? kShortLedger : kLedger),
      callbacks_(schedule_, profile_.retries, options_.time_scale, options_.callback_threads) {}

Sandbox::~Sandbox() { stop(); }

void Sandbox::start() {
  const auto handler = [this](Request& request, Exchange& exchange) { serve(request, exchange); };
  listener_ = std::make_unique<Listener>(options_.listen, handler);
  listener_->open();
  if (options_.control_listen.empty()) return;
  control_listener_ = std::make_unique<Listener>(options_.control_listen, handler);
  control_listener_->open();
}

void Sandbox::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  schedule_.stop();
  callbacks_.stop();
  if (listener_) listener_->close();
  if (control_listener_) control_listener_->close();
}

std::string Sandbox::url() const { return "http://" + listener_->address(); }

std::string Sandbox::control_url() const {
  return control_listener_ ? "http://" + control_listener_->address() : url();
}

void Sandbox::route(std::string method, std::string_view pattern, std::string operation,
                    Handler handler) {
  routes_.push_back(
      {std::move(method), std::move(operation), segments(pattern), std::move(handler)});
}

const Sandbox::Route* Sandbox::match(Request& request, bool& path_known) const {
  const std::vector<std::string> path = segments(request.path);
  for (const Route& candidate : routes_) {
    if (!fits(candidate.pattern, path)) continue;
    path_known = true;
    if (candidate.method != request.method) continue;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (candidate.pattern[i].starts_with('{')) request.parts.push_back(decoded(path[i]));
    }
    request.operation = candidate.operation;
    return &candidate;
  }
  return nullptr;
}

bool Sandbox::has_route(Request request) const {
  bool path_known = false;
  return match(request, path_known) != nullptr;
}

void Sandbox::serve(Request& request, Exchange& exchange) {
  if (request.path.starts_with("/_sandbox/")) return exchange.answer(control(request));
  serve_operation(request, exchange);
}

void Sandbox::serve_operation(Request& request, Exchange& exchange) {
  bool path_known = false;
  const Route* found = match(request, path_known);
  std::optional<Fault> fault;
  for (const Fault& taken : faults_.take_for_request(request.operation)) {
    if (taken.name == "latency") {
      pause(Millis(taken.ms.value_or(1000)));
    } else {
      fault = taken;
    }
  }
  if (options_.outcomes && !fault && is_mute(request)) fault = Fault{.name = "silence"};
  const bool works =
      !fault ||
      fault->work.value_or(fault->name.starts_with("work_then_") || fault->name == "garbled" ||
                           fault->name == "truncated" || fault->name == "oversized");
  Response response = works ? work(request, found, path_known) : Response{};
  if (!response.created.empty() && after_create(response, request))
    fault = Fault{.name = "silence"};
  if (fault) return commit(*fault, request, std::move(response), exchange);
  see(request, response.status, "");
  exchange.answer(response);
}

Response Sandbox::work(const Request& request, const Route* found, bool path_known) {
  if (found == nullptr) {
    return path_known ? failure(405, "method not allowed") : failure(404, "no such path");
  }
  try {
    if (std::optional<Response> refusal = admit(request)) return *refusal;
    return found->handler(request);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s: %s: %s\n", name().c_str(), request.operation.c_str(), problem.what());
    return failure(500, "internal error");
  }
}

void Sandbox::commit(const Fault& fault, const Request& request, Response response,
                     Exchange& exchange) {
  const std::string_view name = fault.name;
  if (name == "reset_after_read") {
    see(request, 0, fault.name);
    return exchange.reset();
  }
  if (name == "silence" || name == "work_then_silence") {
    see(request, 0, fault.name);
    return exchange.hold(Millis(fault.ms.value_or(120'000)));
  }
  if (name == "truncated") {
    see(request, response.status, fault.name);
    return exchange.answer_half(response);
  }
  if (name == "error_500" || name == "work_then_500") {
    response = failure(fault.status.value_or(500), "internal server error");
  } else if (name == "429") {
    response = failure(429, "too many requests");
    if (fault.retry_after) {
      response.headers.emplace_back("Retry-After", std::to_string(*fault.retry_after));
    }
  } else if (name == "garbled") {
    response.body = response.body.substr(0, response.body.size() / 2) + "\"\x01}{";
  } else if (name == "oversized") {
    response.body.append(2 * 1024 * 1024, ' ');
  } else if (name == "html") {
    response = {fault.status.value_or(502),
                "<html><head><title>502 Bad Gateway</title></head>"
                "<body><center><h1>502 Bad Gateway</h1></center></body></html>\n",
                "text/html"};
  }
  see(request, response.status, fault.name);
  exchange.answer(response);
}

std::optional<Response> Sandbox::admit(const Request&) { return std::nullopt; }
void Sandbox::created(const Entry&) {}
bool Sandbox::set(std::string_view, std::string_view) { return false; }

Millis Sandbox::scaled(Millis interval) const { return times(interval, time_scale_); }
Millis Sandbox::lasting(Millis expiry) const { return times(expiry, options_.expiry_scale); }

void Sandbox::see(const Request& request, int status, std::string fault) {
  const std::string& operation = request.operation.empty() ? "unknown" : request.operation;
  const std::lock_guard lock(mutex_);
  ++counts_[operation];
  if (options_.log) {
    std::fprintf(stderr, "%s %s %s %s %d %s\n", name().c_str(), request.method.c_str(),
                 request.target.c_str(), operation.c_str(), status, fault.c_str());
  }
  if (options_.fast) return;
  seen_.push_back({now(), request.method, request.target, operation,
                   request.body.substr(0, kHistoryBody), std::move(fault), status});
  if (seen_.size() > kHistory) seen_.pop_front();
}

void Sandbox::pause(Millis time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, time, [this] { return stopping_; });
}

void Sandbox::reset() {
  clear_faults();
  schedule_.clear();
  callbacks_.clear();
  ledger_.clear();
  forget();
  const std::lock_guard lock(mutex_);
  seen_.clear();
  counts_.clear();
  held_.clear();
  mute_.clear();
}

}  // namespace wesel::sandbox
