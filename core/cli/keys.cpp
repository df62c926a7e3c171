// wesel keys new: makes an API key and shows the line of configuration that lets it in. It stores
// neither.
#include <array>
#include <iostream>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "domain/outcome.hpp"
#include "wesel/json.hpp"

namespace wesel {

namespace {

using std::string;

string random_text(std::size_t bytes) {
  SystemEntropy entropy;
  std::array<std::uint8_t, 32> raw{};
  entropy.fill(std::span(raw).first(bytes));
  return to_base64_url({reinterpret_cast<const char*>(raw.data()), bytes});
}

}  // namespace

int run_keys(int argc, char** argv) {
  const Usage usage{"keys",
                    "keys new: makes an API key. The key is shown once; the configuration keeps "
                    "its hash alone.",
                    "new",
                    {{"mode", "M", "live (the default) or sandbox", false, false},
                     {"json", "", "key, id, sha256 and mode as JSON", false, false}}};
  const Arguments arguments = Arguments::parse(usage, argc, argv);
  if (arguments.done) return arguments.exit_code;
  const string mode = arguments.get("mode", "live");
  if (arguments.positional() != std::vector<string>{"new"} || !find_mode(mode)) {
    std::cerr << "wesel keys: use wesel keys new [--mode sandbox|live] [--json]\n";
    return 2;
  }
  const string key = "wsk_" + mode + "_" + random_text(24);
  const string id = "key_" + to_hex(random_text(6)).substr(0, 8);
  const string digest = to_hex(as_text(sha256(key)));
  if (arguments.has("json")) {
    std::cout << json::Object{}
                     .set("key", key)
                     .set("id", id)
                     .set("sha256", digest)
                     .set("mode", mode)
                     .text()
              << '\n';
    return 0;
  }
  std::cout << "Key, for the merchant (it is not kept anywhere):\n  " << key
            << "\n\nLine for the merchant's `keys` in the configuration:\n  { id = \"" << id
            << "\", sha256 = \"" << digest << "\", mode = \"" << mode << "\" }\n";
  return 0;
}

}  // namespace wesel
