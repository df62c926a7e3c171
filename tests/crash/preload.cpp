// Preloaded into the real, unmodified program, this stands between it and libc, so that tests can
// end it at a chosen point, make its disk fail and set its clock ahead without a hook in its code.
// It knows only what the program really calls: SQLite and the sockets of http/wire.cpp.
//   WESEL_KILL_AT=point:n     SIGKILL at the n-th passing of: commit.before, commit.after (the
//                             database's fdatasync), request.before, request.after, reply.after
//                             (connections it made), answer.before, answer.after (those it took)
//   WESEL_DISK_FAULT=path     while that file exists: full, no_write or no_sync
//   WESEL_CLOCK_AHEAD=s       the wall clock, not the steady one, is that many seconds ahead
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using std::string;
using std::string_view;

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

string setting(const char* name) {
  const char* text = ::getenv(name);
  return text ? text : "";
}

// --- Where it dies

struct Target {
  string point;
  long count = 0;
};

Target read_target() {
  const string text = setting("WESEL_KILL_AT");
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return {};
  return {text.substr(0, colon), std::strtol(text.c_str() + colon + 1, nullptr, 10)};
}

void pass(string_view point) {
  static const Target target = read_target();
  static std::atomic<long> passed{0};
  if (point == target.point && ++passed == target.count) ::kill(::getpid(), SIGKILL);
}

enum class Side : char { none, ours, theirs };  // who opened the connection
std::array<std::atomic<Side>, 65'536> sides;

void note(int socket, Side side) {
  if (socket >= 0 && static_cast<std::size_t>(socket) < sides.size())
    sides[static_cast<std::size_t>(socket)] = side;
}

Side side_of(int socket) {
  const auto at = static_cast<std::size_t>(socket);
  return at < sides.size() ? sides[at].load() : Side::none;
}

// --- What its disk does

bool of_database(int file) {
  std::array<char, 4096> path;
  const string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
  return size > 0 &&
         string_view(path.data(), static_cast<std::size_t>(size)).find(".db") != string_view::npos;
}

string fault_now() {
  static const string path = setting("WESEL_DISK_FAULT");
  if (path.empty()) return {};
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  std::array<char, 32> text;
  const ssize_t size = ::read(file, text.data(), text.size());
  ::close(file);
  const string_view all(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return string(all.substr(0, all.find('\n')));
}

// The error that a write to this file has now; 0: none.
int write_error(int file) {
  const string fault = fault_now();
  if (fault != "full" && fault != "no_write") return 0;
  if (!of_database(file)) return 0;
  return fault == "full" ? ENOSPC : EIO;
}

int fail(int error) {
  errno = error;
  return -1;
}

}  // namespace

extern "C" {

int fdatasync(int file) {
  static auto* const real = next<int(int)>("fdatasync");
  const bool database = of_database(file);
  if (database && fault_now() == "no_sync") return fail(EIO);
  if (database) pass("commit.before");
  const int done = real(file);
  if (database) pass("commit.after");
  return done;
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  if (const int error = write_error(file)) return fail(error);
  return real(file, bytes, size, at);
}

int ftruncate64(int file, off64_t size) noexcept {
  static auto* const real = next<int(int, off64_t)>("ftruncate64");
  if (const int error = write_error(file)) return fail(error);
  return real(file, size);
}

int connect(int socket, const sockaddr* address, socklen_t size) {
  static auto* const real = next<int(int, const sockaddr*, socklen_t)>("connect");
  note(socket, Side::ours);
  return real(socket, address, size);
}

int accept(int socket, sockaddr* address, socklen_t* size) {
  static auto* const real = next<int(int, sockaddr*, socklen_t*)>("accept");
  const int taken = real(socket, address, size);
  note(taken, Side::theirs);
  return taken;
}

ssize_t send(int socket, const void* bytes, size_t size, int flags) {
  static auto* const real = next<ssize_t(int, const void*, size_t, int)>("send");
  const Side side = side_of(socket);
  if (side == Side::ours) pass("request.before");
  if (side == Side::theirs) pass("answer.before");
  const ssize_t sent = real(socket, bytes, size, flags);
  const int error = errno;
  if (side == Side::ours) pass("request.after");
  if (side == Side::theirs) pass("answer.after");
  errno = error;
  return sent;
}

ssize_t recv(int socket, void* bytes, size_t size, int flags) {
  static auto* const real = next<ssize_t(int, void*, size_t, int)>("recv");
  const ssize_t got = real(socket, bytes, size, flags);
  if (got > 0 && side_of(socket) == Side::ours) pass("reply.after");
  return got;
}

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static auto* const real = next<int(clockid_t, timespec*)>("clock_gettime");
  static const long ahead = std::strtol(setting("WESEL_CLOCK_AHEAD").c_str(), nullptr, 10);
  const int done = real(clock, time);
  if (done == 0 && clock == CLOCK_REALTIME) time->tv_sec += ahead;
  return done;
}

}  // extern "C"
