// The engine inside the simulated world: started, killed at any step, started again on the same
// disk. Only what was committed survives; of a power cut, only what was synced.
#pragma once

#include <memory>
#include <optional>

#include "engine/engine.hpp"
#include "plugins.hpp"
#include "watched_store.hpp"
#include "webhooks/outbox.hpp"

namespace wesel::simulation {

enum class Death { of_process, of_power };

class EngineHost {
 public:
  // `watch` may be null: then nobody looks.
  EngineHost(World& world, http::Transport& transport, Watch* watch = nullptr);
  EngineHost(const EngineHost&) = delete;
  EngineHost& operator=(const EngineHost&) = delete;
  ~EngineHost();

  void start();
  void die(Death how);  // everything of this life is gone, mid-sentence
  bool alive() const { return static_cast<bool>(context_); }
  int life() const { return life_; }

  // Runs a use case as a handler of this life would; nothing when the engine died meanwhile.
  template <class T>
  std::optional<T> call(const std::string& name, std::function<T(Context&)> use_case);

  StoreFaults store_faults;
  bool has_power() const { return power_.has_power(); }
  // What survived, without pauses; only while it is alive.
  Store& disk() { return *disk_; }
  const SetupPtr& setup() const { return setup_; }

 private:
  bool open_store();

  World& world_;
  http::Transport& transport_;
  Watch* watch_;
  PowerCutDisk power_;            // survives
  std::unique_ptr<Store> disk_;   // on it; a life's own
  std::unique_ptr<Store> store_;  // the same, with pauses and faults around each call
  SetupPtr setup_;
  FlowObserver observer_;
  int life_ = 1;
  std::unique_ptr<Bells> bells_;
  std::unique_ptr<Context> context_;
  std::unique_ptr<Recovery> recovery_;
  std::unique_ptr<Outbox> outbox_;
};

template <class T>
std::optional<T> EngineHost::call(const std::string& name, std::function<T(Context&)> use_case) {
  if (!alive()) return {};
  struct Shared {
    std::optional<T> result;
    std::unique_ptr<Signal> done;
  };
  auto shared = std::make_shared<Shared>();
  shared->done = world_.make_signal();
  Context* context = context_.get();
  world_.spawn_in(life_, name, [shared, use_case, context] {
    shared->result.emplace(use_case(*context));
    shared->done->set();
  });
  // A caller gives up at last; a dead engine never answers.
  const int life = life_;
  const Instant patience = world_.steady() + std::chrono::seconds(30);
  while (world_.steady() < patience && life == life_ && alive())
    if (shared->done->wait_until(std::min(patience, world_.steady() + Millis(100)))) break;
  return std::move(shared->result);
}

// Signs nothing, sends nothing: the configuration of the simulated installation.
Config simulated_config();

}  // namespace wesel::simulation
