#include "checkout/qr.hpp"

#include <qrencode.h>

#include <memory>
#include <string>

namespace wesel::checkout {

using std::string;

namespace {

constexpr int kQuiet = 4;  // modules of white around it, as the standard asks

// Runs of dark modules as strokes: "M4 4.5h7m2 0h1".
string strokes(const QRcode& code) {
  string path;
  for (int y = 0; y < code.width; ++y) {
    int pen = -1;  // where the last stroke of this line ended
    for (int x = 0; x < code.width; ++x) {
      const unsigned char* line = code.data + y * code.width;
      if (!(line[x] & 1)) continue;
      int end = x;
      while (end < code.width && line[end] & 1) ++end;
      path += pen < 0 ? "M" + std::to_string(x + kQuiet) + ' ' + std::to_string(y + kQuiet) + ".5"
                      : "m" + std::to_string(x - pen) + " 0";
      path += 'h' + std::to_string(end - x);
      pen = x = end;
    }
  }
  return path;
}

}  // namespace

Html qr_code(std::string_view text, std::string_view label) {
  const string bytes(text);
  if (bytes.empty() || bytes.find('\0') != string::npos) return {};
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(bytes.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return {};
  const string side = std::to_string(code->width + 2 * kQuiet);
  Html svg;
  svg.raw("<svg class=\"qr\" role=\"img\" viewBox=\"0 0 ").value(side).raw(" ").value(side);
  svg.raw("\" shape-rendering=\"crispEdges\" aria-label=\"").value(label);
  svg.raw("\"><path fill=\"#fff\" d=\"M0 0h").value(side).raw("v").value(side).raw("H0z\"/>");
  svg.raw("<path stroke=\"#000\" d=\"").value(strokes(*code));
  return svg.raw("\"/></svg>");
}

}  // namespace wesel::checkout
