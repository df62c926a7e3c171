// The running engine: the one place where everything is constructed, started, drained. Construction
// order is the order of dependence; stopping goes listener, handlers, workers, writer, log.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace wesel {

class App {
 public:
  // Problems of the configuration are printed on stderr; then the Error says so.
  static Result<std::unique_ptr<App>> start(const std::filesystem::path& config);
  ~App();

  // One line for each thing an operator wants to know first.
  std::string banner() const;
  // Takes no new work, lets what is under way end, closes the store.
  void stop();

 private:
  struct Parts;
  explicit App(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace wesel
