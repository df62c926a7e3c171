// The program wesel-sandbox: reads its file, says where its sandboxes are, stops on SIGTERM.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>

#include "client.hpp"

using namespace wesel::sandbox;
using namespace wesel::sandbox::testing;

namespace {

class Program {
 public:
  explicit Program(const std::string& config) {
    file_ = "/tmp/wesel-sandbox-test-" + random_hex(12) + ".toml";
    std::ofstream(file_) << config;
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      const std::string program = WESEL_BUILD_DIR "/bin/wesel-sandbox";
      execl(program.c_str(), "wesel-sandbox", "--config", file_.c_str(), "--fast", nullptr);
      _exit(127);
    }
    ::close(ends[1]);
    out_ = fdopen(ends[0], "r");
  }
  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    std::fclose(out_);
    std::remove(file_.c_str());
  }
  std::string line() {
    std::array<char, 256> buffer{};
    const char* got = std::fgets(buffer.data(), buffer.size(), out_);
    std::string text = got == nullptr ? "" : got;
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }
  int stop() {
    kill(pid_, SIGTERM);
    return end();
  }
  int end() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  std::string file_;
  pid_t pid_ = 0;
  FILE* out_ = nullptr;
};

}  // namespace

TEST_CASE("the program runs what its file names and stops at once when told") {
  Program program(
      "[sandboxes.komerce]\nlisten = \"127.0.0.1:0\"\napi_key = \"sandbox-other\"\n"
      "[sandboxes.fazz]\nlisten = \"127.0.0.1:0\"\ncontrol_listen = \"127.0.0.1:0\"\n");
  const std::string komerce = program.line(), fazz = program.line(), door = program.line();
  REQUIRE(komerce.starts_with("komerce http://127.0.0.1:"));
  REQUIRE(fazz.starts_with("fazz http://127.0.0.1:"));
  REQUIRE(door.starts_with("fazz.control http://127.0.0.1:"));
  const Answer methods =
      ask(komerce.substr(8), "GET", "/user/api/v1/user/methods", {{"x-api-key", "sandbox-other"}});
  CHECK(methods.status == 200);
  CHECK(ask(door.substr(13), "GET", "/_sandbox/health").status == 200);
  const auto began = std::chrono::steady_clock::now();
  CHECK(program.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
}

TEST_CASE("a setting that nobody knows is refused") {
  Program program("[sandboxes.komerce]\nlisten = \"127.0.0.1:0\"\napi_kye = \"x\"\n");
  CHECK(program.line().empty());
  CHECK(program.end() == 78);
}
