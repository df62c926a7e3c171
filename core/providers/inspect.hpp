// Distrust: every action of a plugin is checked as a whole and copied out before anything acts on
// it. What breaks the contract becomes a named breach; what merely looks odd from the provider
// (another amount, another reference) is kept for providers/outcome.hpp to judge.
#pragma once

#include <wesel/plugin.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.hpp"
#include "providers/description.hpp"
#include "providers/flow.hpp"
#include "providers/operation.hpp"

namespace wesel {

// The numbers are stable: people look them up.
enum class Breach {
  none = 0,
  null_action = 1,    // no action, or one without a flow that is not FAIL
  block_size = 2,     // shorter than the contract's first version, or absurdly long
  action_kind = 3,    // none of SEND, DONE, FAIL
  missing_block = 4,  // the action's own block, or an entry of a list, is null
  bad_text = 5,       // null with a size, too long, not UTF-8, control characters in a reference
  bad_list = 6,       // null with a count, or too long
  bad_flag = 7,       // neither 0 nor 1
  endpoint = 8,       // out of range
  method = 9,         // not GET, POST, PUT, PATCH, DELETE
  path = 10,          // not "/…" of plain URL characters, "//", ".." segments
  header_name = 11,   // no token
  header_value = 12,  // CR, LF or anything but visible ASCII and inner spaces
  header_forbidden = 13,  // the engine's own: Host, Content-Length, Connection, …
  body_too_long = 14,
  too_many_steps = 15,
  callback_sends = 16,   // a callback operation that sends
  effect_in_query = 17,  // a question with an effect
  result_kind = 18,      // unknown, or not one that this operation can have
  bad_state = 19,        // unknown, missing, or not one that this operation can have
  no_reference = 20,     // accepted, or an event, without a reference
  bad_money = 21,
  bad_time = 22,
  bad_decimal = 23,  // fee, settlement, balance: no exact decimal text
  bad_instructions = 24,
  bad_scope = 25,
  failure_kind = 26,
  bad_mode = 27,
  undeclared_session = 28,
  bad_ack = 29,
};
std::string_view name(Breach breach);

struct BreachFound {
  Breach breach = Breach::none;
  std::string detail;
};

struct PluginHeader {
  std::string name;  // lower case
  std::string value;
  bool secret = false;
};

struct PluginRequest {
  std::size_t endpoint = 0;
  std::string method, path;
  std::vector<PluginHeader> headers;
  std::string body;
  bool effect = false, replay_safe = false, reply_secret = false;
};

enum class ResultKind : std::uint32_t {
  accepted = WESEL_RESULT_ACCEPTED,
  refused,
  not_found,
  events,
  methods,
  accounts,
  balances,
  done,
};

struct PluginResult {
  ResultKind kind = ResultKind::accepted;
  bool everywhere = false;  // refused: no other provider would take it
  Told told;
  std::string field;
  std::vector<CallbackEvent> events;
  Ack ack;
  std::vector<ToldMethod> methods;
  std::optional<BankAccount> account_asked, account_used;
  std::vector<ToldBalance> balances;
};

enum class FailureKind : std::uint32_t {
  bug = WESEL_FAIL_BUG,
  config,
  request,
  unsupported,
  down,
  bad_reply,
  unknown,
  signature,
  session,
};
inline constexpr int kFailureKinds = 9;

struct PluginFailure {
  FailureKind kind = FailureKind::bug;
  std::string field, message, provider_code, provider_text;
  Millis retry_after{0};
};

struct Remember {
  Secret value;
  Time expires_at;
};

struct Action {
  std::variant<BreachFound, PluginRequest, PluginResult, PluginFailure> step;
  std::optional<Remember> remember;  // never with a breach
};

Action inspect(const wesel_action* action, const Description& description, OperationKind kind);

}  // namespace wesel
