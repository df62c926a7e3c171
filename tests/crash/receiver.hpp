// The merchant's receiver of webhooks: checks each signature, sometimes answers badly, and writes
// down what came. It lives through every death of the engine.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "crash/books.hpp"
#include "crash/chance.hpp"
#include "http/server.hpp"

namespace wesel::crash {

class Receiver {
 public:
  explicit Receiver(std::uint64_t seed);
  std::string url() const;
  void storm(bool on) { storm_ = on; }  // whether it answers 503 now and then
  std::vector<Told> book() const;

 private:
  http::Response receive(const http::Request& request);

  std::atomic<bool> storm_{false};
  mutable std::mutex mutex_;
  Chance chance_;
  std::vector<Told> book_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace wesel::crash
