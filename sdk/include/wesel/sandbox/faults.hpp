// The faults that a sandbox was told to commit, per operation and counted. It only keeps the book;
// Sandbox commits them. Safe from many threads.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "wesel/sandbox/formats.hpp"

namespace wesel::sandbox {

// On a request: latency, refuse, reset_after_read, error_500, work_then_500, silence,
// work_then_silence, 429, garbled, truncated, oversized, html, before_answer.
// On the operation "callback": twice, late, before_answer, out_of_order, forged, other_amount,
// drop.
struct Fault {
  std::string operation = "*";  // "*": any but callback
  std::string name;
  int count = 1;  // 0: until cleared
  std::optional<int> ms;
  std::optional<int> status;
  std::optional<int> retry_after;
  std::optional<Amount> amount;
  std::optional<bool> work;  // whether the work is done before the fault
  std::string variant;       // forged: "wrong" (default) or "unsigned"
  int used = 0;
};

class Faults {
 public:
  static bool known(std::string_view name);

  void add(Fault fault);
  void clear();
  std::vector<Fault> list() const;

  // What to do to this request: every latency and the first other fault, counted as used.
  std::vector<Fault> take_for_request(std::string_view operation);
  // What to do to this callback: one of each.
  std::vector<Fault> take_for_callback();
  // Whether the callback of what `operation` just created shall come before its answer.
  std::optional<Fault> take_before_answer(std::string_view operation);

 private:
  template <class Wanted>
  std::vector<Fault> take(Wanted wanted);

  std::atomic<bool> any_{false};  // spares the lock when there are none
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
};

}  // namespace wesel::sandbox
