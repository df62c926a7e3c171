// What happened, as one JSON line a call: time, level, event and fields. A line is written by one
// write, so lines of many threads never mix. Rotation and shipping are the system's affair.
#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"

namespace wesel {

enum class Level { debug, info, warn, error };
std::string_view name(Level level);
std::optional<Level> find_level(std::string_view text);

struct LogField {
  // Unlike a bare variant, takes a literal for a text and any integer for a number.
  LogField(std::string_view field, std::string_view text) : key(field), value(text) {}
  LogField(std::string_view field, const char* text) : key(field), value(std::string_view(text)) {}
  LogField(std::string_view field, const std::string& text)
      : key(field), value(std::string_view(text)) {}
  LogField(std::string_view field, bool truth) : key(field), value(truth) {}
  template <std::integral Number>
  LogField(std::string_view field, Number number)
      : key(field), value(static_cast<std::int64_t>(number)) {}

  std::string_view key;
  std::variant<std::string_view, std::int64_t, bool> value;
};

// Any thread.
class Log {
 public:
  // Stars the secrets in a text; called for the event and every text field.
  using Mask = std::function<std::string(std::string)>;

  // Writes to a file descriptor that outlives it.
  Log(Clock& clock, int descriptor, Level least, Mask mask = {});

  void set_level(Level least) { least_ = least; }
  bool takes(Level level) const { return level >= least_; }

  // `event` is a short fixed text; what varies goes into fields.
  void write(Level level, std::string_view event, std::initializer_list<LogField> fields = {});
  void debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(Level::debug, event, fields);
  }
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(Level::info, event, fields);
  }
  void warn(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(Level::warn, event, fields);
  }
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    write(Level::error, event, fields);
  }

  // Lines that could not be written.
  std::uint64_t lost() const { return lost_; }

 private:
  std::string clean(std::string_view text) const;

  Clock& clock_;
  const int descriptor_;
  std::atomic<Level> least_;
  const Mask mask_;
  std::atomic<std::uint64_t> lost_ = 0;
};

}  // namespace wesel
