// The workers that look for payments that are due and have each looked after, a bounded number at
// once, so that one provider that hangs never holds up all the others.
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

}  // namespace

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
