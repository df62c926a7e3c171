#include "providers/outcome.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"

namespace wesel {

using std::string;

namespace {

// A question, a cancel, a simulation: nothing that could be "not sent" or go to another provider.
bool asks(OperationKind kind) { return !creates(kind); }

// What an attempt is when nothing was understood.
Outcome nothing_certain(OperationKind kind, const WireFacts& facts) {
  return facts.effect_left || asks(kind) ? Outcome::unknown : Outcome::not_sent;
}

void add_faults(Answer& answer, OperationKind kind, const WireFacts& facts) {
  if (kind == OperationKind::callback) return;
  if (facts.last_status == 401 || facts.last_status == 403) answer.account_fault = true;
  if (doubtful(facts.last_status)) answer.provider_fault = true;
}

Answer unsure(Answer answer, Outcome outcome, string why) {
  answer.outcome = outcome;
  answer.message = std::move(why);
  return answer;
}

string answered(int status) { return fmt::format("the provider answered {}", status); }

// An acceptance stands unless the create itself was left in doubt and nothing better was read.
Answer accepted(Answer answer, const Operation& operation, const WireFacts& facts) {
  const bool reads_doubt = doubtful(facts.last_status);
  if (creates(operation.kind) ? facts.effect_doubtful && reads_doubt : reads_doubt)
    return unsure(std::move(answer), Outcome::unknown, answered(facts.last_status));
  const Told& told = answer.told;
  if (creates(operation.kind) && told.amount && told.amount != operation.amount)
    return unsure(std::move(answer), Outcome::unknown,
                  fmt::format("the provider tells another amount: {} {}", told.amount->text(),
                              told.amount->currency.text()));
  answer.outcome = Outcome::accepted;
  return answer;
}

// A refusal is believed only where no byte that may have had an effect is left unexplained. A
// duplicate (409) means that bytes of ours had arrived before.
Answer refused(Answer answer, bool everywhere, OperationKind kind, const WireFacts& facts) {
  if (queries(kind) || kind == OperationKind::callback)
    return unsure(std::move(answer), Outcome::unknown, "the provider refused the question");
  if (doubtful(facts.last_status))
    return unsure(std::move(answer), nothing_certain(kind, facts), answered(facts.last_status));
  if (facts.effect_doubtful)
    return unsure(std::move(answer), Outcome::unknown,
                  "refused, but an earlier try may have been done");
  if (creates(kind) && facts.effect_status == 409)
    return unsure(std::move(answer), Outcome::unknown, "the provider has this reference already");
  // A redirect is no provider's way of saying no: something stands between.
  if (creates(kind) && facts.effect_status / 100 == 3)
    return unsure(std::move(answer), Outcome::unknown, answered(facts.effect_status));
  answer.outcome = everywhere ? Outcome::refused_everywhere : Outcome::refused_here;
  return answer;
}

Answer not_found(Answer answer, const WireFacts& facts) {
  if (doubtful(facts.last_status) || answer.account_fault)
    return unsure(std::move(answer), Outcome::unknown, answered(facts.last_status));
  answer.outcome = Outcome::not_found;
  return answer;
}

string default_message(FailureKind kind) {
  switch (kind) {
    case FailureKind::bug: return "the plugin failed";
    case FailureKind::config: return "the account's settings are wrong";
    case FailureKind::request: return "the request cannot be made";
    case FailureKind::unsupported: return "the plugin cannot do that";
    case FailureKind::down: return "the provider is out of order";
    case FailureKind::bad_reply: return "the provider's answer makes no sense";
    case FailureKind::unknown: return "the provider may or may not have done it";
    case FailureKind::signature: return "the signature is wrong or missing";
    case FailureKind::session: return "the provider refused the session";
  }
  return {};
}

}  // namespace

int most_sends(bool effect, bool replay_safe) {
  return effect && !replay_safe ? 1 : 1 + limits::kWireRetries;
}

void WireFacts::note(const http::Sent& sent, bool effect) {
  if (sent.fate == http::Sent::Fate::not_sent) return;
  const bool replied = sent.fate == http::Sent::Fate::replied;
  if (replied) last_status = sent.status;
  if (!effect) return;
  effect_left = true;
  if (replied) effect_status = sent.status;
  if (!replied || doubtful(sent.status)) effect_doubtful = true;
}

bool doubtful(int status) { return status >= 500 || status == 408; }

Answer answer_for(const PluginResult& result, const Operation& operation, const WireFacts& facts) {
  Answer answer;
  answer.told = result.told;
  answer.field = result.field;
  answer.message = result.told.provider_text;
  add_faults(answer, operation.kind, facts);
  const string& echoed = result.told.attempt_id;
  if (!echoed.empty() && echoed != operation.attempt_id) {
    answer.told = {};  // it speaks of another payment
    return unsure(std::move(answer), Outcome::unknown,
                  "the provider's answer carries another reference than ours");
  }
  switch (result.kind) {
    case ResultKind::accepted: return accepted(std::move(answer), operation, facts);
    case ResultKind::refused:
      return refused(std::move(answer), result.everywhere, operation.kind, facts);
    case ResultKind::not_found: return not_found(std::move(answer), facts);
    case ResultKind::events:
    case ResultKind::methods:
    case ResultKind::accounts:
    case ResultKind::balances:
    case ResultKind::done: answer.outcome = Outcome::accepted;
  }
  return answer;
}

Answer answer_for(const PluginFailure& failure, OperationKind kind, const WireFacts& facts) {
  Answer answer;
  answer.field = failure.field;
  answer.message = failure.message.empty() ? default_message(failure.kind) : failure.message;
  answer.told.provider_code = failure.provider_code;
  answer.told.provider_text = failure.provider_text;
  answer.retry_after = failure.retry_after;
  add_faults(answer, kind, facts);
  switch (failure.kind) {
    case FailureKind::request: return refused(std::move(answer), true, kind, facts);
    case FailureKind::unknown: answer.outcome = Outcome::unknown; return answer;
    case FailureKind::unsupported:
      answer.outcome = kind == OperationKind::payment_cancel && !facts.effect_left
                           ? Outcome::refused_here
                           : nothing_certain(kind, facts);
      return answer;
    case FailureKind::config: answer.account_fault = true; break;
    case FailureKind::down:
    case FailureKind::bad_reply: answer.provider_fault = true; break;
    case FailureKind::bug:
    case FailureKind::signature:
    case FailureKind::session: break;
  }
  answer.outcome = nothing_certain(kind, facts);
  return answer;
}

Answer answer_for(const BreachFound& breach, OperationKind kind, const WireFacts& facts) {
  Answer answer;
  answer.outcome = nothing_certain(kind, facts);
  answer.message =
      fmt::format("the plugin broke the contract: {} ({})", name(breach.breach), breach.detail);
  return answer;
}

Answer answer_for(WireEnd end, const string& why, OperationKind kind, const WireFacts& facts) {
  Answer answer;
  answer.outcome = nothing_certain(kind, facts);
  answer.message = why;
  // Nothing was tried when it was too late from the start, so nobody is to blame.
  answer.provider_fault = end != WireEnd::late || facts.last_status != 0;
  return answer;
}

}  // namespace wesel
