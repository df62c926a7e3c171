#include "checkout/barcode.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace wesel::checkout {

using std::string;
using std::string_view;

namespace {

// ISO/IEC 15417: the widths of three bars and three spaces for each of the values 0 to 105.
constexpr string_view kWidths =
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "411311113141114131311141411131211412211214211232";
constexpr string_view kStop = "2331112";
constexpr int kCodeB = 100, kStartB = 104, kStartC = 105;
constexpr std::size_t kMost = 32;  // more would not be readable on a phone
constexpr int kQuiet = 10;         // widths of white on either side, as the standard asks

bool digit(char c) { return c >= '0' && c <= '9'; }

// Pairs of digits at the start in set C, which is half as wide; all else in set B.
std::vector<int> values_of(string_view text) {
  std::size_t pairs = 0;
  while (pairs * 2 + 1 < text.size() && digit(text[pairs * 2]) && digit(text[pairs * 2 + 1]))
    ++pairs;
  if (pairs < 2) pairs = 0;
  std::vector<int> values{pairs > 0 ? kStartC : kStartB};
  for (std::size_t i = 0; i < pairs; ++i)
    values.push_back((text[i * 2] - '0') * 10 + (text[i * 2 + 1] - '0'));
  if (pairs > 0 && pairs * 2 < text.size()) values.push_back(kCodeB);
  for (const char c : text.substr(pairs * 2)) values.push_back(c - ' ');
  int check = values[0];
  for (std::size_t i = 1; i < values.size(); ++i) check += static_cast<int>(i) * values[i];
  values.push_back(check % 103);
  return values;
}

string widths_of(const std::vector<int>& values) {
  string widths;
  for (const int value : values) widths += kWidths.substr(static_cast<std::size_t>(value) * 6, 6);
  return widths.append(kStop);
}

}  // namespace

Html barcode(string_view text, string_view label) {
  const bool fits =
      !text.empty() && text.size() <= kMost &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  if (!fits) return {};
  string bars;
  int at = kQuiet;
  bool bar = true;
  for (const char c : widths_of(values_of(text))) {
    const int width = c - '0';
    if (bar) bars += "M" + std::to_string(at) + " 0h" + std::string(1, c) + "v50h-" + c + "z";
    at += width;
    bar = !bar;
  }
  const string wide = std::to_string(at + kQuiet);
  Html svg;
  svg.raw("<svg class=\"bars\" role=\"img\" viewBox=\"0 0 ").value(wide);
  svg.raw(" 50\" preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\" aria-label=\"");
  svg.value(label).raw("\"><path fill=\"#fff\" d=\"M0 0h").value(wide).raw("v50H0z\"/><path d=\"");
  return svg.value(bars).raw("\"/></svg>");
}

}  // namespace wesel::checkout
