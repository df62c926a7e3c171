// Mistakes in the sections around accounts and routes: each gives exactly its message, and all are
// told at once.
#include "config/files.hpp"

using namespace wesel;

namespace {

const std::string kDigest(64, 'a');

}  // namespace

TEST_CASE("each mistake in a section is told at its place") {
  struct Case {
    std::string text;
    std::string complaint;
  };
  const std::string duration = R"(; write a text such as "500ms", "5s", "30m", "2h" or "3d")";
  const Case cases[] = {
      {"sever = 1", "1:1: sever is not known; server may be meant"},
      {"[server]\nlisen = \"x\"", "2:1: server.lisen is not known; listen may be meant"},
      {"[server]\ncolour = 1",
       "2:1: server.colour is not known; known here: admin_listen, cors_origins, listen, "
       "max_connections, public_url, secret, tls"},
      {"server = 1", "1:10: server is an integer; a table is wanted"},
      {"merchants = 1", "1:13: merchants is an integer; a list is wanted"},
      {"merchants = [1]", "1:14: merchants is an integer; a table is wanted"},
      {"allow_inline_secrets = \"yes\"",
       "1:24: allow_inline_secrets is a text; write true or false"},
      {"[server]\nlisten = \"8080\"",
       R"(2:10: server.listen = "8080" is not an address; write "127.0.0.1:8080" or "[::1]:8080")"},
      {"[server]\nlisten = \"1.2.3.256:80\"",
       R"(2:10: server.listen = "1.2.3.256:80" is not an address; write "127.0.0.1:8080" or "[::1]:8080")"},
      {"[server]\nlisten = \"127.0.0.1:65536\"",
       R"(2:10: server.listen = "127.0.0.1:65536" is not an address; write "127.0.0.1:8080" or "[::1]:8080")"},
      {"[server]\nlisten = 8080", "2:10: server.listen is an integer; a text is wanted"},
      {"[server]\nadmin_listen = \"0.0.0.0:1\"",
       "2:16: server.admin_listen is open to others than this machine; write 127.0.0.1, or add "
       "[server.tls] and [[operators]]"},
      {"[server]\npublic_url = \"https://a.example/\"",
       R"(2:14: server.public_url = "https://a.example/" ends in '/'; leave the last one out)"},
      {"[server]\npublic_url = \"https://u:p@a.example\"",
       R"(2:14: server.public_url = "…" is not such a URL; write "https://host/path", without user, '?' and '#')"},
      {"[server]\nmax_connections = 0",
       "2:19: server.max_connections = 0 is out of range; from 1 to 100000 is right"},
      {"[server]\ncors_origins = [\"https://a.example/x\"]",
       R"(2:17: server.cors_origins = "https://a.example/x" is not an origin; write "https://shop.example", without a path)"},
      {"[server.tls]\ncertificate = \"a.pem\"",
       R"(1:1: server.tls lacks key; write key = "file:/etc/wesel/tls.key")"},
      {"[store]\nurl = \"mysql://x\"",
       R"(2:7: store.url = "mysql://x" is not a store; write "sqlite:/path/to/file.db" or "postgresql://…")"},
      {"[webhooks]\nschedule = []",
       R"(2:12: webhooks.schedule is empty; write at least one duration, such as ["5s"])"},
      {"[webhooks]\nschedule = [\"5s\", \"5\"]",
       "2:19: webhooks.schedule = \"5\" is not a duration" + duration},
      {"[webhooks]\ntimeout = 15", "2:11: webhooks.timeout is an integer" + duration},
      {"[webhooks]\ntimeout = \"0s\"",
       "2:11: webhooks.timeout = \"0s\" is not a duration" + duration},
      {"[webhooks]\ntimeout = \"9999999999999999d\"",
       "2:11: webhooks.timeout = \"9999999999999999d\" is not a duration" + duration},
      {"[webhooks]\nallow_networks = [\"10.0.0.0\"]",
       R"(2:19: webhooks.allow_networks = "10.0.0.0" is not a network; write "10.0.0.0/8" or "fd00::/8")"},
      {"[log]\nlevel = \"loud\"",
       R"(2:9: log.level = "loud" is not known; write "debug", "info", "warn" or "error")"},
      {"[[merchants]]\nid = \"a/b\"",
       R"(2:6: merchants.id = "a/b" is not a name; letters, digits, '_', '-' and '.' may be in it, 64 at most)"},
      {"[[merchants]]\nid = \"a\"\nname = \"\"",
       "3:8: merchants.name = \"\" is empty; leave the key out or give it a value"},
      {"[[merchants]]\nid = \"a\"\nname = \"" + std::string(101, 'x') + "\"",
       "3:8: merchants.name = \"…\" is longer than 100 characters; write a shorter one"},
      {"[[merchants]]", R"(1:1: merchants lacks id; write id = "acme")"},
      {"[[merchants]]\nid = \"a\"\nkeys = [{ id = \"k\", sha256 = \"" + kDigest + "\" }]",
       R"(3:9: merchants.keys lacks mode; write mode = "sandbox" or "live")"},
      {"[[merchants]]\nid = \"a\"\nkeys = [{ id = \"k\", mode = \"live\", sha256 = \"" + kDigest +
           "\", scopes = [\"all\"] }]",
       R"(3:123: merchants.keys.scopes has "all"; write "payments" or "payouts")"},
      {"[[merchants]]\nid = \"a\"\nkeys = [{ id = \"k\", mode = \"live\", sha256 = \"" + kDigest +
           "\", scopes = [] }]",
       R"(3:122: merchants.keys.scopes is empty; write ["payments"], ["payouts"] or both)"},
      {"[[merchants]]\nid = \"a\"\nwebhook = { url = \"https://a.example/h\" }",
       R"(3:11: merchants.webhook lacks secrets; write secrets = ["env:NAME"], each a "whsec_…")"},
      {"[[merchants]]\nid = \"a\"\nwebhook = { url = \"https://a.example/h\", secrets = [] }",
       R"(3:52: merchants.webhook.secrets is empty; write ["env:NAME"])"},
      {"[[merchants]]\nid = \"a\"\nwebhook = { }",
       R"(3:11: merchants.webhook lacks url; write url = "https://shop.example/hooks")"},
      {"[[merchants]]\nid = \"a\"\nrate_limit = { burst = 3 }",
       "3:14: merchants.rate_limit lacks per_second; write per_second = 200"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto result = load_text(c.text);
    CHECK(complaints(result) == Texts{c.complaint});
    CHECK_FALSE(result.config);
  }
}

TEST_CASE("a webhook over http needs a network that allows it") {
  const std::string merchant =
      "allow_inline_secrets = true\n[[merchants]]\nid = \"a\"\nwebhook = { url = "
      "\"http://127.0.0.1:1/h\", secrets = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"] }\n";
  CHECK(complaints(merchant) ==
        Texts{"4:19: merchants.webhook.url is not encrypted; write https, or name its network in "
              "webhooks.allow_networks"});
  CHECK(complaints(merchant + "[webhooks]\nallow_networks = [\"127.0.0.0/8\"]\n").empty());
}

TEST_CASE("names that must differ are told with both places") {
  const Folder folder;
  const std::string file =
      folder.write("wesel.toml",
                   "[[merchants]]\nid = \"a\"\nkeys = [{ id = \"k\", mode = \"live\", sha256 = \"" +
                       kDigest + "\" },\n{ id = \"k\", mode = \"live\", sha256 = \"" + kDigest +
                       "\" }]\n[[merchants]]\nid = \"a\"\n");
  CHECK(complaints(load(file)) ==
        Texts{"4:1: key of merchant a: k is there twice, first at " + file +
                  ":3:9; give each its own",
              "4:1: the key with sha256 " + kDigest + " is there twice, first at " + file +
                  ":3:9; give each its own",
              "5:1: merchant a is there twice, first at " + file + ":1:1; give each its own"});
}

TEST_CASE("the admin listener may be open with TLS and operators") {
  const Folder folder;
  const std::string key = folder.write("tls.key", "-----BEGIN PRIVATE KEY-----\n");
  CHECK(complaints("[server]\nadmin_listen = \"0.0.0.0:1\"\n[server.tls]\ncertificate = \"c\"\n"
                   "key = \"file:" +
                   key + "\"\n[[operators]]\nid = \"ayu\"\n")
            .empty());
}

TEST_CASE("all mistakes are told at once, in the order of the file") {
  const auto result = load_text(R"([server]
listen = "nowhere"
colour = "red"
[log]
level = 3
[[routes]]
name = "r"
use = ["gone"]
when = { amount = 1.5 }
)");
  Texts places;
  for (const Problem& problem : result.problems) {
    places.push_back(std::to_string(problem.place.line) + ":" +
                     std::to_string(problem.place.column));
  }
  CHECK(places == Texts{"2:10", "3:1", "5:9", "8:8", "9:10", "9:19"});
  CHECK_FALSE(result.config);
}

TEST_CASE("a problem reads as editors want it") {
  const Folder folder;
  const std::string file = folder.write("wesel.toml", "[log]\nlevel = true\n");
  CHECK(load(file).problems.at(0).text() ==
        file + ":2:9: log.level is a boolean; a text is wanted");
}
