// [[routes]] and [routing]: what is read, and what may be wrong in it.
#include "config/files.hpp"

using namespace wesel;
using namespace std::chrono_literals;

namespace {

const std::string kAccounts = R"([providers.one]
plugin = "p"
mode = "live"
[providers.two]
plugin = "p"
mode = "live"
)";

// [[routes]] is line 7, its name line 8; what is given starts at line 9.
std::string route(const std::string& text) {
  return kAccounts + "[[routes]]\nname = \"r\"\n" + text + "\n";
}

}  // namespace

TEST_CASE("a route is read with its defaults") {
  const Config config = loaded(route("use = [\"two\", \"one\"]"));
  const Route& r = config.routes.at(0);
  CHECK(r.name == "r");
  CHECK(texts(r.use) == Texts{"two", "one"});
  CHECK(r.when.all.empty());
  CHECK(r.pick == Pick::listed);
  CHECK(r.split.empty());
  CHECK(r.failover.attempts == 3);
  CHECK(r.failover.within == 10s);
  CHECK(r.failover.unknown == UnknownPolicy::when_unseen);
  CHECK(r.place.line == 7);
}

TEST_CASE("a route is read with everything it may say") {
  const Config config = loaded(route(R"(use = ["one", "two"]
pick = "split"
split = { one = 70, two = 30 }
failover = { attempts = 2, within = "5s", unknown = "never" }
[routing]
timezone = "Asia/Jakarta")"));
  const Route& r = config.routes.at(0);
  CHECK(r.pick == Pick::split);
  REQUIRE(r.split.size() == 2);
  CHECK(r.split[0].account == "one");
  CHECK(r.split[0].weight == 70);
  CHECK(r.failover.attempts == 2);
  CHECK(r.failover.within == 5s);
  CHECK(r.failover.unknown == UnknownPolicy::never);
  CHECK(config.timezone == "Asia/Jakarta");
}

TEST_CASE("every way to pick has its name") {
  for (const char* name : {"listed", "cheapest", "healthiest", "fastest"}) {
    CAPTURE(name);
    const Config config = loaded(route("use = [\"one\"]\npick = \"" + std::string(name) + "\""));
    CHECK(name_of(config.routes.at(0).pick) == name);
  }
  CHECK(name_of(Pick::split) == "split");
}

TEST_CASE("an account without a weight only follows") {
  const Config config =
      loaded(route("use = [\"one\", \"two\"]\npick = \"split\"\nsplit = { one = 1 }"));
  CHECK(config.routes.at(0).split.size() == 1);
}

TEST_CASE("each mistake in a route is told at its place") {
  struct Case {
    std::string text;
    std::string complaint;
  };
  const Case cases[] = {
      {"", R"(7:1: routes lacks use; write use = ["account", …])"},
      {"use = []", R"(9:7: routes.use is empty; write ["account", …])"},
      {"use = \"one\"", "9:7: routes.use is a text; a list is wanted"},
      {"use = [\"one\"]\nfailover = { within = \"300ms\" }",
       R"(10:23: routes.failover.within is too short; write at least "1s")"},
      {"use = [\"one\", \"one\"]", R"(9:15: routes.use has "one" twice; keep one)"},
      {"use = [\"ones\"]", R"(9:8: routes.use has "ones", which is no account; one may be meant)"},
      {"use = [\"quite-other\"]",
       R"(9:8: routes.use has "quite-other", which is no account; add [providers.quite-other])"},
      {"use = [\"one\"]\npick = \"random\"",
       R"(10:8: routes.pick = "random" is not known; write "listed", "split", "cheapest", "healthiest" or "fastest")"},
      {"use = [\"one\"]\npick = \"split\"",
       "7:1: routes lacks split; write split = { account = 70, another = 30 }"},
      {"use = [\"one\"]\nsplit = { one = 1 }",
       R"(10:9: routes.split is used by pick = "split" alone; write that, or drop it)"},
      {"use = [\"one\"]\npick = \"split\"\nsplit = { one = 1, two = 1 }",
       "11:20: routes.split.two is not in use of this route; add it there or drop it"},
      {"use = [\"one\"]\npick = \"split\"\nsplit = { one = 0 }",
       "11:17: routes.split.one = 0 is out of range; from 1 to 1000000 is right"},
      {"use = [\"one\"]\npick = \"split\"\nsplit = { one = 0.5 }",
       "11:17: routes.split.one is a float; an integer is wanted"},
      {"use = [\"one\"]\nfailover = { attempts = 0 }",
       "10:25: routes.failover.attempts = 0 is out of range; from 1 to 99 is right"},
      {"use = [\"one\"]\nfailover = { unknown = \"always\" }",
       R"(10:24: routes.failover.unknown = "always" is not known; write "when_unseen" or "never")"},
      {"use = [\"one\"]\n[routing]\ntimezone = \"Mars\"",
       R"(11:12: routing.timezone = "Mars" is not a known time zone; write a name such as "Asia/Jakarta" or "UTC")"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(complaints(route(c.text)) == Texts{c.complaint});
  }
}

TEST_CASE("two routes of one name are told with both places") {
  const Folder folder;
  const std::string text = route("use = [\"one\"]") + "[[routes]]\nname = \"r\"\nuse = [\"one\"]\n";
  const std::string file = folder.write("wesel.toml", text);
  CHECK(complaints(load(file)) ==
        Texts{"10:1: route r is there twice, first at " + file + ":7:1; give each its own"});
}
