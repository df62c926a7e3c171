// Rule 8 of the architecture: clock, entropy, transport, store and tasks come in by constructor,
// and no lock is held across a call to one of them. So the whole engine also runs in one thread.
#include <regex>

#include "rules.hpp"

namespace wesel::tidy {

using std::string;
using std::string_view;

namespace {

// What waits, or asks the machine for time or chance, by itself.
const std::regex kByItself(
    R"(std::(jthread|thread|this_thread|async|promise|future|condition_variable\w*|latch|barrier|)"
    R"((counting|binary)_semaphore|random_device)\b|\bthread_local\b|\bpthread_\w+|)"
    R"(\b(steady_clock|system_clock|high_resolution_clock)::now\b|\b(u|nano)sleep\b|)"
    R"(\b(gettimeofday|clock_gettime|getrandom|RAND_bytes)\b|\bstd::(time|rand|srand)\b)");
// What a plugin, which does no I/O, has no use for besides.
const std::regex kInputOutput(
    R"(\bstd::([io]?fstream|cin|cout|cerr|getenv|system)\b|\b(socket|fopen|getenv|printf|puts)\s*\()");
const std::regex kLock(R"(\bstd::(lock_guard|unique_lock|scoped_lock|shared_lock)\b)");
const std::regex kAsks(R"(\b(clock|entropy|transport|store|tasks)_?(\.|->)\s*\w+\s*\()");

constexpr string_view kOwnThreads[] = {"core/http", "core/store", "core/base/tasks.cpp",
                                       "core/base/clock.cpp", "core/base/entropy.cpp"};

bool may_wait(string_view path) {
  for (const string_view home : kOwnThreads)
    if (path == home || under(path, home)) return true;
  return false;
}

bool is_adapter(string_view path) {
  return under(path, "plugins") && !under(path, "plugins/sandbox") &&
         path.find("/sandbox") == path.npos && !is_test(path);
}

template <class Tell>
void each_match(const string& code, const std::regex& what, Tell tell) {
  for (std::sregex_iterator at(code.begin(), code.end(), what), end; at != end; ++at)
    tell(static_cast<std::size_t>(at->position()), at->str());
}

void check_locks(const Source& source, Findings& out) {
  each_match(source.code(), kLock, [&](std::size_t lock, const string&) {
    const string held = source.code().substr(lock, end_of_block(source.code(), lock) - lock);
    each_match(held, kAsks, [&](std::size_t at, const string& call) {
      out.push_back({source.path(), source.line_of(lock + at), "locks",
                     call + "…) is called under the lock of line " +
                         std::to_string(source.line_of(lock)) + "; call it before or after"});
    });
  });
}

}  // namespace

void check_waiting(const Tree& tree, Findings& out) {
  for (const auto& [path, source] : tree) {
    const bool adapter = is_adapter(path);
    if (!source.is_code() || !(under(path, "core") || adapter) || may_wait(path)) continue;
    const auto tell = [&, &where = path, &in = source](std::size_t at, const string& what) {
      out.push_back({where, in.line_of(at), "waiting",
                     what + ": a plugin does no I/O and never waits; elsewhere Clock, Entropy, "
                            "Transport, Store and Tasks come in by constructor"});
    };
    each_match(source.code(), kByItself, tell);
    if (adapter) each_match(source.code(), kInputOutput, tell);
    if (under(path, "core")) check_locks(source, out);
  }
}

}  // namespace wesel::tidy
