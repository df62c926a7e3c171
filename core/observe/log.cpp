#include "observe/log.hpp"

#include <unistd.h>
#include <wesel/json.hpp>

#include "base/bytes.hpp"

namespace wesel {

using std::string;
using std::string_view;

string_view name(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warn: return "warn";
    case Level::error: return "error";
  }
  return "error";
}

std::optional<Level> find_level(string_view text) {
  for (const Level level : {Level::debug, Level::info, Level::warn, Level::error})
    if (name(level) == text) return level;
  return std::nullopt;
}

Log::Log(Clock& clock, int descriptor, Level least, Mask mask)
    : clock_(clock), descriptor_(descriptor), least_(least), mask_(std::move(mask)) {}

string Log::clean(string_view text) const {
  string out = mask_ ? mask_(string(text)) : string(text);
  // A line that is no JSON would be lost on its reader.
  if (!valid_utf8(out))
    for (char& c : out)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return out;
}

void Log::write(Level level, string_view event, std::initializer_list<LogField> fields) {
  if (!takes(level)) return;
  json::Object line;
  line.set("time", format_time(clock_.now())).set("level", name(level)).set("event", clean(event));
  for (const LogField& field : fields) {
    if (const auto* text = std::get_if<string_view>(&field.value))
      line.set(field.key, clean(*text));
    else if (const auto* number = std::get_if<std::int64_t>(&field.value))
      line.set(field.key, *number);
    else
      line.set(field.key, std::get<bool>(field.value));
  }
  const string text = line.text() + '\n';
  if (::write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) ++lost_;
}

}  // namespace wesel
