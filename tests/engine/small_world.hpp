// One engine on one thread: a clock that waiting moves, a store in memory, and a provider that is a
// function of the test. What happens "meanwhile" happens inside that function.
#pragma once

#include <deque>

#include "engine/engine.hpp"
#include "store/sqlite.hpp"

namespace wesel::stories {

using namespace std::chrono_literals;

// The accounts are those of the simulation: alpha is not keyed, unseen-safe, cancels, signs; beta
// is keyed and signs; gamma pushes to phones and signs nothing.
class SmallWorld final : public Clock, public Entropy, public Tasks, public http::Transport {
 public:
  SmallWorld();

  Time now() override { return kStart + wall_ + steady_.time_since_epoch(); }
  Instant steady() override { return steady_; }
  void fill(std::span<std::uint8_t> out) override;
  void spawn(std::string, std::function<void()>) override {}
  void sleep_until(Instant when) override { steady_ = std::max(steady_, when); }
  std::unique_ptr<Signal> make_signal() override;
  void join() override {}
  http::Sent send(const http::Outbound& request) override;

  void pass(Millis time) { steady_ += time; }
  void jump(Millis by) { wall_ += by; }  // of the wall clock alone

  // What the provider does with a request.
  std::function<http::Sent(const http::Outbound&)> provider;
  bool refuse_commits = false;
  std::vector<std::string> sent;  // "alpha/create", in order
  int sent_to(std::string_view target) const;

  Result<Created> post(const NewPayment& request) { return create(context(), kAcme, request, {}); }
  // Both must succeed.
  Payment made(const NewPayment& request);
  Payment stored(const Payment& payment);
  std::vector<std::string> told(const Payment& payment);  // types of its events
  // Moves time to whatever is due next and does it, `times` over.
  void work(const Payment& payment, int times = 1);
  Result<Ack> call_back(const CallbackUrl& url, const std::string& body, const std::string& mac);
  CallbackUrl url_of(const Payment& payment, int attempt);

  Context& context() { return *context_; }
  Store& store() { return *store_; }
  SetupPtr setup() const { return setup_; }
  void configure(const std::function<void(Config&)>& change);

  static inline const Time kStart = from_ms(1'767'250'800'000);
  static inline const Caller kAcme{"acme", Mode::sandbox};

 private:
  Millis wall_{0};
  Instant steady_{};
  std::uint64_t random_ = 1;
  Config config_;
  SetupPtr setup_;
  std::unique_ptr<Store> disk_, store_;
  FlowObserver observer_;
  std::unique_ptr<Bells> bells_;
  std::unique_ptr<Context> context_;
};

// What simulated providers say.
http::Sent replied(int status, std::string body);
http::Sent lost();    // bytes left, nothing came back
http::Sent unsent();  // nothing left
// {"id", "ref", "amount", "state"} about the attempt that the request names.
http::Sent object(const http::Outbound& request, std::string_view state,
                  std::int64_t amount = 100'000, std::string_view reference = "P-1");
std::string attempt_in(const http::Outbound& request);

NewPayment an_order(std::string method = "virtual_account");

}  // namespace wesel::stories
