// How long the plugins take for one create, with the answers that plugins/*/exchanges recorded: in
// the plugin alone (begin and every advance), and in the whole flow loop around it (sessions,
// inspection, masks), both without the time in which the provider would be answering. Flows differ
// in their attempt ids. Usage: bench_plugins [creates] [repository].
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "config/config.hpp"
#include "providers/account.hpp"
#include "providers/assemble.hpp"
#include "providers/flow.hpp"
#include "providers/operation_block.hpp"
#include "wesel/testing.hpp"

namespace {

using namespace wesel;
using sdk::testing::Recording;
using std::string;

using Timer = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

[[noreturn]] void fail(const string& why) {
  fmt::print(stderr, "bench_plugins: {}\n", why);
  std::exit(1);
}

string attempt_id(std::size_t number) { return fmt::format("att_01JB{:022}01", number); }

// Recorded answers in which one attempt's id stands for the recorded one's.
struct Answers final : http::Transport {
  const Recording* recording = nullptr;
  string id;
  std::size_t step = 0;
  Timer::duration spent{0};

  http::Sent answer() {
    http::Sent sent;
    sent.fate = http::Sent::Fate::replied;
    const sdk::testing::Given& given = recording->steps[step++ % recording->steps.size()].given;
    sent.status = given.status;
    for (const auto& [name, value] : given.headers) sent.fields.push_back({name, value});
    sent.body = given.body;
    const string& recorded = recording->asked.attempt_id;
    for (std::size_t at = 0; (at = sent.body.find(recorded, at)) != string::npos; at += id.size())
      sent.body.replace(at, recorded.size(), id);
    return sent;
  }
  http::Sent send(const http::Outbound&) override {
    const auto start = Timer::now();
    http::Sent sent = answer();
    spent += Timer::now() - start;
    return sent;
  }
};

struct RecordedClock final : Clock {
  Time wall;
  Time now() override { return wall; }
  Instant steady() override { return std::chrono::time_point_cast<Millis>(Timer::now()); }
};

Operation operation_of(const sdk::testing::Asked& asked) {
  Operation out;
  out.kind = OperationKind::payment_create;
  out.method = asked.method;
  out.channel = asked.channel;
  out.channel_code = asked.channel_code.empty() ? asked.channel : asked.channel_code;
  out.display_name = asked.display_name;
  const Currency currency = *find_currency("IDR");
  out.amount = Money{asked.amount.minor, currency};
  out.customer.name = asked.customer.name;
  out.customer.email = asked.customer.email;
  out.customer.phone = asked.customer.phone;
  for (const auto& line : asked.items)
    out.items.push_back({.name = line.name,
                         .quantity = static_cast<int>(line.quantity),
                         .price = Money{line.price.minor, currency}});
  out.description = asked.description;
  if (asked.expires_at_ms > 0) out.expires_at = from_ms(asked.expires_at_ms);
  out.return_url = asked.return_url;
  out.callback_url = asked.callback_url;
  out.callback_key = asked.callback_key;
  return out;
}

// One create inside the plugin alone; gives the time spent in begin and advance.
Timer::duration converse(Adapter& adapter, const Operation& operation, Time now, Answers& answers) {
  FlowStart start;
  start.channel_code = operation.channel_code;
  start.now = now;
  const OperationBlock block(operation, start);
  answers.id = operation.attempt_id;
  answers.step = 0;
  const auto conversation = adapter.converse();
  auto from = Timer::now();
  const wesel_action* action = conversation->begin(block.block());
  Timer::duration spent = Timer::now() - from;
  while (action != nullptr && action->kind == WESEL_ACTION_SEND) {
    const http::Sent sent = answers.answer();
    const std::vector<wesel_pair> headers = to_pairs(sent.fields);
    const wesel_reply reply{
        sizeof(wesel_reply), static_cast<std::uint32_t>(sent.status), headers.data(),
        headers.size(),      {sent.body.data(), sent.body.size()},    to_ms(now)};
    from = Timer::now();
    action = conversation->advance(reply);
    spent += Timer::now() - from;
  }
  if (action == nullptr || action->kind != WESEL_ACTION_DONE) fail("a create was not accepted");
  return spent;
}

void report(const string& what, std::vector<double>& micros) {
  std::sort(micros.begin(), micros.end());
  double total = 0;
  for (const double one : micros) total += one;
  fmt::print("{:<34} mean {:6.1f} us, p50 {:6.1f} us, p99 {:6.1f} us\n", what,
             total / static_cast<double>(micros.size()), micros[micros.size() / 2],
             micros[micros.size() * 99 / 100]);
}

void measure(const string& what, std::size_t creates,
             const std::function<Timer::duration(std::size_t)>& create) {
  std::vector<double> micros;
  const std::size_t warm = creates / 10;
  for (std::size_t i = 0; i < creates + warm; ++i) {
    const Timer::duration spent = create(i);
    if (i >= warm) micros.push_back(Micros(spent).count());
  }
  report(what, micros);
}

AccountConfig account_config(const string& plugin, const Recording& recording) {
  AccountConfig out;
  out.name = plugin;
  out.plugin = {plugin, {}};
  out.mode = "sandbox";
  for (const auto& [name, value] : recording.settings)
    out.settings.push_back({name, Secret(value), false, {}});
  return out;
}

void measure_plugin(PluginFiles& files, const string& name, const string& root,
                    std::size_t creates) {
  const Recording recording =
      sdk::testing::load(root + "/plugins/" + name + "/exchanges/create_va.json");
  const auto plugin = files.find(name, {});
  if (!plugin) fail(plugin.error().message);
  std::vector<Problem> problems;
  const auto account = assemble(Config{}, account_config(name, recording), *plugin, problems);
  if (!account) fail(problems.empty() ? name + " was refused" : problems.front().text());

  Operation operation = operation_of(recording.asked);
  RecordedClock clock;
  clock.wall = from_ms(recording.asked.now_ms);
  SystemEntropy entropy;
  const auto tasks = make_threads();
  FlowObserver observer;
  Answers answers;
  answers.recording = &recording;
  const FlowServices services{clock, entropy, answers, *tasks, observer};

  measure(name + ", plugin alone", creates, [&](std::size_t i) {
    operation.attempt_id = attempt_id(i);
    return converse(account->adapter(), operation, clock.wall, answers);
  });
  measure(name + ", whole flow loop", creates, [&](std::size_t i) {
    operation.attempt_id = answers.id = attempt_id(i);
    answers.step = 0;
    answers.spent = {};
    const auto from = Timer::now();
    const FlowResult result =
        run_flow(services, *account, operation, clock.steady() + std::chrono::seconds(10));
    const Timer::duration spent = Timer::now() - from - answers.spent;
    if (result.answer.outcome != Outcome::accepted) fail(name + ": " + result.answer.message);
    return spent;
  });
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t creates = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 50'000;
  const string root = count > 2 ? arguments[2] : ".";
  PluginFiles files(plugin_folders());
  try {
    for (const char* name : {"komerce", "komopay", "fazz"})
      measure_plugin(files, name, root, std::max<std::size_t>(creates, 10));
  } catch (const std::exception& problem) {
    fail(problem.what());
  }
}
