// Background work: whatever is due for one payment, and the workers that look for what is due.
// Everything it needs is in the store, so it goes on after a restart as if nothing had been.
#include <deque>
#include <set>

#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

constexpr Millis kAtLeast{50};            // between two looks at the store
constexpr std::size_t kTaken = 256;       // rows at a look
constexpr std::size_t kWaiting = 4096;    // more stay in the store: memory is for work under way
constexpr std::chrono::seconds kRest{5};  // for a payment that could not be looked after

Answer interrupted() {
  Answer answer;
  answer.outcome = Outcome::unknown;
  answer.message = "the engine stopped while it was being sent";
  return answer;
}

// Whether the current attempt was cut off: its deadline is past and nobody holds the payment.
bool cut_off(const Payment& p, Time now) {
  const Attempt* a = p.current_attempt();
  return a && a->status == AttemptStatus::processing && now >= a->deadline + kAfterDeadline;
}

std::vector<int> due_attempts(const Payment& p, Time now) {
  std::vector<int> due;
  for (const Attempt& a : p.attempts)
    if (a.status != AttemptStatus::processing && a.next_at && *a.next_at <= now)
      due.push_back(a.number);
  return due;
}

// Where creates are keyed by our reference, and it is surely not there: the same attempt again.
bool to_send_again(const Setup& setup, const Payment& p, const Attempt& a) {
  const Offer* offer = offer_of(setup, p, a);
  return a.number == p.current && a.status == AttemptStatus::unknown && a.not_found >= 2 && offer &&
         offer->create_replay_safe;
}

Result<Payment> send_again(Context& c, const SetupPtr& setup, Payment p, int number) {
  const Attempt& a = *p.attempt(number);
  const auto account = account_of(*setup, p, a);
  if (!account) return p;
  const Answer answer =
      run_flow(c.services(), *account, make_operation(create_kind(p), p, a, *setup),
               c.ports.clock.steady() + account->timeout())
          .answer;
  return c.records.change(std::move(p), "answer", [&](Payment& next, Changes& changes) {
    if (Attempt* again = next.attempt(number)) {
      again->not_found = 0;
      again->not_found_at = {};
    }
    // Whatever else it says now, the first copy may still be on its way.
    if (answer.outcome == Outcome::accepted)
      settle_create(next, number, answer, c.ports.clock.now(), changes);
  });
}

// Nobody should pay it any more, and the provider still waits for money.
bool to_cancel(const Setup& setup, const Payment& p, const Attempt& a) {
  const auto account = account_of(setup, p, a);
  const Offer* offer = offer_of(setup, p, a);
  if (!account || !account->can(OperationKind::payment_cancel) || !offer || !offer->can_cancel)
    return false;
  const bool left = a.status == AttemptStatus::abandoned || a.status == AttemptStatus::superseded;
  const bool wanted =
      a.number == p.current && a.status == AttemptStatus::pending && p.cancel_wanted;
  return !a.provider_reference.empty() && !a.provider_cancelled.value_or(false) && (left || wanted);
}

Result<Payment> cancel_there(Context& c, const SetupPtr& setup, Payment p, int number) {
  const Attempt& a = *p.attempt(number);
  const auto account = account_of(*setup, p, a);
  const Answer answer =
      run_flow(c.services(), *account, make_operation(OperationKind::payment_cancel, p, a, *setup),
               c.ports.clock.steady() + account->timeout())
          .answer;
  if (answer.outcome != Outcome::accepted) return p;
  return c.records.change(std::move(p), "cancel", [&](Payment& next, Changes& changes) {
    Attempt* there = next.attempt(number);
    if (!there) return;
    if (answer.told.state == ProviderState::cancelled) there->provider_cancelled = true;
    if (number == next.current) next.cancel_wanted = false;
    hear(next, number, answer.told, c.ports.clock.now(), changes);
  });
}

Result<Payment> look_after(Context& c, const SetupPtr& setup, Payment p, int number) {
  auto asked = ask(c, setup, std::move(p), number, "query");
  if (!asked) return asked.error();
  p = std::move(asked->payment);
  const Attempt* a = p.attempt(number);
  if (!asked->answered || !a) return p;
  if (to_send_again(*setup, p, *a)) return send_again(c, setup, std::move(p), number);
  if (to_cancel(*setup, p, *a)) return cancel_there(c, setup, std::move(p), number);
  return p;
}

Result<Payment> expire_unchosen(Context& c, Payment p) {
  return c.records.change(std::move(p), "clock", [&](Payment& next, Changes& changes) {
    const Time now = c.ports.clock.now();
    if (next.status != Status::requires_method || now < next.expires_at) return;
    apply(next, Change::expired, now, changes);
  });
}

}  // namespace

