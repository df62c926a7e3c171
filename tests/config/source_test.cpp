// Several files as one configuration.
#include "config/files.hpp"

using namespace wesel;

namespace {

std::string account(const std::string& name) {
  return "[providers." + name + "]\nplugin = \"p\"\nmode = \"live\"\n";
}

std::string route(const std::string& name) {
  return "[[routes]]\nname = \"" + name + "\"\nuse = [\"a\"]\n";
}

Texts all(const LoadResult& result) {
  Texts texts;
  for (const Problem& problem : result.problems) texts.push_back(problem.text());
  return texts;
}

}  // namespace

TEST_CASE("included files come first, in the order named, and sections merge") {
  const Folder folder;
  folder.write("providers/b.toml", account("b"));
  folder.write("providers/a.toml", account("a"));
  folder.write("routes.toml", route("one") + "[server]\nmax_connections = 7\n");
  const auto result =
      load(folder.write("wesel.toml",
                        "include = [\"routes.toml\", \"providers/*.toml\"]\n[server]\nlisten = "
                        "\"127.0.0.1:1\"\n" +
                            route("two") + account("c")));
  REQUIRE(all(result).empty());
  const Config& config = *result.config;
  CHECK(config.file == folder.path("wesel.toml"));
  CHECK(config.server.max_connections == 7);
  CHECK(config.server.listen.port == 1);
  CHECK(config.routes.at(0).name == "one");
  CHECK(config.routes.at(1).name == "two");
  CHECK(config.routes.at(0).place.file == folder.path("routes.toml"));
  CHECK(config.accounts.at(0).name == "a");
  CHECK(config.accounts.at(1).name == "b");
  CHECK(config.accounts.at(2).name == "c");
}

TEST_CASE("an included file is named from the folder of the file that includes it") {
  const Folder folder;
  folder.write("sub/deeper.toml", account("a"));
  folder.write("sub/inner.toml", "include = [\"deeper.toml\"]\n");
  const auto result = load(folder.write("wesel.toml", "include = [\"sub/inner.toml\"]\n"));
  REQUIRE(all(result).empty());
  CHECK(result.config->accounts.size() == 1);
}

TEST_CASE("what two files say twice is told with both places") {
  const Folder folder;
  const std::string inner = folder.write(
      "inner.toml", account("a") + "[log]\nlevel = \"info\"\n[server.tls]\ncertificate = \"c\"\n");
  const std::string outer = folder.write(
      "wesel.toml", "include = [\"inner.toml\"]\n[log]\nlevel = \"warn\"\n" + account("a"));
  const Texts told = all(load(outer));
  CHECK(told ==
        Texts{outer + ":3:1: log.level is said twice, first at " + inner + ":5:1; keep one",
              outer + ":4:12: providers.a is said twice, first at " + inner + ":1:12; keep one",
              inner + ":6:1: server.tls lacks key; write key = \"file:/etc/wesel/tls.key\""});
}

TEST_CASE("kinds that do not fit together are told") {
  const Folder folder;
  const std::string inner = folder.write("inner.toml", "[routes]\nx = 1\n");
  const std::string outer =
      folder.write("wesel.toml", "include = [\"inner.toml\"]\n" + account("a") + route("r"));
  const Texts told = all(load(outer));
  REQUIRE(!told.empty());
  CHECK(told[0] == outer + ":5:3: routes is said twice, first at " + inner + ":1:2; keep one");
}

TEST_CASE("files that include each other in a circle are refused") {
  const Folder folder;
  const std::string inner = folder.write("inner.toml", "include = [\"wesel.toml\"]\n");
  const std::string outer = folder.write("wesel.toml", "include = [\"inner.toml\"]\n");
  CHECK(all(load(outer)) == Texts{inner + ":1:12: file " + outer + " is included already (" +
                                  outer + "); include it once, in no circle"});
}

TEST_CASE("a file that is included twice is refused") {
  const Folder folder;
  const std::string inner = folder.write("inner.toml", account("a"));
  const std::string outer =
      folder.write("wesel.toml", "include = [\"inner.toml\", \"./in*.toml\"]\n");
  CHECK(all(load(outer)) == Texts{outer + ":1:26: file " + inner + " is included already (" +
                                  outer + ":1:12); include it once, in no circle"});
}

TEST_CASE("files that cannot be read are told where they are named") {
  const Folder folder;
  const std::string gone = folder.path("gone.toml");
  CHECK(all(load(gone)) ==
        Texts{gone + ": file " + gone + " cannot be read; name one that is there"});
  CHECK(all(load(folder.path())).at(0).ends_with("cannot be read; name one that is there"));
  const std::string outer = folder.write("wesel.toml", "include = [\"gone.toml\"]\n");
  CHECK(all(load(outer)) ==
        Texts{outer + ":1:12: file " + gone + " cannot be read; name one that is there"});
}

TEST_CASE("a file that is too large is refused") {
  const Folder folder;
  const std::string file = folder.write("wesel.toml", std::string(1'100'000, '\n'));
  CHECK(all(load(file)) ==
        Texts{file + ": file " + file + " has 1100000 bytes; at most 1048576 are read, split it"});
}

TEST_CASE("a pattern that names nothing is only warned about") {
  const Folder folder;
  const std::string file = folder.write("wesel.toml", "include = [\"none/*.toml\"]\n");
  const auto result = load(file);
  CHECK(all(result) == Texts{file + ":1:12: warning: include \"none/*.toml\" names no file; is the "
                                    "path right?"});
  CHECK(result.config);
}

TEST_CASE("include is a list of texts") {
  CHECK(complaints("include = \"a.toml\"") ==
        Texts{R"(1:11: include is a text; write a list such as ["routes.toml"])"});
  CHECK(complaints("include = [1]") == Texts{"1:12: include has an integer; a text is wanted"});
}

TEST_CASE("a broken file hides no problem of the others, and invents none") {
  const Folder folder;
  const std::string inner = folder.write("accounts.toml", "[providers.a\n");
  const std::string outer =
      folder.write("wesel.toml", "include = [\"accounts.toml\"]\n[log]\nlevel = 1\n" + route("r"));
  const Texts told = all(load(outer));
  REQUIRE(told.size() == 2);
  CHECK(told[0].starts_with(inner + ":1:"));
  CHECK(told[1] == outer + ":3:9: log.level is an integer; a text is wanted");
}
