#include "observe/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/limits.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

void escape(string& out, string_view text, bool quotes) {
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '"' && quotes)
      out += "\\\"";
    else
      out += c;
  }
}

void line(string& out, string_view name, string_view suffix, const string& labels,
          string_view value) {
  out.append(name).append(suffix);
  if (!labels.empty()) out.append("{").append(labels).append("}");
  out.append(" ").append(value).append("\n");
}

string_view type_of(const Counter*) { return "counter"; }
string_view type_of(const Gauge*) { return "gauge"; }
string_view type_of(const Histogram*) { return "histogram"; }

void write(string& out, string_view name, const string& labels, const Counter& counter) {
  line(out, name, "", labels, std::to_string(counter.value()));
}

void write(string& out, string_view name, const string& labels, const Gauge& gauge) {
  line(out, name, "", labels, std::to_string(gauge.value()));
}

void write(string& out, string_view name, const string& labels, const Histogram& histogram) {
  const std::vector<std::uint64_t> counts = histogram.counts();
  const string before = labels.empty() ? "" : labels + ",";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    total += counts[i];
    const bool last = i == histogram.bounds().size();
    const string bound = last ? "+Inf" : fmt::format("{}", histogram.bounds()[i]);
    line(out, name, "_bucket", fmt::format("{}le=\"{}\"", before, bound), std::to_string(total));
  }
  line(out, name, "_sum", labels, fmt::format("{}", histogram.sum()));
  line(out, name, "_count", labels, std::to_string(total));
}

template <class Series>
std::unique_ptr<Series> make_series(const std::vector<double>&) {
  return std::make_unique<Series>();
}
template <>
std::unique_ptr<Histogram> make_series(const std::vector<double>& bounds) {
  return std::make_unique<Histogram>(bounds);
}

}  // namespace

void Histogram::observe(double value) {
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::vector<std::uint64_t> Histogram::counts() const {
  std::vector<std::uint64_t> out;
  for (const auto& count : counts_) out.push_back(count.load(std::memory_order_relaxed));
  return out;
}

template <class Series>
Family<Series>::Family(string name, string help, std::vector<string> labels,
                       std::vector<double> bounds)
    : name_(std::move(name)),
      help_(std::move(help)),
      labels_(std::move(labels)),
      bounds_(std::move(bounds)) {}

template <class Series>
Family<Series>::~Family() {
  for (Bucket& bucket : buckets_)
    for (Node* node = bucket.load(); node != nullptr;) delete std::exchange(node, node->next);
}

template <class Series>
Series* Family<Series>::look(const Bucket& bucket,
                             std::initializer_list<string_view> values) const {
  for (const Node* node = bucket.load(std::memory_order_acquire); node; node = node->next)
    if (std::equal(values.begin(), values.end(), node->values.begin(), node->values.end()))
      return node->series.get();
  return nullptr;
}

template <class Series>
auto Family<Series>::make(std::vector<string> values, Node* next) const -> Node* {
  return new Node{std::move(values), make_series<Series>(bounds_), next};
}

template <class Series>
Series& Family<Series>::with(std::initializer_list<string_view> values) {
  if (values.size() != labels_.size())
    throw std::logic_error(name_ + ": as many values as labels are wanted");
  std::size_t hash = 0;
  for (const string_view value : values) hash = hash * 31 + std::hash<string_view>()(value);
  Bucket& bucket = buckets_[hash % buckets_.size()];
  if (Series* found = look(bucket, values)) return *found;
  const std::lock_guard lock(adding_);
  if (Series* found = look(bucket, values)) return *found;
  if (size_ >= limits::kSeries) {
    if (!other_) other_.reset(make(std::vector<string>(labels_.size(), "other"), nullptr));
    return *other_->series;
  }
  Node* node = make({values.begin(), values.end()}, bucket.load(std::memory_order_relaxed));
  bucket.store(node, std::memory_order_release);
  ++size_;
  return *node->series;
}

template <class Series>
void Family<Series>::render(string& out) const {
  std::vector<const Node*> nodes;
  for (const Bucket& bucket : buckets_)
    for (const Node* node = bucket.load(std::memory_order_acquire); node; node = node->next)
      nodes.push_back(node);
  {
    const std::lock_guard lock(adding_);
    if (other_) nodes.push_back(other_.get());
  }
  if (nodes.empty()) return;
  std::sort(nodes.begin(), nodes.end(),
            [](const Node* a, const Node* b) { return a->values < b->values; });
  out.append("# HELP ").append(name_).append(" ");
  escape(out, help_, false);
  out.append("\n# TYPE ").append(name_).append(" ");
  out.append(type_of(static_cast<const Series*>(nullptr))).append("\n");
  for (const Node* node : nodes) {
    string labels;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      labels.append(i > 0 ? "," : "").append(labels_[i]).append("=\"");
      escape(labels, node->values[i], true);
      labels += '"';
    }
    write(out, name_, labels, *node->series);
  }
}

template class Family<Counter>;
template class Family<Gauge>;
template class Family<Histogram>;

Family<Counter>& Metrics::counter(string name, string help, std::vector<string> labels) {
  const std::lock_guard lock(mutex_);
  return *counters_.emplace_back(
      std::make_unique<Family<Counter>>(std::move(name), std::move(help), std::move(labels)));
}

Family<Gauge>& Metrics::gauge(string name, string help, std::vector<string> labels) {
  const std::lock_guard lock(mutex_);
  return *gauges_.emplace_back(
      std::make_unique<Family<Gauge>>(std::move(name), std::move(help), std::move(labels)));
}

Family<Histogram>& Metrics::histogram(string name, string help, std::vector<string> labels,
                                      std::vector<double> bounds) {
  const std::lock_guard lock(mutex_);
  return *histograms_.emplace_back(std::make_unique<Family<Histogram>>(
      std::move(name), std::move(help), std::move(labels), std::move(bounds)));
}

void Metrics::before_render(std::function<void()> collect) {
  const std::lock_guard lock(mutex_);
  collectors_.push_back(std::move(collect));
}

string Metrics::render() const {
  std::vector<std::function<void()>> collectors;
  {
    const std::lock_guard lock(mutex_);
    collectors = collectors_;
  }
  for (const auto& collect : collectors) collect();
  const std::lock_guard lock(mutex_);
  string out;
  for (const auto& family : counters_) family->render(out);
  for (const auto& family : gauges_) family->render(out);
  for (const auto& family : histograms_) family->render(out);
  return out;
}

std::vector<double> latency_bounds() {
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
}

}  // namespace wesel
