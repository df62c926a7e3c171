#include "journeys/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

namespace wesel::journeys {

namespace fs = std::filesystem;

Process::Process(const std::vector<std::string>& words, const fs::path& log, bool read_lines) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  REQUIRE(file >= 0);
  std::array<int, 2> ends{-1, -1};
  if (read_lines) REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(read_lines ? ends[1] : file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(file);
  if (read_lines) {
    ::close(ends[1]);
    out_ = ::fdopen(ends[0], "r");
  }
  REQUIRE(pid_ > 0);
}

Process::~Process() {
  kill_hard();
  if (out_) std::fclose(out_);
}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(status_, other.status_);
  std::swap(out_, other.out_);
  return *this;
}

bool Process::running() {
  if (pid_ == 0) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == 0) return true;
  pid_ = 0;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return false;
}

int Process::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return status_;
}

void Process::kill_hard() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  wait();
}

int Process::stop() {
  if (pid_ == 0) return -1;
  ::kill(pid_, SIGTERM);
  return wait();
}

std::string Process::line() {
  std::string text;
  for (int c = 0; out_ && (c = std::fgetc(out_)) != EOF && c != '\n';) text += static_cast<char>(c);
  return text;
}

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "wesel-journey-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

// Kept when somebody wants to read the logs.
Folder::~Folder() {
  std::error_code ignored;
  if (!kept_ && !::getenv("WESEL_KEEP")) fs::remove_all(path_, ignored);
}

std::uint16_t free_port() {
  static std::atomic<unsigned> next{static_cast<unsigned>(::getpid()) * 37};
  for (int tries = 0; tries < 1000; ++tries) {
    const auto port = static_cast<std::uint16_t>(20'000 + next++ % 12'000);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    if (free) return port;
  }
  FAIL("no free port");
  return 0;
}

std::string read_file(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

}  // namespace wesel::journeys
