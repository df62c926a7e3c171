// The checkout page in a real browser: checkout.mjs drives Chromium over an installation that this
// program starts. Its screenshots are in build/browser.
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

bool has_browser() {
  namespace fs = std::filesystem;
  return fs::exists("/usr/bin/chromium") && fs::exists("/usr/bin/zbarimg") &&
         fs::exists(WESEL_SOURCE_DIR "/tests/browser/node_modules/playwright-core");
}

}  // namespace

TEST_CASE("customers pay in a browser") {
  if (!has_browser()) {
    std::cout << "SKIPPED: no browser. chromium, zbar-tools or tests/browser/node_modules is "
                 "missing, so nobody has looked at the checkout page.\n";
    return;
  }
  Installation wesel({.komopay = "[[providers.komopay.methods]]\ntype = \"bank_transfer\"\n",
                      .shop = "name = \"Toko Budi\"\n"});
  const auto log = wesel.folder() / "browser.log";
  Process browser({"/usr/bin/env", "node", WESEL_SOURCE_DIR "/tests/browser/checkout.mjs",
                   wesel.url(), Installation::kShop, WESEL_BUILD_DIR "/../browser"},
                  log);
  const bool ended = eventually([&] { return !browser.running(); }, std::chrono::seconds(240));
  INFO(read_file(log));
  REQUIRE(ended);
  CHECK(browser.status() == 0);
}

}  // namespace wesel::journeys
