// Where secrets may come from, and that no message ever holds one.
#include "config/files.hpp"
#include "config/secrets.hpp"

using namespace wesel;
using config::resolve_secret;

namespace {

std::string complaint(const std::string& text) {
  const auto resolved = resolve_secret(text);
  REQUIRE_FALSE(resolved);
  CHECK(resolved.error().fault == Fault::config);
  return resolved.error().message;
}

}  // namespace

TEST_CASE("a secret comes from the environment") {
  setenv("WESEL_TEST_KEY", "hidden", 1);
  const auto resolved = resolve_secret("env:WESEL_TEST_KEY").value();
  CHECK(resolved.value.reveal() == "hidden");
  CHECK_FALSE(resolved.inline_value);
}

TEST_CASE("a variable that is missing or empty is told by its name") {
  unsetenv("WESEL_TEST_KEY");
  CHECK(complaint("env:WESEL_TEST_KEY") ==
        "environment variable WESEL_TEST_KEY is not set; set it to the secret");
  setenv("WESEL_TEST_KEY", "", 1);
  CHECK(complaint("env:WESEL_TEST_KEY") ==
        "environment variable WESEL_TEST_KEY is not set; set it to the secret");
}

TEST_CASE("a secret comes from a file without its last newline") {
  const Folder folder;
  const std::string file = folder.write("key", "line\n\n");
  CHECK(resolve_secret("file:" + file).value().value.reveal() == "line\n");
  CHECK(resolve_secret("file:" + folder.write("crlf", "line\r\n")).value().value.reveal() ==
        "line");
}

TEST_CASE("a file that others may use is refused") {
  const Folder folder;
  for (const mode_t mode : {0644, 0640, 0604, 0620}) {
    CAPTURE(mode);
    const std::string file = folder.write("key", "hidden", mode);
    CHECK(complaint("file:" + file) ==
          "file " + file + " may be used by others than its owner; chmod 600 it");
  }
  CHECK(resolve_secret("file:" + folder.write("key", "hidden", 0400)));
}

TEST_CASE("a file that holds no secret is told") {
  const Folder folder;
  const std::string gone = folder.path("gone");
  CHECK(complaint("file:" + gone) == "file " + gone + " cannot be read; it must hold the secret");
  const std::string empty = folder.write("empty", "\n");
  CHECK(complaint("file:" + empty) == "file " + empty + " is empty; it must hold the secret");
  const std::string large = folder.write("large", std::string(70'000, 'x'));
  CHECK(complaint("file:" + large) == "file " + large + " is no secret; at most 65536 bytes are");
}

TEST_CASE("a secret comes from systemd's credentials") {
  const Folder folder;
  folder.write("token", "hidden\n", 0440);
  setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);
  CHECK(resolve_secret("cred:token").value().value.reveal() == "hidden");
  CHECK(complaint("cred:../token") ==
        "credential ../token is not there; name one that systemd's LoadCredential= gives");
  unsetenv("CREDENTIALS_DIRECTORY");
  CHECK(complaint("cred:token") ==
        "credential token is not there; name one that systemd's LoadCredential= gives");
}

TEST_CASE("inline secrets are for the sandbox and never repeated in a message") {
  const std::string merchant =
      "[[merchants]]\nid = \"a\"\nwebhook = { url = \"https://a.example/h\", secrets = "
      "[\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"] }\n";
  CHECK(complaints(merchant) ==
        Texts{"3:53: merchants.webhook.secrets is a secret written inline; write \"env:NAME\", "
              "\"file:/path\" or \"cred:NAME\""});
  CHECK(complaints("allow_inline_secrets = true\n" + merchant).empty());
}

TEST_CASE("a password in the store's URL is a secret") {
  const std::string store = "[store]\nurl = \"postgresql://wesel:hunter2@db.example/wesel\"\n";
  const Texts told = complaints(store);
  REQUIRE(told.size() == 1);
  CHECK(told[0] ==
        "2:7: store.url is a secret written inline; write \"env:NAME\", \"file:/path\" or "
        "\"cred:NAME\"");
  CHECK(loaded("allow_inline_secrets = true\n" + store).store.url.reveal() ==
        "postgresql://wesel:hunter2@db.example/wesel");
  setenv("WESEL_TEST_KEY", "postgresql://wesel:hunter2@db.example/wesel", 1);
  CHECK(loaded("[store]\nurl = \"env:WESEL_TEST_KEY\"\n").store.url.reveal() ==
        "postgresql://wesel:hunter2@db.example/wesel");
}

TEST_CASE("secrets of a wrong form are told without being shown") {
  setenv("WESEL_TEST_KEY", "hunter2", 1);
  const Texts cases[] = {
      {"[server]\nsecret = \"env:WESEL_TEST_KEY\"",
       "2:10: server.secret is too short; 32 bytes or more are wanted, such as from openssl rand "
       "-hex 32"},
      {"[server.tls]\ncertificate = \"c\"\nkey = \"env:WESEL_TEST_KEY\"",
       "3:7: server.tls.key is no private key in PEM; write \"file:/path/to/key.pem\""},
      {"[[merchants]]\nid = \"a\"\nwebhook = { url = \"https://a.example/h\", secrets = "
       "[\"env:WESEL_TEST_KEY\"] }",
       "3:53: merchants.webhook.secrets is not a webhook secret; it is \"whsec_\" and the base64 "
       "of "
       "24 to 64 bytes"},
      {"[store]\nurl = \"env:WESEL_TEST_KEY\"",
       "2:7: store.url is not a store; write \"sqlite:/path/to/file.db\" or \"postgresql://…\""},
  };
  for (const Texts& c : cases) {
    CAPTURE(c[0]);
    CHECK(complaints(c[0]) == Texts{c[1]});
  }
}

TEST_CASE("a key or password in the wrong place is not shown") {
  const std::string texts[] = {
      "[server]\npublic_url = \"https://u:hunter2@a.example\"",
      "[providers.a]\nplugin = \"p\"\nmode = \"live\"\nbase_url = \"https://u:hunter2@a.example\"",
      "[[merchants]]\nid = \"a\"\nkeys = [{ id = \"k\", mode = \"live\", sha256 = \"wsk_hunter2\" "
      "}]",
  };
  for (const std::string& text : texts) {
    const Texts told = complaints(text);
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("\"…\"") != std::string::npos);
    CHECK(told[0].find("hunter2") == std::string::npos);
  }
}
