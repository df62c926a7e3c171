// Every rule of the house is shown a small tree that keeps it and one that breaks it: a rule that
// cannot fail checks nothing.
#include <catch2/catch.hpp>
#include <fstream>

#include "rules.hpp"

using namespace wesel::tidy;
using std::string;

namespace {

using Files = std::vector<std::pair<string, string>>;

Tree tree_of(const Files& files) {
  Tree tree;
  for (const auto& [path, text] : files) tree.emplace(path, Source(path, text));
  return tree;
}

using Check = void (*)(const Tree&, Findings&);

// What a check finds, as "path:line rule", in order.
std::vector<string> found(Check check, const Files& files) {
  Findings findings;
  check(tree_of(files), findings);
  std::vector<string> out;
  for (const Finding& f : findings) {
    CHECK_FALSE(f.advice.empty());
    out.push_back(f.path + ":" + std::to_string(f.line) + " " + f.rule);
  }
  return out;
}

bool broken(Check check, const Files& files) { return !found(check, files).empty(); }

const string kHeader = "// What this is.\n#pragma once\n";

// A tree whose one file includes another.
Files including(const string& from, const string& include, const string& target) {
  return {{from, "// A.\n#include \"" + include + "\"\n"}, {target, kHeader}};
}

}  // namespace

TEST_CASE("comments and literals are not code, and lines keep their numbers") {
  const Source source("a.cpp",
                      "int a; // std::thread\n/* double\n */ auto s = \"float \\\" x\";\n"
                      "auto r = R\"x(thread_local \" )\" )x\"; int n = 1'000; char c = '\"';\nend");
  CHECK(source.code().size() == source.text().size());
  CHECK(source.code().find("thread") == string::npos);
  CHECK(source.code().find("double") == string::npos);
  CHECK(source.code().find("float") == string::npos);
  CHECK(source.code().find("1'000") != string::npos);
  CHECK(source.line_of(source.code().find("end")) == 5);
}

TEST_CASE("includes are seen where they are code") {
  const Source source("a.cpp",
                      "#include <map>\n// #include \"b.hpp\"\n  #  include \"x/c.hpp\"  // c\n"
                      "const char* s = \"#include <d>\";\n/*\n#include <e>\n*/\n");
  REQUIRE(source.includes().size() == 2);
  CHECK(source.includes()[0].path == "map");
  CHECK(source.includes()[1].path == "x/c.hpp");
  CHECK(source.includes()[1].line == 3);
}

TEST_CASE("includes point down the rooms") {
  const auto core = [](const string& from, const string& to) {
    return broken(check_includes, including("core/" + from, to, "core/" + to));
  };
  CHECK_FALSE(core("engine/create.cpp", "routing/choose.hpp"));
  CHECK_FALSE(core("engine/create.cpp", "engine/settle.hpp"));
  CHECK_FALSE(core("main.cpp", "cli/serve.hpp"));
  CHECK_FALSE(core("http/client.cpp", "store/store.hpp"));
  CHECK(core("routing/choose.cpp", "engine/create.hpp"));
  CHECK(core("store/store.hpp", "http/message.hpp"));
  CHECK(core("base/clock.hpp", "domain/money.hpp"));
  CHECK(core("domain/money.cpp", "config/config.hpp"));
  CHECK(core("cli/serve.cpp", "main.hpp"));
  CHECK(found(check_includes, including("core/base/a.hpp", "app/b.hpp", "core/app/b.hpp")) ==
        std::vector<string>{"core/base/a.hpp:2 includes"});
}

TEST_CASE("routing and providers never meet") {
  CHECK(broken(check_includes, including("core/routing/choose.cpp", "providers/account.hpp",
                                         "core/providers/account.hpp")));
  CHECK(broken(check_includes, including("core/providers/flow.cpp", "routing/choose.hpp",
                                         "core/routing/choose.hpp")));
}

TEST_CASE("a room that nobody gave a floor is told") {
  CHECK(
      broken(check_includes, including("core/engine/a.cpp", "ledger/b.hpp", "core/ledger/b.hpp")));
  CHECK(broken(check_includes, including("core/ledger/a.cpp", "base/b.hpp", "core/base/b.hpp")));
}

