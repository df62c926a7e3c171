#include "story.hpp"

#include <fmt/format.h>

namespace wesel::simulation {

using std::string;
using std::string_view;

namespace {

void replace_all(string& text, string_view from, string_view to) {
  for (auto at = text.find(from); at != string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// "12:03.456", in hours too where there are any.
string clock(Millis at) {
  const auto ms = at.count();
  const auto hours = ms / 3'600'000, minutes = ms / 60'000 % 60, seconds = ms / 1000 % 60;
  return fmt::format("{:2}:{:02}:{:02}.{:03}", hours, minutes, seconds, ms % 1000);
}

}  // namespace

void Story::tell(Millis at, string_view about, string line) {
  lines_.push_back({at, string(about), std::move(line)});
}

void Story::name(string_view key, string_view reference) {
  orders_.emplace(string(key), string(reference));
}

string Story::order_of(string_view about) const {
  const auto found = orders_.find(about);
  return found == orders_.end() ? string(about) : found->second;
}

string Story::with_names(string text) const {
  for (const auto& [key, order] : orders_) {
    if (text.find(key) == string::npos) continue;
    for (int number = 1; number < 30; ++number)
      replace_all(text, fmt::format("att_{}{:02}", key, number),
                  fmt::format("{}/{}", order, number));
    replace_all(text, "pay_" + key, order);
    replace_all(text, "po_" + key, order);
  }
  return text;
}

string Story::told(const Line& line) const {
  return clock(line.at) + "  " + with_names(line.text) + '\n';
}

string Story::whole() const {
  string out;
  for (const Line& line : lines_) out += told(line);
  return out;
}

string Story::of(string_view order) const {
  string out;
  for (const Line& line : lines_)
    if (line.about.empty() || order_of(line.about) == order) out += told(line);
  return out;
}

}  // namespace wesel::simulation
