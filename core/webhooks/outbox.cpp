#include "webhooks/outbox.hpp"

#include <algorithm>
#include <array>

#include "webhooks/lanes.hpp"

namespace wesel {

namespace {

constexpr int kWorkers = 1024;                  // most of them waiting for merchants that hang
constexpr Millis kAtLeast{20};                  // between two looks at the store
constexpr std::size_t kTaken = 256;             // new rows at a look
constexpr Millis kBusy{100};                    // while some wait for others, or enough do
constexpr std::chrono::seconds kLeftAlone{1};   // for an endpoint that has enough waiting
constexpr std::chrono::seconds kSlowAlone{60};  // for one that hangs: each look writes its events
constexpr std::chrono::seconds kUnstored{5};    // before what could not be noted is sent again

}  // namespace

std::optional<Millis> retry_wait(const std::vector<Millis>& schedule, int tries, Entropy& entropy) {
  if (tries < 1 || static_cast<std::size_t>(tries) > schedule.size()) return {};
  const Millis wait = schedule[static_cast<std::size_t>(tries) - 1];
  std::array<std::uint8_t, 2> random;
  entropy.fill(random);
  const int permille = 900 + (random[0] << 8 | random[1]) % 201;
  return wait * permille / 1000;
}

struct Outbox::State : std::enable_shared_from_this<Outbox::State> {
  State(Ports p, Bells& b, Records::SetupOf s, Millis longest)
      : ports(p), bells(b), setup_of(std::move(s)), at_most(longest) {}

  Ports ports;
  Bells& bells;
  Records::SetupOf setup_of;
  const Millis at_most;
  std::mutex mutex;
  Lanes lanes;
  int workers = 0;
  std::vector<Signal*> idle;  // workers; the last to rest is the first to be woken
  bool stopping = false;

  bool stopped() {
    const std::lock_guard lock(mutex);
    return stopping;
  }

  // --- Finding work

  void look() {
    while (true) {
      bells.outbox->reset();  // first: stop() rings after it has said so
      if (stopped()) return;
      const Time now = ports.clock.now();
      const bool more = take_due(now);
      if (!more && busy()) {
        ports.tasks.sleep_until(ports.clock.steady() + kBusy);
        continue;
      }
      Millis pause = at_most;
      if (more) continue;
      // What is under way is due as well, and hides what is due next.
      const Millis least = under_way() ? kBusy : kAtLeast;
      if (const auto next = ports.store.next_event_ms(); next && *next > 0)
        pause = std::clamp<Millis>(Millis(*next - to_ms(now)), least, at_most);
      const Instant start = ports.clock.steady();
      if (bells.outbox->wait_until(start + pause))
        ports.tasks.sleep_until(start + Millis(1));  // let a few more come
    }
  }

  // Looking again would find the same again.
  bool busy() {
    const std::lock_guard lock(mutex);
    return lanes.size() >= kTaken;
  }

  bool under_way() {
    const std::lock_guard lock(mutex);
    return lanes.size() > 0;
  }

  // True when there is certainly more to take.
  bool take_due(Time now) {
    std::size_t known = 0;
    {
      const std::lock_guard lock(mutex);
      known = lanes.size();
    }
    const std::size_t most = known + kTaken;
    const auto rows = ports.store.due_events(to_ms(now), most);
    if (!rows) return false;
    const SetupPtr setup = setup_of();
    std::vector<EventRow> put_off;
    int fresh = 0;
    for (const EventRow& row : *rows) fresh += take(*setup, row, now, put_off);
    std::erase_if(put_off, [&](const EventRow& row) { return !still_due(row); });
    const bool moved = !put_off.empty() && store(std::move(put_off));
    grow();
    // Who has many put off must not keep the others' behind them waiting.
    return rows->size() == most && (fresh > 0 || moved);
  }

  int take(const Setup& setup, const EventRow& row, Time now, std::vector<EventRow>& put_off) {
    auto endpoint = endpoint_of(setup.config, row);
    const std::lock_guard lock(mutex);
    if (lanes.knows(row)) return 0;
    if (!endpoint || stopped_at(row, *endpoint)) {
      put_off.push_back(undelivered(row));
      return 0;
    }
    const std::size_t queues = lanes.queues(row, *endpoint);
    const Lanes::Added added = lanes.add(row, std::move(*endpoint));
    if (added == Lanes::Added::yes) return 1;
    const Millis full = std::min<Millis>(kLeftAlone * (queues + 1), kSlowAlone);
    put_off.push_back(row);
    put_off.back().next_ms = to_ms(now + (added == Lanes::Added::slow ? Millis(kSlowAlone) : full));
    return 0;
  }

  // An event that its merchant asked for goes out whatever the endpoint said before.
  bool stopped_at(const EventRow& event, const Endpoint& endpoint) const {
    return event.tries != EventRow::kAskedFor && lanes.gone(event, endpoint);
  }