TEST_CASE("the runner shares base and sdk alone with the engine") {
  const auto runner = [](const string& to) {
    return broken(check_includes, including("core/runner/main.cpp", to, "core/" + to));
  };
  CHECK_FALSE(runner("base/clock.hpp"));
  CHECK(runner("providers/flow.hpp"));
}

TEST_CASE("sdk and plugins know nothing of core, and core nothing of fakes") {
  const auto bad = [](const string& from, const string& include, const string& target) {
    return broken(check_includes, including(from, include, target));
  };
  CHECK_FALSE(bad("core/base/a.cpp", "wesel/json.hpp", "sdk/include/wesel/json.hpp"));
  CHECK_FALSE(bad("plugins/fazz/fazz.cpp", "wesel/json.hpp", "sdk/include/wesel/json.hpp"));
  CHECK_FALSE(bad("plugins/fazz/fazz.cpp", "protocol.hpp", "plugins/fazz/protocol.hpp"));
  CHECK_FALSE(
      bad("plugins/sandbox/main.cpp", "fazz/sandbox/fazz.hpp", "plugins/fazz/sandbox/fazz.hpp"));
  CHECK(bad("core/engine/a.cpp", "wesel/sandbox.hpp", "sdk/include/wesel/sandbox.hpp"));
  CHECK(bad("core/engine/a.cpp", "wesel/testing.hpp", "sdk/include/wesel/testing.hpp"));
  CHECK(bad("sdk/src/json.cpp", "base/clock.hpp", "core/base/clock.hpp"));
  CHECK(bad("plugins/fazz/fazz.cpp", "base/clock.hpp", "core/base/clock.hpp"));
  CHECK(bad("plugins/fazz/fazz.cpp", "../komerce/a.hpp", "plugins/komerce/a.hpp"));
  CHECK(bad("plugins/fazz/fazz.cpp", "komerce/a.hpp", "plugins/komerce/a.hpp"));
  CHECK(bad("plugins/sandbox/main.cpp", "fazz/protocol.hpp", "plugins/fazz/protocol.hpp"));
  CHECK(bad("core/engine/a.cpp", "../base/clock.hpp", "core/base/clock.hpp"));
}

TEST_CASE("a foreign library is included in its rooms alone") {
  const auto bad = [](const string& path, const string& include) {
    return broken(check_libraries, {{path, "// A.\n#include <" + include + ">\n"}});
  };
  CHECK_FALSE(bad("core/http/server.cpp", "Poco/Net/TCPServer.h"));
  CHECK_FALSE(bad("core/app/serve.cpp", "Poco/Util/ServerApplication.h"));
  CHECK_FALSE(bad("core/store/writer.cpp", "sqlite3.h"));
  CHECK_FALSE(bad("core/base/result.hpp", "boost/system/result.hpp"));
  CHECK(bad("core/app/serve.cpp", "Poco/Net/TCPServer.h"));
  CHECK(bad("core/engine/a.cpp", "Poco/Util/ServerApplication.h"));
  CHECK(bad("core/base/json.cpp", "Poco/JSON/Parser.h"));
  CHECK(bad("core/api/a.cpp", "boost/beast/http.hpp"));
  CHECK(bad("core/engine/a.cpp", "sqlite3.h"));
  CHECK(bad("core/engine/a.cpp", "libpq-fe.h"));
  CHECK(bad("core/engine/a.cpp", "boost/dll.hpp"));
  CHECK(bad("core/routing/a.cpp", "toml++/toml.h"));
  CHECK(bad("core/engine/a.cpp", "boost/json.hpp"));
  CHECK(bad("core/engine/a.hpp", "boost/optional.hpp"));
  CHECK(bad("plugins/fazz/fazz.cpp", "Poco/JSON/Parser.h"));
}

TEST_CASE("a foreign type leaves its room through no header, however far behind") {
  const Files leak = {{"core/http/socket.hpp", kHeader + "#include <Poco/Net/StreamSocket.h>\n"},
                      {"core/http/server.hpp", kHeader + "#include \"http/socket.hpp\"\n"},
                      {"core/http/server.cpp", "#include \"http/server.hpp\"\n"},
                      {"core/api/listen.cpp", "// A.\n#include \"http/server.hpp\"\n"}};
  CHECK(found(check_libraries, leak) == std::vector<string>{"core/api/listen.cpp:2 libraries"});
}

