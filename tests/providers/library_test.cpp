// Plugins as files: what is refused before its code runs, and what when it describes itself.
#include <fstream>

#include "base/bytes.hpp"
#include "providers/world.hpp"

namespace wesel {
namespace {

namespace fs = std::filesystem;

std::string why_not(const Result<std::shared_ptr<Plugin>>& plugin) {
  return plugin ? "" : plugin.error().message;
}

std::string digest(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return to_hex(as_text(sha256(std::string(std::istreambuf_iterator<char>(in), {}))));
}

TEST_CASE("a plugin is found by its name and loaded once") {
  const auto plugin = test::plugins().find("stepper", {});
  REQUIRE(plugin);
  const Description& description = (*plugin)->description();
  CHECK(description.id == "stepper");
  CHECK(description.callbacks == Callbacks::signed_calls);
  CHECK(description.session == SessionScope::account);
  CHECK(description.offers(OperationKind::payment_cancel));
  CHECK_FALSE(description.offers(OperationKind::payout_create));
  REQUIRE(description.capabilities.size() == 3);
  const Offer& first = description.capabilities[0].offer;
  CHECK(first.minimum == test::rupiah(10'000));
  CHECK(first.required == std::vector<std::string>{"customer.email"});
  CHECK(first.unseen_safe);
  CHECK(*plugin == *test::plugins().find("stepper", {}));
  CHECK(*plugin == *test::plugins().open(test::plugin_file("stepper"), {}));
  CHECK(test::plugins().list().count("stepper") == 1);
}

TEST_CASE("a name that is none, and one that nobody has") {
  CHECK(why_not(test::plugins().find("../stepper", {})).find("no plugin's name") !=
        std::string::npos);
  const std::string why = why_not(test::plugins().find("nobody", {}));
  CHECK(why.find("no plugin \"nobody\" in ") == 0);
  CHECK(why.find("tests/plugins") != std::string::npos);
}

TEST_CASE("a pinned file is loaded only if it is the pinned one") {
  const fs::path file = test::plugin_file("stepper");
  CHECK(test::plugins().open(file, digest(file)));
  const std::string why = why_not(test::plugins().open(file, std::string(64, '0')));
  CHECK(why.find("its sha256 is " + digest(file)) != std::string::npos);
}

TEST_CASE("what is no plugin is refused before any of its code runs") {
  // Loading it would abort the test.
  CHECK(why_not(test::plugins().open(test::plugin_file("stranger"), {}))
            .find("exports no wesel_plugin_v1") != std::string::npos);
  CHECK(why_not(test::plugins().open(fs::path(WESEL_SOURCE_DIR) / "CMakeLists.txt", {}))
            .find("not a shared library") != std::string::npos);
  CHECK(why_not(test::plugins().open("/nowhere/libwesel_x.so", {})).find("no such file") !=
        std::string::npos);
  CHECK(why_not(test::plugins().open(test::plugin_file("x").parent_path(), {}))
            .find("no such file") != std::string::npos);
}

TEST_CASE("a description is checked as a whole, and every breach of it is told") {
  const std::string why = why_not(test::plugins().find("liar", {}));
  for (const char* breach : {"id is not lower case",
                             "name is null with a size",
                             "version is empty",
                             "operations has the bit of none",
                             "session is 9",
                             "endpoint 0: size 8 is wrong",
                             "endpoint 1: live_url is no http(s) URL",
                             "endpoint 1: test_url is no http(s) URL",
                             "endpoint 3: null",
                             "endpoint api is there twice",
                             "setting 0: name is not lower case",
                             "setting 0: help is not UTF-8",
                             "setting 0: required is 2",
                             "setting 0: default_value is none of the choices",
                             "capability 0: kind is 7",
                             "capability 0: modes is 4",
                             "capability 0: method is none",
                             "capability 0: channel is not",
                             "capability 0: currency is not known",
                             "capability 0: shortest_expiry_s is more",
                             "a payment capability without payment_create",
                             "can_cancel without payment_cancel",
                             "query_by_reference without payment_query",
                             "callbacks says none"}) {
    CAPTURE(why, breach);
    CHECK(why.find(breach) != std::string::npos);
  }
}

TEST_CASE("a table that lacks something is refused") {
  CHECK(why_not(make_plugin(nullptr)).find("gave null") != std::string::npos);
  wesel_plugin table{};
  CHECK(why_not(make_plugin(&table)).find("size 0 is wrong") != std::string::npos);
  table.size = sizeof(table);
  CHECK(why_not(make_plugin(&table)).find("lacks one of its six") != std::string::npos);
}

}  // namespace
}  // namespace wesel
