// Writes a log line and counts for every request to a provider and every breach of a plugin.
#pragma once

#include "observe/log.hpp"
#include "observe/metrics.hpp"
#include "providers/flow.hpp"

namespace wesel {

// Any thread.
class ProviderObserver final : public FlowObserver {
 public:
  ProviderObserver(Log& log, Metrics& metrics);
  void on_request(const RequestSeen& seen) override;
  void on_breach(const BreachSeen& seen) override;

 private:
  Log& log_;
  Family<Counter>& requests_;
  Family<Histogram>& seconds_;
  Family<Counter>& breaches_;
};

}  // namespace wesel
