// Metrics as Prometheus reads them.
#include "observe/metrics.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "base/limits.hpp"

namespace wesel {
namespace {

TEST_CASE("each kind renders in the text format") {
  Metrics metrics;
  auto& requests =
      metrics.counter("wesel_requests_total", "Requests to providers.", {"account", "fate"});
  requests.with({"two", "replied"}).add();
  requests.with({"one", "broken"}).add(3);
  requests.with({"two", "replied"}).add();
  metrics.gauge("wesel_in_flight", "Conversations under way.").with().set(-7);
  auto& took = metrics.histogram("wesel_took_seconds", "How long.", {"account"}, {0.25, 1});
  for (const double seconds : {0.25, 0.5, 8.0}) took.with({"one"}).observe(seconds);
  CHECK(metrics.render() == R"(# HELP wesel_requests_total Requests to providers.
# TYPE wesel_requests_total counter
wesel_requests_total{account="one",fate="broken"} 3
wesel_requests_total{account="two",fate="replied"} 2
# HELP wesel_in_flight Conversations under way.
# TYPE wesel_in_flight gauge
wesel_in_flight -7
# HELP wesel_took_seconds How long.
# TYPE wesel_took_seconds histogram
wesel_took_seconds_bucket{account="one",le="0.25"} 1
wesel_took_seconds_bucket{account="one",le="1"} 2
wesel_took_seconds_bucket{account="one",le="+Inf"} 3
wesel_took_seconds_sum{account="one"} 8.75
wesel_took_seconds_count{account="one"} 3
)");
}

TEST_CASE("texts are escaped, and a family without series is not shown") {
  Metrics metrics;
  metrics.counter("wesel_unused_total", "Never counted.");
  metrics.counter("wesel_odd_total", "a\\b\nc\"d", {"text"}).with({"a\\b\nc\"d"}).add();
  CHECK(metrics.render() ==
        "# HELP wesel_odd_total a\\\\b\\nc\"d\n"
        "# TYPE wesel_odd_total counter\n"
        "wesel_odd_total{text=\"a\\\\b\\nc\\\"d\"} 1\n");
}

TEST_CASE("collectors set gauges just before they are shown") {
  Metrics metrics;
  auto& gauge = metrics.gauge("wesel_size", "Of something.");
  int size = 0;
  metrics.before_render([&] { gauge.with().set(++size); });
  metrics.render();
  CHECK(metrics.render().find("wesel_size 2\n") != std::string::npos);
}

TEST_CASE("a label that grows without end costs one series more, not all memory") {
  Metrics metrics;
  auto& family = metrics.counter("wesel_growing_total", "Grows.", {"id"});
  for (std::size_t i = 0; i < limits::kSeries + 10; ++i) family.with({std::to_string(i)}).add();
  CHECK(metrics.render().find("{id=\"other\"} 10\n") != std::string::npos);
  CHECK_THROWS_AS(family.with(), std::logic_error);
}

TEST_CASE("many threads count without losing one") {
  Metrics metrics;
  auto& family = metrics.counter("wesel_raced_total", "Raced.", {"id"});
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) family.with({std::to_string(i % 100)}).add();
    });
  for (int i = 0; i < 10; ++i) metrics.render();
  for (auto& thread : threads) thread.join();
  std::uint64_t total = 0;
  for (int i = 0; i < 100; ++i) total += family.with({std::to_string(i)}).value();
  CHECK(total == 80'000);
}

}  // namespace
}  // namespace wesel
