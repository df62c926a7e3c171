// The codes that phones and tills read, drawn module by module.
#include <qrencode.h>

#include <catch2/catch.hpp>
#include <memory>
#include <regex>
#include <sstream>

#include "checkout/barcode.hpp"
#include "checkout/qr.hpp"

using namespace wesel::checkout;
using std::string;

namespace {

string between(const string& text, const string& from, const string& to) {
  const auto begin = text.find(from);
  REQUIRE(begin != string::npos);
  const auto start = begin + from.size();
  return text.substr(start, text.find(to, start) - start);
}

// Dark modules of the drawing, by following its pen.
std::vector<std::vector<bool>> drawn(const string& svg, std::size_t side) {
  static const std::regex kOrder(R"(M(\d+) (\d+)\.5|m(\d+) 0|h(\d+))");
  std::vector<std::vector<bool>> dark(side, std::vector<bool>(side));
  const string path = between(svg, "stroke=\"#000\" d=\"", "\"");
  std::size_t x = 0, y = 0, read = 0;
  for (std::sregex_iterator at(path.begin(), path.end(), kOrder), end; at != end; ++at) {
    read += at->str().size();
    const auto number = [&](std::size_t i) { return std::stoul((*at)[i].str()); };
    if ((*at)[1].matched) x = number(1), y = number(2);
    if ((*at)[3].matched) x += number(3);
    for (std::size_t i = (*at)[4].matched ? number(4) : 0; i > 0; --i) dark.at(y).at(x++) = true;
  }
  CHECK(read == path.size());
  return dark;
}

}  // namespace

TEST_CASE("a QR code is drawn as it was encoded, with white around it") {
  const string text = "00020101021226570014ID.CO.SANDBOX.WWW5303360540610000063041234";
  const string svg = qr_code(text, "QRIS, Rp100.000").markup();
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  const auto width = static_cast<std::size_t>(code->width);
  const string side = std::to_string(width + 8);
  CHECK(svg.find("viewBox=\"0 0 " + side + " " + side + "\"") != string::npos);
  CHECK(svg.find("aria-label=\"QRIS, Rp100.000\"") != string::npos);
  const auto dark = drawn(svg, width + 8);
  int wrong = 0;
  for (std::size_t y = 0; y < width + 8; ++y)
    for (std::size_t x = 0; x < width + 8; ++x) {
      const bool inside = x >= 4 && y >= 4 && x < width + 4 && y < width + 4;
      const bool wanted = inside && code->data[(y - 4) * width + x - 4] & 1;
      wrong += dark[y][x] != wanted;
    }
  CHECK(wrong == 0);
}

TEST_CASE("what fits no QR code is not drawn") {
  CHECK(qr_code("", "x").empty());
  CHECK(qr_code(string(5000, 'a'), "x").empty());
  CHECK(qr_code(string("a\0b", 3), "x").empty());
}

TEST_CASE("a label cannot leave its attribute") {
  CHECK(qr_code("1", "\"><script>").markup().find("<script>") == string::npos);
  CHECK(barcode("1", "\"><script>").markup().find("<script>") == string::npos);
}

TEST_CASE("a barcode is as wide as Code 128 says") {
  const auto wide = [](const char* text) {
    return between(barcode(text, "x").markup(), "viewBox=\"0 0 ", " ");
  };
  // start, values, check: 11 each; stop 13; white 20
  CHECK(wide("PJJ123C") == std::to_string(11 * 9 + 13 + 20));
  CHECK(wide("12345678") == std::to_string(11 * 6 + 13 + 20));   // four pairs
  CHECK(wide("123456789") == std::to_string(11 * 8 + 13 + 20));  // four pairs, then set B
  CHECK(wide("12A") == std::to_string(11 * 5 + 13 + 20));        // one pair is not worth it
  CHECK(barcode("", "x").empty());
  CHECK(barcode("é", "x").empty());
  CHECK(barcode(string(33, '1'), "x").empty());
}

TEST_CASE("the sample of the textbooks, bar by bar") {
  // "PJJ123C" in set B: 48 42 42 17 18 19 35, check (104+48+84+126+68+90+114+245) % 103 = 55.
  const string svg = barcode("PJJ123C", "x").markup();
  std::istringstream path(between(svg, "<path d=\"", "\""));
  string bars, one;
  for (char c = 0; path >> c;) {
    if (c == 'h' && path.peek() != '-') bars += static_cast<char>(path.get());
  }
  // the bars, without the spaces, of 104 48 42 42 17 18 19 35 55 and the stop
  CHECK(bars ==
        "211"
        "332"
        "123"
        "123"
        "132"
        "231"
        "213"
        "112"
        "312"
        "2312");
}
