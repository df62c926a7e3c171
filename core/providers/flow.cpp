// The flow loop: begin, then send and advance until the plugin is done, then end. It keeps the
// deadline and the remembered sessions; wire.cpp sends, inspect.cpp distrusts, outcome.cpp judges.
#include "providers/flow.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "providers/account.hpp"
#include "providers/operation_block.hpp"
#include "providers/outcome.hpp"
#include "providers/wire.hpp"

namespace wesel {

using std::string;

namespace {

FlowResult refuse(const Operation& operation, string why) {
  FlowResult out;
  out.answer.outcome = creates(operation.kind) ? Outcome::not_sent : Outcome::unknown;
  out.answer.message = std::move(why);
  return out;
}

class Flow {
 public:
  Flow(const FlowServices& services, Account& account, const Operation& operation, Instant deadline)
      : services_(services),
        account_(account),
        operation_(operation),
        deadline_(deadline),
        wire_(services, account, operation, deadline) {}

  FlowResult run() {
    if (converse() == End::session_refused) converse();
    out_.effect_left = wire_.facts().effect_left;
    out_.requests = wire_.requests();
    out_.answer.message = wire_.mask(out_.answer.message);
    out_.answer.told.provider_text = wire_.mask(out_.answer.told.provider_text);
    return std::move(out_);
  }

 private:
  enum class End { final, session_refused };

  // One conversation with the plugin, from begin to end.
  End converse() {
    Sessions::Found session = find_session();
    if (session.late) {
      finish(WireEnd::late, "the deadline passed while another flow fetched the session");
      return End::final;
    }
    wire_.begin(session.value);
    const OperationBlock block(operation_, start(session.value));
    const std::unique_ptr<Conversation> plugin = account_.adapter().converse();
    Action action = look(plugin->begin(block.block()));
    for (int sends = 0;; ++sends) {
      remember(action, session);
      const auto* request = std::get_if<PluginRequest>(&action.step);
      if (request == nullptr) return conclude(action, session.value);
      if (sends == limits::kFlowSteps) {
        conclude({BreachFound{Breach::too_many_steps, "SEND"}, {}}, session.value);
        return End::final;
      }
      const Exchange exchange = wire_.send(*request);
      if (exchange.end) {
        finish(*exchange.end, exchange.sent.why);
        return End::final;
      }
      action = advance(*plugin, exchange.sent);
    }
  }

  Action look(const wesel_action* action) {
    return inspect(action, account_.description(), operation_.kind);
  }

  Action advance(Conversation& plugin, const http::Sent& sent) {
    const std::vector<wesel_pair> headers = to_pairs(sent.fields);
    wesel_reply reply{};
    reply.size = sizeof(reply);
    reply.status = static_cast<std::uint32_t>(sent.status);
    reply.headers = headers.data();
    reply.header_count = headers.size();
    reply.body = {sent.body.data(), sent.body.size()};
    reply.now_ms = to_ms(services_.clock.now());
    return look(plugin.advance(reply));
  }

  FlowStart start(const Secret& session) {
    FlowStart out;
    out.mode = account_.mode();
    out.channel_code = operation_.channel_code;
    if (out.channel_code.empty())
      out.channel_code =
          account_.channel_code(money_kind(operation_.kind), operation_.method, operation_.channel);
    out.session = session;
    out.now = services_.clock.now();
    services_.entropy.fill(out.entropy);
    return out;
  }

  // Account-wide sessions have one key, for there is one of them.
  string session_key() const {
    return account_.description().session == SessionScope::attempt ? operation_.attempt_id : "";
  }

  Sessions::Found find_session() {
    const SessionScope scope = account_.description().session;
    if (scope == SessionScope::none) return {};
    // A callback sends nothing, so it neither fetches a session nor waits for one.
    if (scope == SessionScope::attempt || operation_.kind == OperationKind::callback)
      return {account_.sessions().find(session_key(), services_.clock.now()), {}, false};
    return account_.sessions().find_or_fetch(session_key(), services_.clock, services_.tasks,
                                             deadline_);
  }

  void remember(Action& action, Sessions::Found& session) {
    if (!action.remember) return;
    session.value = action.remember->value;
    wire_.hide(session.value);
    account_.sessions().remember(session_key(), std::move(action.remember->value),
                                 action.remember->expires_at, services_.clock.now());
    session.fetching.release();
  }

  End conclude(const Action& action, const Secret& session) {
    if (const auto* breach = std::get_if<BreachFound>(&action.step)) {
      finish(*breach);
    } else if (const auto* failure = std::get_if<PluginFailure>(&action.step)) {
      if (failure->kind == FailureKind::session && !session.empty()) {
        account_.sessions().drop(session_key(), session);
        if (may_repeat_ && !wire_.facts().effect_left) {
          may_repeat_ = false;
          return End::session_refused;
        }
      }
      out_.answer = answer_for(*failure, operation_.kind, wire_.facts());
      if (failure->kind == FailureKind::signature) refuse_callback();
    } else {
      finish(std::get<PluginResult>(action.step));
    }
    return End::final;
  }

  void refuse_callback() {
    if (operation_.kind != OperationKind::callback) return;
    out_.verdict = Verdict::bad_signature;
    out_.ack = {401, {}};
  }

  void finish(const PluginResult& result) {
    out_.answer = answer_for(result, operation_, wire_.facts());
    out_.events = result.events;
    out_.ack = result.ack;
    out_.methods = result.methods;
    out_.account_asked = result.account_asked;
    out_.account_used = result.account_used;
    out_.balances = result.balances;
    if (operation_.kind != OperationKind::callback) return;
    const bool signs = account_.description().callbacks == Callbacks::signed_calls;
    out_.verdict = signs ? Verdict::verified : Verdict::unsigned_call;
    // What nobody signed may wake a question, but tells nothing.
    if (!signs)
      for (CallbackEvent& event : out_.events) event.told.state = ProviderState::none;
  }

  void finish(const BreachFound& breach) {
    out_.answer = answer_for(breach, operation_.kind, wire_.facts());
    out_.breach = name(breach.breach);
    const bool quarantined = account_.plugin().count_breach();
    services_.observer.on_breach(
        {account_.name(), account_.description().id, out_.breach, breach.detail, quarantined});
  }

  void finish(WireEnd end, const string& why) {
    out_.answer = answer_for(end, why, operation_.kind, wire_.facts());
  }

  const FlowServices& services_;
  Account& account_;
  const Operation& operation_;
  const Instant deadline_;
  Wire wire_;
  FlowResult out_;
  bool may_repeat_ = true;
};

}  // namespace

FlowResult run_flow(const FlowServices& services, Account& account, const Operation& operation,
                    Instant deadline) {
  if (!account.can(operation.kind))
    return refuse(operation, fmt::format("this account cannot {}", name(operation.kind)));
  if (account.quarantined())
    return refuse(operation, "the plugin is in quarantine: it broke its contract repeatedly");
  const Account::Seat seat(account, creates(operation.kind));
  if (!seat.taken()) return refuse(operation, "the account is at its in-flight limit");
  return Flow(services, account, operation, deadline).run();
}

}  // namespace wesel