Result<void> recover(Context& c, std::string_view key) {
  const auto lease = c.leases.try_take(key);
  if (!lease) return {};
  auto found = c.records.load(key);
  if (!found) return found.error();
  if (!*found) return {};
  const SetupPtr setup = c.setup();
  Result<Payment> p = std::move(**found);
  if (cut_off(*p, c.ports.clock.now()))
    p = c.records.change(std::move(*p), "clock", [&](Payment& next, Changes& changes) {
      const Time now = c.ports.clock.now();
      if (cut_off(next, now)) settle_create(next, next.current, interrupted(), now, changes);
    });
  if (!p) return p.error();
  for (const int number : due_attempts(*p, c.ports.clock.now())) {
    p = look_after(c, setup, std::move(*p), number);
    if (!p) return p.error();
  }
  if (p->status == Status::processing) p = go_on(c, setup, std::move(*p));
  if (p && p->status == Status::requires_method) p = expire_unchosen(c, std::move(*p));
  if (!p) return p.error();
  return {};
}

struct Recovery::State {
  State(Context& c, int n, Millis longest)
      : context(c), workers(n), at_most(longest), ready(c.ports.tasks.make_signal()) {}

  struct Job {
    string key, account;
  };

  Context& context;
  const int workers;
  const Millis at_most;
  std::unique_ptr<Signal> ready;  // something is queued, or it is time to stop
  std::mutex mutex;
  std::deque<Job> queue;
  std::map<string, int> busy;  // workers by the account that they may be waiting for
  std::deque<std::pair<Instant, string>> resting;
  std::set<string> taken;  // queued, under way or resting
  bool stopping = false;

  bool stopped() {
    const std::lock_guard lock(mutex);
    return stopping;
  }

  // How many are taken, after those who have rested are let go.
  std::size_t wake_rested(Instant now) {
    const std::lock_guard lock(mutex);
    for (; !resting.empty() && resting.front().first <= now; resting.pop_front())
      taken.erase(resting.front().second);
    return taken.size();
  }

  // Those that nobody has yet.
  bool enqueue(const std::vector<PaymentRow>& rows) {
    const std::lock_guard lock(mutex);
    bool any = false;
    for (const PaymentRow& row : rows)
      if (taken.insert(row.key).second) {
        queue.push_back({row.key, row.provider});
        any = true;
      }
    return any;
  }

  // The longest due whose account leaves a worker for the others: one that hangs must not hold all.
  std::optional<Job> next() {
    const int most = std::max(1, workers - (workers + 3) / 4);
    const std::lock_guard lock(mutex);
    for (auto job = queue.begin(); job != queue.end(); ++job) {
      int& at_it = busy[job->account];
      if (at_it >= most) continue;
      ++at_it;
      Job out = std::move(*job);
      queue.erase(job);
      return out;
    }
    if (!stopping) ready->reset();
    return {};
  }

  void done(const Job& job, bool well, Instant now) {
    const std::lock_guard lock(mutex);
    if (--busy[job.account] == 0) busy.erase(job.account);
    if (well)
      taken.erase(job.key);
    else
      resting.emplace_back(now + kRest, job.key);
    if (!queue.empty()) ready->set();
  }

  // What fails now is due still, and is tried again after its rest.
  bool look_after(const Job& job) {
    try {
      return recover(context, job.key).has_value();
    } catch (const std::exception&) {
      return false;  // a bug, which must not end every payment's recovery
    }
  }

  void work() {
    Clock& clock = context.ports.clock;
    while (!stopped()) {
      if (const auto job = next()) {
        const bool well = look_after(*job);
        done(*job, well, clock.steady());
        continue;
      }
      ready->wait_until(clock.steady() + at_most);
    }
  }

  void look() {
    Clock& clock = context.ports.clock;
    while (true) {
      context.bells.due->reset();  // first: stop() rings after it has said so
      if (stopped()) return;
      const std::int64_t now = to_ms(clock.now());
      Millis pause = at_most;
      context.bells.sleeps_until_ms = now + kAtLeast.count();
      const std::size_t known = wake_rested(clock.steady());
      if (known < kWaiting)
        if (auto rows = context.ports.store.due_payments(now, known + kTaken);
            rows && enqueue(*rows))
          ready->set();
      if (auto due = context.ports.store.next_due_ms(); due && *due > 0)
        pause =
            std::clamp(Millis(*due - now), std::min(kAtLeast + Millis(known), at_most), at_most);
      context.bells.sleeps_until_ms = now + pause.count();
      const Instant start = clock.steady();
      if (context.bells.due->wait_until(start + pause))
        context.ports.tasks.sleep_until(start + kAtLeast / 5);
    }
  }
};

Recovery::Recovery(Context& context, int workers, Millis longest_sleep)
    : state_(std::make_shared<State>(context, workers, longest_sleep)) {}

void Recovery::start() {
  Tasks& tasks = state_->context.ports.tasks;
  tasks.spawn("due", [state = state_] { state->look(); });
  for (int i = 0; i < state_->workers; ++i)
    tasks.spawn("recover", [state = state_] { state->work(); });
}

void Recovery::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->ready->set();
  }
  state_->context.bells.due->set();
}

}  // namespace wesel