TEST_CASE("above http and store nothing waits, or asks the machine, by itself") {
  const auto bad = [](const string& path, const string& code) {
    return broken(check_waiting, {{path, "// A.\nvoid f() { " + code + "; }\n"}});
  };
  for (const char* code :
       {"std::thread t", "std::jthread t", "std::this_thread::sleep_for(x)", "std::async(g)",
        "std::condition_variable c", "std::condition_variable_any c", "thread_local int x",
        "auto t = std::chrono::steady_clock::now()", "chr::system_clock::now()",
        "std::random_device r", "usleep(1)", "std::promise<int> p", "std::time(nullptr)"}) {
    CAPTURE(code);
    CHECK(bad("core/engine/a.cpp", code));
    CHECK(bad("core/api/a.hpp", code));
    CHECK(bad("core/base/bytes.cpp", code));
    CHECK(bad("plugins/fazz/fazz.cpp", code));
    CHECK_FALSE(bad("core/http/a.cpp", code));
    CHECK_FALSE(bad("core/store/a.cpp", code));
  }
  CHECK_FALSE(bad("core/base/tasks.cpp", "std::thread t"));
  CHECK_FALSE(bad("core/engine/a.cpp", "tasks_.sleep_until(x); const std::lock_guard l(m)"));
  CHECK_FALSE(bad("core/engine/a.cpp", "say(\"std::thread\") // std::thread"));
  CHECK(bad("plugins/fazz/fazz.cpp", "std::ifstream f(x)"));
  CHECK(bad("plugins/fazz/fazz.cpp", "std::getenv(x)"));
  CHECK_FALSE(bad("plugins/fazz/sandbox/fazz.cpp", "std::ifstream f(x)"));
}

TEST_CASE("no lock is held while clock, entropy, transport, store or tasks are asked") {
  const auto lines = [](const string& body) {
    return found(check_waiting, {{"core/engine/a.cpp", "// A.\nvoid f() {\n" + body + "\n}\n"}});
  };
  const string lock = "const std::lock_guard lock(mutex_);\n";
  const std::vector<string> fourth = {"core/engine/a.cpp:4 locks"};
  CHECK(lines(lock + "store_.commit(batch);") == fourth);
  CHECK(lines(lock + "if (x) { at = clock_->now(); }") == fourth);
  CHECK(lines("std::unique_lock lock(m);\ntransport.send(x);") == fourth);
  CHECK(lines("{ " + lock + "x = 1; }\nstore_.commit(batch);").empty());
  CHECK(lines("store_.commit(batch);\n" + lock + "x = 1;").empty());
  CHECK(lines(lock + "clock_skew_ = 1; restore(x); entries_.push_back(y);").empty());
}

TEST_CASE("floating point stays away from money") {
  const auto bad = [](const string& path, const string& code) {
    return broken(check_words, {{path, "// A.\n" + code + ";\n"}});
  };
  CHECK(bad("core/domain/money.cpp", "double x"));
  CHECK(bad("core/domain/money.hpp", "float x"));
  CHECK(bad("sdk/src/money.cpp", "auto x = std::stod(y)"));
  CHECK(bad("plugins/fazz/fazz.cpp", "double amount"));
  CHECK_FALSE(bad("core/domain/money.cpp", "int doubled; // double"));
  CHECK_FALSE(bad("core/observe/metrics.cpp", "double seconds"));
}

TEST_CASE("names that say nothing are refused") {
  const auto bad = [](const string& path, const string& code) {
    return broken(check_words, {{path, "// A.\n" + code + "\n"}});
  };
  CHECK(bad("core/base/utils.hpp", ""));
  CHECK(bad("core/common/a.hpp", ""));
  CHECK(bad("core/store/store_impl.cpp", ""));
  CHECK(bad("core/http/socket_manager.hpp", ""));
  CHECK(bad("core/http/a.hpp", "class SocketManager {};"));
  CHECK(bad("core/http/a.hpp", "struct ReaderHelper {};"));
  CHECK(bad("core/http/a.hpp", "class Impl;"));
  CHECK(bad("core/http/a.hpp", "namespace utils {"));
  CHECK_FALSE(bad("core/http/a.hpp", "class Implied {}; struct Commonwealth {};"));
  CHECK_FALSE(bad("core/http/commonwealth.hpp", "// the manager helps"));
}

