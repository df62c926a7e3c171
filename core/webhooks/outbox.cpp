#include "webhooks/outbox.hpp"

#include <algorithm>
#include <array>

#include "webhooks/lanes.hpp"

namespace wesel {

namespace {

constexpr int kWorkers = 256;                   // most of them waiting for merchants that hang
constexpr Millis kAtLeast{20};                  // between two looks at the store
constexpr std::size_t kTaken = 256;             // new rows at a look
constexpr Millis kBusy{100};                    // while there is enough at hand
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
      : ports(p),
        bells(b),
        setup_of(std::move(s)),
        at_most(longest),
        ready(p.tasks.make_signal()) {}

  Ports ports;
  Bells& bells;
  Records::SetupOf setup_of;
  const Millis at_most;
  std::unique_ptr<Signal> ready;  // a job waits, or it is time to stop
  std::mutex mutex;
  Lanes lanes;
  int workers = 0, idle = 0;
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
      if (const auto next = ports.store.next_event_ms(); next && *next > 0)
        pause = std::clamp<Millis>(Millis(*next - to_ms(now)), kAtLeast, at_most);
      if (more) continue;
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

  // True when there is certainly more to take.
  bool take_due(Time now) {
    std::size_t known = 0;
    {
      const std::lock_guard lock(mutex);
      known = lanes.size();
    }
    const auto rows = ports.store.due_events(to_ms(now), known + kTaken);
    if (!rows) return false;
    const SetupPtr setup = setup_of();
    std::vector<EventRow> put_off;
    int fresh = 0;
    for (const EventRow& row : *rows) fresh += take(*setup, row, now, put_off);
    std::erase_if(put_off, [&](const EventRow& row) { return !still_due(row); });
    if (!put_off.empty()) (void)store(std::move(put_off));
    grow();
    return fresh == static_cast<int>(kTaken);
  }

  int take(const Setup& setup, const EventRow& row, Time now, std::vector<EventRow>& put_off) {
    auto endpoint = endpoint_of(setup.config, row);
    const std::lock_guard lock(mutex);
    if (lanes.knows(row)) return 0;
    EventRow later = row;
    if (!endpoint || lanes.gone(endpoint->url)) {
      later.state = "undelivered";
      later.next_ms = 0;
    } else {
      const std::size_t queues = lanes.queues(row, *endpoint);
      const Lanes::Added added = lanes.add(row, std::move(*endpoint));
      if (added == Lanes::Added::yes) return 1;
      const Millis full = std::min<Millis>(kLeftAlone * (queues + 1), kSlowAlone);
      later.next_ms = to_ms(now + (added == Lanes::Added::slow ? Millis(kSlowAlone) : full));
    }
    put_off.push_back(std::move(later));
    return 0;
  }

  void grow() {
    int wanted = 0;
    {
      const std::lock_guard lock(mutex);
      const int startable = lanes.startable();
      wanted = std::clamp(startable - idle, 0, kWorkers - workers);
      workers += wanted;
      if (startable > 0) ready->set();
    }
    for (int i = 0; i < wanted; ++i)
      ports.tasks.spawn("webhook", [self = shared_from_this()] { self->work(); });
  }

  // --- Doing it

  void work() {
    while (true) {
      std::optional<Lanes::Job> job;
      {
        const std::lock_guard lock(mutex);
        if (stopping) return;
        job = lanes.take();
        if (!job) {
          ready->reset();
          ++idle;
        }
      }
      if (job) {
        run(*job);
        continue;
      }
      ready->wait_until(ports.clock.steady() + at_most);
      const std::lock_guard lock(mutex);
      --idle;
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
      ready->set();
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
    const Delivery delivery = deliver(ports, *setup, *allowed, job.endpoint, job.event, *payment);
    how = delivery.how;
    return store({settled(job.event, delivery, *setup)});
  }

  // Who looked at the store before an earlier delivery was settled may hold a stale row.
  bool still_due(const EventRow& event) {
    const std::string owner = event.scope.substr(0, event.scope.rfind('/') + 1);
    const auto row = ports.store.event(owner, event.id);
    return row && *row && (*row)->state == "pending" && (*row)->tries == event.tries;
  }

  EventRow settled(EventRow event, const Delivery& delivery, const Setup& setup) {
    ++event.tries;
    event.last_status = delivery.status;
    event.next_ms = 0;
    if (delivery.how == Delivered::yes) {
      event.state = "delivered";
      return event;
    }
    const auto wait = retry_wait(setup.config.webhooks.schedule, event.tries, ports.entropy);
    if (!wait || delivery.how == Delivered::gone) {
      event.state = "undelivered";
      return event;
    }
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
    state_->ready->set();
  }
  state_->bells.outbox->set();
}

}  // namespace wesel
