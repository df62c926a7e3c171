// The money rules' two tables, for every operation and whatever a plugin says: what may be sent
// again on the wire, and what is certain about the attempt once a flow has ended. Pure functions.
#pragma once

#include <string>

#include "http/transport.hpp"
#include "providers/inspect.hpp"

namespace wesel {

// How often one request may leave, at most. What has no effect, and what the provider promises to
// take once, may go again; anything else only once, sent or not.
int most_sends(bool effect, bool replay_safe);

// What the engine itself saw during a flow.
struct WireFacts {
  void note(const http::Sent& sent, bool effect);

  bool effect_left = false;      // bytes of an effectful request left this machine
  bool effect_doubtful = false;  // one of them got no complete answer, a 5xx or 408
  int effect_status = 0;         // of the last complete answer to an effectful request
  int last_status = 0;           // of the last complete answer
};

// Whether an answer with this status proves nothing about what was done.
bool doubtful(int status);

// Why the engine ended a flow itself.
enum class WireEnd {
  not_sent,  // the last request did not leave this machine
  broken,    // it left, and no complete answer came
  late,      // the deadline passed before it could be sent
};

Answer answer_for(const PluginResult& result, const Operation& operation, const WireFacts& facts);
Answer answer_for(const PluginFailure& failure, OperationKind kind, const WireFacts& facts);
Answer answer_for(const BreachFound& breach, OperationKind kind, const WireFacts& facts);
Answer answer_for(WireEnd end, const std::string& why, OperationKind kind, const WireFacts& facts);

}  // namespace wesel
