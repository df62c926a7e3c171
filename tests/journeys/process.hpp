// What a test needs of the operating system: real programs beside it that end with it, ports that
// nobody else takes, and a folder that goes away again.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace wesel::journeys {

// A program that was started. It dies with the test, whatever happens to the test. Made by the main
// thread only: the kernel binds a child's life to the thread that forked it.
class Process {
 public:
  Process() = default;
  // What it prints goes to `log`, and to lines() as well when `read_lines` says so.
  Process(const std::vector<std::string>& words, const std::filesystem::path& log,
          bool read_lines = false);
  ~Process();
  Process(Process&& other) noexcept { *this = std::move(other); }
  Process& operator=(Process&& other) noexcept;

  bool running();
  int status() const { return status_; }  // once it has ended; -1: a signal ended it
  void kill_hard();                       // SIGKILL: it has no chance to finish anything
  int stop();                             // SIGTERM; the exit status, or -1
  std::string line();                     // the next one of its standard output; empty at its end

 private:
  int wait();
  pid_t pid_ = 0;
  int status_ = 0;
  FILE* out_ = nullptr;
};

class Folder {
 public:
  Folder();
  ~Folder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  void keep() { kept_ = true; }  // somebody will want to read what is in it

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

// Outside the range from which the kernel takes ports for connections, so it is free later too.
std::uint16_t free_port();
std::string read_file(const std::filesystem::path& path);

inline constexpr std::chrono::seconds kPatience{20};

// Looks until the condition holds. False: it did not within our patience, which is a failure.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds most = kPatience) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(
        std::chrono::milliseconds(5));  // leaves the processor to the others
  }
  return true;
}

}  // namespace wesel::journeys
