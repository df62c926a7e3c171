// Sends callbacks over real HTTP from its own threads, again and again as the provider's schedule
// says, and remembers what came of each. It does not know what they say or how they are signed.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "wesel/sandbox/ledger.hpp"

namespace wesel::sandbox {

// Runs functions later, on one thread of its own; they must be short.
class Schedule {
 public:
  Schedule();
  ~Schedule() { stop(); }
  void at(Time time, std::function<void()> work);
  void after(Millis delay, std::function<void()> work);
  void clear();
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Time, std::function<void()>> due_;
  bool stopping_ = false;
  std::thread thread_;
};

struct Callback {
  std::string url;
  std::string body;
  Headers headers;  // Content-Type: application/json is always there
};

// When a callback that was not answered with 200 is sent again.
struct Retries {
  std::vector<Millis> delays;
  Millis timeout{10'000};
};

struct Attempt {
  Time at{};
  std::string outcome;  // "200", "503", "timeout", "refused", …
};

struct Delivery {
  std::uint64_t id = 0;
  Kind kind = Kind::payment;
  std::string entry;      // the provider's id
  std::string reference;  // the merchant's
  std::string status;     // of the entry when the callback was made
  std::string note;       // the fault it suffered, if any
  Callback callback;
  std::vector<Attempt> attempts;
  bool finished = false;
};

class Callbacks {
 public:
  Callbacks(Schedule& schedule, Retries retries, double time_scale, int threads);
  ~Callbacks() { stop(); }

  // Takes it over; `after_first` runs once the first attempt is over, whatever its outcome.
  void send(Delivery delivery, Millis delay = Millis(0), std::function<void()> after_first = {});
  // Only remembers it, as one that was never sent.
  void drop(Delivery delivery);
  // Until every callback of this entry had its first attempt, but no longer than `most`.
  bool wait_first(const std::string& entry, Millis most);

  std::vector<Delivery> list() const;  // newest first
  void set_time_scale(double scale);
  void clear();
  void stop();

 private:
  struct Job {
    std::shared_ptr<Delivery> delivery;
    std::function<void()> after_first;
    std::uint64_t generation = 0;
  };
  struct Post;
  void enqueue(Job job);
  void run();
  void attempt(Job& job);
  std::string post(const Callback& callback);

  Schedule& schedule_;
  const Retries retries_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  std::deque<std::shared_ptr<Delivery>> deliveries_;
  std::set<Post*> posting_;  // on the wire now
  std::uint64_t last_id_ = 0;
  std::uint64_t generation_ = 0;  // grows when the book is cleared: older jobs are void
  double time_scale_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace wesel::sandbox
