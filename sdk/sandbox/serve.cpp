// A program that is nothing but sandboxes: start, say where they are, wait for a signal, stop.
#include <semaphore.h>
#include <signal.h>

#include <cstdio>

#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

namespace {

sem_t stop_asked;  // all that a signal handler may touch

void on_signal(int) { sem_post(&stop_asked); }

}  // namespace

int serve_until_signal(const std::vector<Sandbox*>& sandboxes) {
  sem_init(&stop_asked, 0, 0);
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
  for (Sandbox* sandbox : sandboxes) {
    sandbox->start();
    std::printf("%s %s\n", sandbox->name().c_str(), sandbox->url().c_str());
    if (sandbox->control_url() != sandbox->url()) {
      std::printf("%s.control %s\n", sandbox->name().c_str(), sandbox->control_url().c_str());
    }
  }
  std::fflush(stdout);
  while (sem_wait(&stop_asked) != 0) continue;
  for (Sandbox* sandbox : sandboxes) sandbox->stop();
  return 0;
}

}  // namespace wesel::sandbox
