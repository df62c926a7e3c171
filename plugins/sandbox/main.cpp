// wesel-sandbox: every provider's sandbox in one program, and a merchant that takes webhooks, as a
// TOML file says. It reads the file,
// builds them and serves until it is told to stop. The only file here that includes toml++.
#include <cstdio>
#include <cstring>
#include <memory>

#define TOML_ASSERT(condition) static_cast<void>(0)  // an invalid file must not abort
#include <toml++/toml.h>

#include "fazz/sandbox/fazz.hpp"
#include "komerce/sandbox/komerce.hpp"
#include "komopay/sandbox/komopay.hpp"
#include "merchant.hpp"

namespace {

using namespace wesel::sandbox;

struct Flags {
  std::string config;
  bool fast = false;
  std::optional<double> time_scale;
};

constexpr const char* kUsage =
    "usage: wesel-sandbox [--config FILE] [--fast] [--time-scale X]\n"
    "Runs the providers' sandboxes; without a file all of them, on ports 9101 to 9103,\nand a "
    "merchant that takes webhooks on 9200.\n";

std::optional<Flags> read_flags(int count, char** arguments) {
  Flags flags;
  for (int i = 1; i < count; ++i) {
    const std::string_view flag = arguments[i];
    if (flag == "--fast") {
      flags.fast = true;
    } else if (flag == "--config" && i + 1 < count) {
      flags.config = arguments[++i];
    } else if (flag == "--time-scale" && i + 1 < count) {
      flags.time_scale = std::strtod(arguments[++i], nullptr);
    } else {
      return std::nullopt;
    }
  }
  return flags;
}

// Takes what a table says, and remembers what it was asked for, so that a typing error is seen.
class Reader {
 public:
  Reader(std::string name, const toml::table& table) : name_(std::move(name)), table_(table) {}

  template <class T>
  Reader& take(const char* key, T& into) {
    known_.push_back(key);
    if (const auto node = table_[key]) {
      if (const std::optional<T> value = node.value<T>())
        into = *value;
      else
        problem_ = std::string(key) + " has a wrong type";
    }
    return *this;
  }
  Reader& take(const char* key, Millis& into) {
    std::int64_t ms = into.count();
    take(key, ms);
    into = Millis(ms);
    return *this;
  }
  Reader& take(const char* key, Amount& into) {
    std::string text = into.text();
    take(key, text);
    if (const auto amount = Amount::parse(text))
      into = *amount;
    else
      problem_ = std::string(key) + " is no amount";
    return *this;
  }
  void finish() const {
    if (!problem_.empty()) throw std::runtime_error(name_ + ": " + problem_);
    for (const auto& [key, node] : table_) {
      const auto is_key = [&](const std::string& known) { return known == key.str(); };
      if (std::none_of(known_.begin(), known_.end(), is_key)) {
        throw std::runtime_error(name_ + ": unknown setting " + std::string(key.str()));
      }
    }
  }

 private:
  std::string name_, problem_;
  const toml::table& table_;
  std::vector<std::string> known_;
};

Options read_options(Reader& reader, const Flags& flags, const char* listen) {
  Options options{.listen = listen};
  reader.take("listen", options.listen)
      .take("control_listen", options.control_listen)
      .take("time_scale", options.time_scale)
      .take("expiry_scale", options.expiry_scale)
      .take("fast", options.fast)
      .take("outcomes", options.outcomes);
  options.fast = options.fast || flags.fast;
  options.log = !options.fast;
  options.time_scale = flags.time_scale.value_or(options.time_scale);
  return options;
}

std::unique_ptr<Sandbox> komerce(const toml::table& table, const Flags& flags) {
  Reader reader("komerce", table);
  const Options options = read_options(reader, flags, "127.0.0.1:9101");
  KomerceSettings settings;
  reader.take("api_key", settings.api_key)
      .take("status_interval_ms", settings.status_interval)
      .take("unique_order_ids", settings.unique_order_ids)
      .finish();
  return std::make_unique<Komerce>(options, settings);
}

std::unique_ptr<Sandbox> komopay(const toml::table& table, const Flags& flags) {
  Reader reader("komopay", table);
  const Options options = read_options(reader, flags, "127.0.0.1:9102");
  KomopaySettings settings;
  reader.take("merchant_code", settings.merchant_code)
      .take("secret", settings.secret)
      .take("least_idr", settings.least_idr)
      .take("most_idr", settings.most_idr)
      .take("balance_idr", settings.balance_idr)
      .take("redirect_method", settings.redirect_method)
      .finish();
  return std::make_unique<Komopay>(options, settings);
}

std::unique_ptr<Sandbox> fazz(const toml::table& table, const Flags& flags) {
  Reader reader("fazz", table);
  const Options options = read_options(reader, flags, "127.0.0.1:9103");
  FazzSettings settings;
  reader.take("api_key", settings.api_key)
      .take("secret_key", settings.secret_key)
      .take("signing_secret", settings.signing_secret)
      .take("signature_header", settings.signature_header)
      .take("callback_url", settings.callback_url)
      .take("tell_ends", settings.tell_ends)
      .take("balance_idr", settings.balance_idr)
      .finish();
  return std::make_unique<Fazz>(options, settings);
}

std::unique_ptr<Sandbox> merchant(const toml::table& table, const Flags& flags) {
  Reader reader("merchant", table);
  const Options options = read_options(reader, flags, "127.0.0.1:9200");
  MerchantSettings settings;
  reader.take("secret", settings.secret).finish();
  return std::make_unique<Merchant>(options, settings);
}

constexpr struct {
  const char* name;
  std::unique_ptr<Sandbox> (*build)(const toml::table&, const Flags&);
} kProviders[] = {
    {"komerce", komerce}, {"komopay", komopay}, {"fazz", fazz}, {"merchant", merchant}};

int run(const Flags& flags) {
  const toml::table file = flags.config.empty() ? toml::table{} : toml::parse_file(flags.config);
  const toml::table* wanted = file["sandboxes"].as_table();
  if (!flags.config.empty() && wanted == nullptr) {
    throw std::runtime_error(flags.config + ": no [sandboxes.NAME]");
  }
  const toml::table none;
  std::vector<std::unique_ptr<Sandbox>> sandboxes;
  for (const auto& provider : kProviders) {
    const toml::table* table = wanted == nullptr ? &none : (*wanted)[provider.name].as_table();
    if (table != nullptr) sandboxes.push_back(provider.build(*table, flags));
  }
  std::vector<Sandbox*> all;
  for (const auto& sandbox : sandboxes) all.push_back(sandbox.get());
  return serve_until_signal(all);
}

}  // namespace

int main(int count, char** arguments) {
  const std::optional<Flags> flags = read_flags(count, arguments);
  if (!flags) {
    std::fputs(kUsage, stderr);
    return 64;
  }
  try {
    return run(*flags);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "wesel-sandbox: %s\n", problem.what());
    return 78;
  }
}
