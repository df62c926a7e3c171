#include "app/serve.hpp"

#include <Poco/Util/ServerApplication.h>

#include <csignal>
#include <iostream>

#include "app/app.hpp"

namespace wesel {

namespace {

// Before the first thread, for every thread inherits it, so that the request to end waits for
// whoever waits for it.
void hold_signals() {
  sigset_t ending;
  ::sigemptyset(&ending);
  for (const int signal : {SIGTERM, SIGINT, SIGQUIT}) ::sigaddset(&ending, signal);
  ::sigprocmask(SIG_BLOCK, &ending, nullptr);
}

class Service final : public Poco::Util::ServerApplication {
 public:
  explicit Service(std::filesystem::path config) : config_(std::move(config)) {}

 protected:
  int main(const std::vector<std::string>&) override {
    hold_signals();
    auto app = App::start(config_);
    if (!app) {
      std::cerr << "wesel: " << app.error().message << '\n';
      return 2;
    }
    std::cerr << (*app)->banner() << std::endl;
    waitForTerminationRequest();
    (*app)->stop();
    return 0;
  }

 private:
  std::filesystem::path config_;
};

}  // namespace

int serve(const std::filesystem::path& config) {
  Service service(config);
  return service.run({"wesel"});
}

}  // namespace wesel