TEST_CASE("a path of one machine is refused, even in a comment") {
  const auto bad = [](const string& path, const string& text) {
    return broken(check_words, {{path, "// A.\n" + text + "\n"}});
  };
  CHECK(bad("core/app/a.cpp", "open(\"/home/budi/x\");"));
  CHECK(bad("core/app/a.cpp", "// see /root/x"));
  CHECK(bad("core/app/a.cpp", "open(\"/tmp/x\");"));
  CHECK_FALSE(bad("tests/app/a_test.cpp", "open(\"/tmp/x\");"));
  CHECK_FALSE(bad("plugins/fazz/tests/a_test.cpp", "open(\"/tmp/x\");"));
  CHECK_FALSE(bad("core/app/a.cpp", "get(\"/v1/home/x\"); get(\"https://a.example/home/x\");"));
}

TEST_CASE("every source is built, introduced and short") {
  const Files good = {{"core/http/CMakeLists.txt", "wesel_room(http SOURCES reader.cpp tls/a.cpp)"},
                      {"core/http/reader.hpp", kHeader},
                      {"core/http/reader.cpp", "#include \"http/reader.hpp\"\n"},
                      {"core/http/tls/a.cpp", "// What this is.\n"}};
  CHECK(found(check_files, good).empty());
  const auto with = [&](const string& path, const string& text) {
    Files files = good;
    files.emplace_back(path, text);
    return found(check_files, files);
  };
  CHECK(with("core/http/new.cpp", "// A.\n") == std::vector<string>{"core/http/new.cpp:1 homes"});
  CHECK(with("core/http/r.cpp", "// A.\n") == std::vector<string>{"core/http/r.cpp:1 homes"});
  CHECK(found(check_files, {{"tests/abi/CMakeLists.txt", "foreach(n one) add(x/${n}.c)"},
                            {"tests/abi/x/one.c", "// A.\n"},
                            {"tests/abi/x/two.c", "// A.\n"}}) ==
        std::vector<string>{"tests/abi/x/two.c:1 homes"});
  CHECK(with("core/http/b.hpp", "// A.\n") == std::vector<string>{"core/http/b.hpp:1 opening"});
  CHECK(with("core/http/b.hpp", "#pragma once\n") ==
        std::vector<string>{"core/http/b.hpp:1 opening"});
  string lines;
  for (int i = 0; i < 499; ++i) lines += "int x;\n";
  CHECK(with("core/http/b.h", "// A.\n" + lines).empty());
  CHECK(with("core/http/b.h", "// A.\n" + lines + "\n") ==
        std::vector<string>{"core/http/b.h:501 size"});
}

TEST_CASE("a function fits on a page") {
  const auto lines = [](const string& head, int count) {
    string body;
    for (int i = 0; i < count - 2; ++i) body += "  if (x) { y(); }\n";
    return found(check_files,
                 {{"core/a.h", "// A.\nnamespace n {\n" + head + " {\n" + body + "}\n}"}});
  };
  const std::vector<string> third = {"core/a.h:3 size"};
  CHECK(lines("void f(int x)", 60).empty());
  CHECK(lines("void f(int x)", 61) == third);
  CHECK(lines("int f() const noexcept", 61) == third);
  CHECK(lines("auto f = [&]() -> std::vector<int>", 61) == third);
  CHECK(lines("struct S", 61).empty());
}

TEST_CASE("a tree on disk is read, and all rules look at it") {
  namespace fs = std::filesystem;
  const fs::path root = fs::temp_directory_path() / fs::path("wesel-tidy-test");
  fs::remove_all(root);
  for (const char* top : {"core/engine", "core/base", "plugins", "sdk", "tests"})
    fs::create_directories(root / top);
  std::ofstream(root / "core/base/a.hpp") << kHeader << "#include \"engine/b.hpp\"\n";
  std::ofstream(root / "core/engine/b.hpp") << kHeader << "class Helper;\n";
  std::ofstream(root / "core/engine/notes.txt") << "class Helper;\n";
  const Findings findings = check_all(read_tree(root));
  fs::remove_all(root);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].path == "core/base/a.hpp");
  CHECK(findings[0].line == 3);
  CHECK(findings[1].rule == "names");
  CHECK_THROWS(read_tree(root));
}
