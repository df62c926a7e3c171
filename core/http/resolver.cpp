// One thread a name, however many wait for it; it ends with the look-up.
#include "http/resolver.hpp"

#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/limits.hpp"
#include "http/address.hpp"
#include "http/wire.hpp"

namespace wesel::http {

struct Resolver::State {
  struct Name {
    bool asking = false;
    std::vector<std::string> addresses;
    Instant expires{};
  };
  Lookup lookup;
  std::size_t most_at_once = 0;
  std::mutex mutex;
  std::condition_variable answered;
  std::map<std::string, Name> names;
  std::size_t asking = 0;

  static void ask(const std::shared_ptr<State>& self, const std::string& host);
  void forget_old(Instant now);
};

std::vector<std::string> system_lookup(const std::string& host) {
  std::vector<std::string> addresses;
  const Poco::Net::HostEntry entry = Poco::Net::DNS::hostByName(host);
  for (const auto& address : entry.addresses()) {
    addresses.push_back(address.toString());
  }
  return addresses;
}

// On a thread of its own.
void Resolver::State::ask(const std::shared_ptr<State>& self, const std::string& host) {
  std::vector<std::string> addresses;
  try {
    addresses = self->lookup(host);
  } catch (const std::exception&) {
    addresses.clear();
  }
  const std::lock_guard lock(self->mutex);
  Name& name = self->names[host];
  name.asking = false;
  name.addresses = std::move(addresses);
  // A name without addresses is asked again by the next caller.
  name.expires = steady_now() + (name.addresses.empty() ? Millis(0) : limits::kResolvedTime);
  --self->asking;
  self->answered.notify_all();
}

void Resolver::State::forget_old(Instant now) {
  if (names.size() < limits::kResolvedNames) return;
  std::erase_if(names, [&](const auto& entry) {
    return !entry.second.asking && entry.second.expires <= now;
  });
}

Resolver::Resolver(Lookup lookup, std::size_t most_at_once) : state_(std::make_shared<State>()) {
  state_->lookup = std::move(lookup);
  state_->most_at_once = most_at_once;
}

Result<std::vector<std::string>> Resolver::resolve(const std::string& host, Instant deadline) {
  const auto fail = [](std::string why) {
    return Error{Fault::provider, "unresolved", std::move(why), {}};
  };
  if (is_address(host)) return std::vector{host};
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  if (const auto found = state.names.find(host);
      found != state.names.end() && !found->second.asking && found->second.expires > steady_now()) {
    return found->second.addresses;
  }
  state.forget_old(steady_now());
  if (!state.names[host].asking) {
    if (state.asking >= state.most_at_once) return fail("too many names are being resolved");
    std::thread(&State::ask, state_, host).detach();
    state.names[host].asking = true;
    ++state.asking;
  }
  const bool came =
      state.answered.wait_until(lock, deadline, [&] { return !state.names[host].asking; });
  if (!came) return fail("timed out resolving the name");
  if (state.names[host].addresses.empty()) return fail("the name has no address");
  return state.names[host].addresses;
}

}  // namespace wesel::http
