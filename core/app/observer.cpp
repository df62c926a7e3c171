#include "app/observer.hpp"

namespace wesel {

namespace {

std::string_view name(http::Sent::Fate fate) {
  switch (fate) {
    case http::Sent::Fate::replied: return "replied";
    case http::Sent::Fate::not_sent: return "not_sent";
    case http::Sent::Fate::broken: return "broken";
  }
  return "broken";
}

}  // namespace

ProviderObserver::ProviderObserver(Log& log, Metrics& metrics)
    : log_(log),
      requests_(metrics.counter("wesel_provider_requests_total", "Requests sent to providers",
                                {"account", "operation", "outcome"})),
      seconds_(metrics.histogram("wesel_provider_request_seconds",
                                 "From sending a request to its answer", {"account", "operation"},
                                 latency_bounds())),
      breaches_(metrics.counter("wesel_plugin_breaches_total", "Breaches of the plugin contract",
                                {"account", "breach"})) {}

void ProviderObserver::on_request(const RequestSeen& seen) {
  const bool replied = seen.fate == http::Sent::Fate::replied;
  const std::string outcome = replied ? std::to_string(seen.status) : std::string(name(seen.fate));
  requests_.with({seen.account, wesel::name(seen.operation), outcome}).add();
  seconds_.with({seen.account, wesel::name(seen.operation)})
      .observe(static_cast<double>(seen.took.count()) / 1000);
  log_.write(replied ? Level::info : Level::warn, "provider request",
             {{"account", seen.account},
              {"operation", wesel::name(seen.operation)},
              {"attempt", seen.attempt_id},
              {"step", seen.step},
              {"retry", seen.retry},
              {"method", seen.method},
              {"path", seen.path},
              {"effect", seen.effect},
              {"fate", name(seen.fate)},
              {"status", seen.status},
              {"why", seen.why},
              {"ms", seen.took.count()}});
}

void ProviderObserver::on_breach(const BreachSeen& seen) {
  breaches_.with({seen.account, seen.breach}).add();
  log_.error("plugin breach", {{"account", seen.account},
                               {"plugin", seen.plugin},
                               {"breach", seen.breach},
                               {"detail", seen.detail},
                               {"quarantined", seen.quarantined}});
}

}  // namespace wesel
