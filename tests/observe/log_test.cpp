// Log lines as a reader of them sees them.
#include "observe/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>
#include <wesel/json.hpp>

namespace wesel {
namespace {

struct StillClock final : Clock {
  Time now() override { return from_ms(1'767'323'045'678); }
  Instant steady() override { return Instant(Millis(0)); }
};

// A file that is gone with the test.
class Paper {
 public:
  Paper() : descriptor_(mkostemp(name_.data(), O_APPEND)) { REQUIRE(descriptor_ >= 0); }
  ~Paper() {
    close(descriptor_);
    unlink(name_.c_str());
  }
  int descriptor() const { return descriptor_; }
  std::vector<std::string> lines() const {
    std::ifstream in(name_);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
  }

 private:
  std::string name_ = "/tmp/wesel_log_XXXXXX";
  int descriptor_;
};

TEST_CASE("a line is one JSON object with time, level, event and fields") {
  const Paper paper;
  StillClock clock;
  Log log(clock, paper.descriptor(), Level::info);
  log.warn("provider answered", {{"account", "one"}, {"status", 503}, {"effect", true}});
  CHECK(paper.lines() ==
        std::vector<std::string>{
            R"({"time":"2026-01-02T03:04:05.678Z","level":"warn","event":"provider answered",)"
            R"("account":"one","status":503,"effect":true})"});
}

TEST_CASE("what is below the level is not written") {
  const Paper paper;
  StillClock clock;
  Log log(clock, paper.descriptor(), Level::warn);
  log.info("quiet");
  log.error("loud");
  log.set_level(Level::debug);
  log.debug("all");
  CHECK(paper.lines().size() == 2);
  CHECK(find_level("warn") == Level::warn);
  CHECK_FALSE(find_level("loud").has_value());
}

TEST_CASE("secrets are masked and no text breaks a line") {
  const Paper paper;
  StillClock clock;
  Log log(clock, paper.descriptor(), Level::debug, [](std::string text) {
    const auto at = text.find("hunter2");
    return at == text.npos ? text : text.replace(at, 7, "***");
  });
  log.info("said hunter2", {{"text", "a \"hunter2\"\n\x01"}, {"broken", "\xff\xfe!"}});
  const auto lines = paper.lines();
  REQUIRE(lines.size() == 1);
  const auto line = json::Document::parse(lines[0]);
  REQUIRE(line.ok());
  CHECK(line.root()["event"].text() == "said ***");
  CHECK(line.root()["text"].text() == "a \"***\"\n\x01");
  CHECK(line.root()["broken"].text() == "?\?!");
}

TEST_CASE("lines of many threads never mix") {
  const Paper paper;
  StillClock clock;
  Log log(clock, paper.descriptor(), Level::debug);
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i)
    writers.emplace_back([&] {
      for (int n = 0; n < 200; ++n) log.info("line", {{"text", std::string(500, 'x')}});
    });
  for (auto& writer : writers) writer.join();
  const auto lines = paper.lines();
  CHECK(lines.size() == 1600);
  for (const auto& line : lines) REQUIRE(line == lines[0]);
  CHECK(log.lost() == 0);
}

TEST_CASE("a line that cannot be written is counted") {
  StillClock clock;
  Log log(clock, -1, Level::debug);
  log.info("into the void");
  CHECK(log.lost() == 1);
}

}  // namespace
}  // namespace wesel