  void grow() {
    int wanted = 0;
    {
      const Instant now = ports.clock.steady();
      const std::lock_guard lock(mutex);
      const int startable = lanes.startable(now), resting = static_cast<int>(idle.size());
      wanted = std::clamp(startable - resting, 0, kWorkers - workers);
      workers += wanted;
      wake(startable);
    }
    int started = 0;
    try {
      for (; started < wanted; ++started)
        ports.tasks.spawn("webhook", [self = shared_from_this()] { self->work(); });
    } catch (const std::exception&) {  // the system gives no more threads: these must do
      const std::lock_guard lock(mutex);
      workers -= wanted - started;
    }
  }

  // With the mutex. No more than there is work for: hundreds may rest.
  void wake(int count) {
    for (; count > 0 && !idle.empty(); --count) {
      idle.back()->set();
      idle.pop_back();
    }
  }

  // --- Doing it

  void work() {
    const auto woken = ports.tasks.make_signal();
    while (const auto job = next(*woken)) run(*job);
  }

  // Nothing: it is time to stop.
  std::optional<Lanes::Job> next(Signal& woken) {
    while (true) {
      {
        const Instant now = ports.clock.steady();
        const std::lock_guard lock(mutex);
        if (stopping) return {};
        if (auto job = lanes.take(now)) return job;
        woken.reset();
        idle.push_back(&woken);
      }
      while (!woken.wait_until(ports.clock.steady() + at_most)) {
      }
    }
  }

  void run(const Lanes::Job& job) {
    Delivered how = Delivered::later;
    bool noted = false;
    try {
      noted = attempt(job, how);
    } catch (const std::exception&) {
      // A bug, which must not end all deliveries.
    }
    // Else it would be sent again at once, and again, to a merchant that took it.
    if (!noted) ports.tasks.sleep_until(ports.clock.steady() + kUnstored);
    {
      const std::lock_guard lock(mutex);
      lanes.done(job, how);
      if (lanes.waits()) wake(1);  // and this one takes another
    }
    bells.outbox->set();  // the payment's next event, if there is one
  }

  // False: what came of it is not in the store.
  bool attempt(const Lanes::Job& job, Delivered& how) {
    const SetupPtr setup = setup_of();
    std::vector<std::string> networks;
    for (const Text& text : setup->config.webhooks.allow_networks) networks.push_back(*text);
    const auto allowed = http::Networks::parse(networks);
    const auto row = ports.store.payment(job.event.payment);
    if (!row || !*row || !allowed) return false;
    const auto payment = payment_of(**row);
    if (!payment) return false;
    if (!still_due(job.event)) return true;
    if (given_up(job)) return store({undelivered(job.event)});
    const Delivery delivery = deliver(ports, *setup, *allowed, job.endpoint, job.event, *payment);
    how = delivery.how;
    if (asked_again(job.event)) return true;
    return store({settled(job.event, delivery, *setup)});
  }

  Result<std::optional<EventRow>> stored(const EventRow& event) {
    return ports.store.event(event.scope.substr(0, event.scope.rfind('/') + 1), event.id);
  }

  // Who looked at the store before an earlier delivery was settled may hold a stale row.
  bool still_due(const EventRow& event) {
    const auto row = stored(event);
    return row && *row && (*row)->state == "pending" && (*row)->tries == event.tries;
  }

  // It waited here while its endpoint said that it wants no more.
  bool given_up(const Lanes::Job& job) {
    const std::lock_guard lock(mutex);
    return stopped_at(job.event, job.endpoint);
  }

  // While it was under way; what came of it does not answer that.
  bool asked_again(const EventRow& event) {
    const auto row = stored(event);
    return row && *row && (*row)->tries == EventRow::kAskedFor &&
           event.tries != EventRow::kAskedFor;
  }

  EventRow undelivered(EventRow event) {
    event.state = "undelivered";
    event.next_ms = 0;
    return event;
  }

  EventRow settled(EventRow event, const Delivery& delivery, const Setup& setup) {
    event.tries = std::max(event.tries, 0) + 1;
    event.last_status = delivery.status;
    event.next_ms = 0;
    if (delivery.how == Delivered::yes) {
      event.state = "delivered";
      return event;
    }
    const auto wait = retry_wait(setup.config.webhooks.schedule, event.tries, ports.entropy);
    if (!wait || delivery.how == Delivered::gone) return undelivered(std::move(event));
    event.next_ms = to_ms(ports.clock.now() + std::max(*wait, delivery.retry_after));
    return event;
  }

  // What cannot be stored now is still due, and is sent again: at least once.
  bool store(std::vector<EventRow> events) {
    Batch batch;
    batch.deliveries = std::move(events);
    return ports.store.commit(std::move(batch)).has_value();
  }
};

Outbox::Outbox(Ports ports, Bells& bells, Records::SetupOf setup, Millis longest_sleep)
    : state_(std::make_shared<State>(ports, bells, std::move(setup), longest_sleep)) {}

void Outbox::start() {
  state_->ports.tasks.spawn("outbox", [state = state_] { state->look(); });
}

void Outbox::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->wake(kWorkers);
  }
  state_->bells.outbox->set();
}

}  // namespace wesel
