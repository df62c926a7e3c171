// Unknown keys with the known one that was probably meant, and amounts: the messages of a Reader
// that need some thought.
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "config/reader.hpp"

namespace wesel::config {
namespace {

// Levenshtein's.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  if (known.empty() || word.size() > 64) return std::nullopt;
  const auto best = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return distance(word, a) < distance(word, b);
  });
  const std::size_t tolerated = std::max<std::size_t>(1, word.size() / 3);
  return distance(word, *best) <= tolerated ? std::optional(*best) : std::nullopt;
}

std::string quoted(std::string_view text) {
  const bool hide = text.size() > 100 || text.find('@') != std::string_view::npos ||
                    text.starts_with("wsk_") || text.starts_with("whsec_");
  return hide ? "\"…\"" : fmt::format("{:?}", text);
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("{:?}", words[i]);
  }
  return text;
}

void Reader::finish() {
  for (const auto& entry : *table_) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    std::sort(known_.begin(), known_.end());
    known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
    const auto meant = nearest(entry.key, known_);
    wrong(entry.key, entry.place,
          meant ? fmt::format("is not known; {} may be meant", *meant)
                : fmt::format("is not known; known here: {}", fmt::join(known_, ", ")));
  }
}

std::optional<std::string> amount_text(const toml_tree::Node& node, const std::string& name,
                                       Reading& reading) {
  static constexpr std::string_view right =
      R"(write an integer or a text in main units, such as 10_000 or "42.05")";
  if (const auto* number = node.as<std::int64_t>(); number != nullptr && *number >= 0) {
    return std::to_string(*number);
  }
  const auto* text = node.as<std::string>();
  if (text != nullptr && is_decimal(*text)) return *text;
  const std::string seen = text != nullptr ? fmt::format("= {:?} is not an amount", *text)
                           : node.as<std::int64_t>() != nullptr ? "is negative"
                                                                : fmt::format("is {}", node.what());
  reading.wrong(node.place, fmt::format("{} {}; {}", name, seen, right));
  return std::nullopt;
}

}  // namespace wesel::config
