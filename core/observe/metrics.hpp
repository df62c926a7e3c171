// Numbers for operators, in the text format 0.0.4 that Prometheus reads. Finding a series that is
// there and counting in it take no lock. It holds no history and never money.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace wesel {

// Any thread, each of the three.
class Counter {
 public:
  void add(std::uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t more) { value_.fetch_add(more, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

class Histogram {
 public:
  // Upper bounds, ascending; +Inf is added.
  explicit Histogram(const std::vector<double>& bounds)
      : bounds_(bounds), counts_(bounds.size() + 1) {}
  void observe(double value);
  const std::vector<double>& bounds() const { return bounds_; }
  // Of each bucket alone, the last is +Inf.
  std::vector<std::uint64_t> counts() const;
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  const std::vector<double>& bounds_;
  std::vector<std::atomic<std::uint64_t>> counts_;
  std::atomic<double> sum_ = 0;
};

// All series of one name: one for each combination of label values. Series are never removed, so
// label values come from closed or configured sets; past limits::kSeries they share one series
// whose label values are "other".
template <class Series>
class Family {
 public:
  Family(std::string name, std::string help, std::vector<std::string> labels,
         std::vector<double> bounds = {});
  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;
  ~Family();

  // One value for each label, in the order they were declared. Any thread; valid for ever.
  Series& with(std::initializer_list<std::string_view> values = {});

  void render(std::string& out) const;

 private:
  struct Node {
    std::vector<std::string> values;
    std::unique_ptr<Series> series;
    Node* next = nullptr;
  };
  using Bucket = std::atomic<Node*>;

  Series* look(const Bucket& bucket, std::initializer_list<std::string_view> values) const;
  Node* make(std::vector<std::string> values, Node* next) const;

  const std::string name_, help_;
  const std::vector<std::string> labels_;
  const std::vector<double> bounds_;
  std::array<Bucket, 64> buckets_{};
  mutable std::mutex adding_;
  std::size_t size_ = 0;
  std::unique_ptr<Node> other_;
};

extern template class Family<Counter>;
extern template class Family<Gauge>;
extern template class Family<Histogram>;

// Any thread. A family is declared once, by the one who counts in it, and kept by reference.
class Metrics {
 public:
  Family<Counter>& counter(std::string name, std::string help,
                           std::vector<std::string> labels = {});
  Family<Gauge>& gauge(std::string name, std::string help, std::vector<std::string> labels = {});
  Family<Histogram>& histogram(std::string name, std::string help, std::vector<std::string> labels,
                               std::vector<double> bounds);
  // Called before each rendering, to set gauges that are cheaper to ask than to keep.
  void before_render(std::function<void()> collect);

  // The whole, as content type "text/plain; version=0.0.4; charset=utf-8".
  std::string render() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::function<void()>> collectors_;
  std::vector<std::unique_ptr<Family<Counter>>> counters_;
  std::vector<std::unique_ptr<Family<Gauge>>> gauges_;
  std::vector<std::unique_ptr<Family<Histogram>>> histograms_;
};

// Seconds, for conversations from a millisecond to half a minute.
std::vector<double> latency_bounds();

}  // namespace wesel
