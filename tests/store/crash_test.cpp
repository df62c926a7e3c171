// A process that dies in the middle of its commits loses nothing that it acknowledged.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/fixture.hpp"

using namespace wesel;

namespace {

// What the program prints until it has printed `wanted` lines and is then killed.
std::string kill_after(const std::string& path, int wanted) {
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe[0]);
  std::string program = STORE_COMMITTER, file = path;
  char* const arguments[] = {program.data(), file.data(), nullptr};
  pid_t child = 0;
  REQUIRE(::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);

  std::string printed;
  char buffer[4096];
  int lines = 0;
  for (ssize_t size = 0; (size = ::read(pipe[0], buffer, sizeof buffer)) > 0;) {
    printed.append(buffer, static_cast<std::size_t>(size));
    for (const char c : std::string_view(buffer, static_cast<std::size_t>(size)))
      lines += c == '\n';
    if (lines >= wanted) ::kill(child, SIGKILL);
  }
  ::close(pipe[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  return printed;
}

}  // namespace

TEST_CASE("after kill -9 every acknowledged payment exists") {
  for (const int wanted : {1, 20, 300}) {
    const Folder folder;
    const std::string printed = kill_after(folder.file(), wanted);
    const auto store = opened(folder.file());
    int found = 0;
    for (std::size_t at = 0, end = 0; (end = printed.find('\n', at)) != std::string::npos;
         at = end + 1) {
      const auto row = store->payment(printed.substr(at, end - at)).value();
      CHECK(row);
      if (row) CHECK(row->body.size() == 1500);
      ++found;
    }
    CHECK(found >= wanted);
    CHECK(done(store->commit(inserting(payment_row(1)))));
  }
}
