// The action as a whole, requests, failures and sessions. Results are in inspect_result.cpp.
#include "providers/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "providers/inspector.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr string_view kHttpMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

// Framing, routing and encoding belong to the engine.
constexpr string_view kForbidden[] = {"host",
                                      "content-length",
                                      "transfer-encoding",
                                      "connection",
                                      "keep-alive",
                                      "te",
                                      "trailer",
                                      "upgrade",
                                      "expect",
                                      "accept-encoding",
                                      "http2-settings"};

constexpr string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_token(string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
    return alphanumeric(c) || kTokenMarks.find(c) != kTokenMarks.npos;
  });
}

bool is_header_value(string_view text) {
  return !text.starts_with(' ') && !text.ends_with(' ') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Plain URL characters only, and nothing that could leave the endpoint's own path.
bool is_path(string_view text) {
  if (!text.starts_with('/') || text.starts_with("//")) return false;
  for (const char c : text)
    if (c <= 0x20 || c >= 0x7f || string_view("#\"<>\\^`{|}").find(c) != string_view::npos)
      return false;
  string_view rest = text.substr(0, text.find('?'));
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const string_view segment = rest.substr(0, slash);
    if (segment == "." || segment == "..") return false;
    if (slash == rest.npos) break;
    rest.remove_prefix(slash + 1);
  }
  return true;
}

PluginHeader inspect_header(Inspector& inspector, const wesel_header* block) {
  PluginHeader out;
  if (block == nullptr) {
    inspector.fail(Breach::missing_block, "header");
    return out;
  }
  if (!inspector.block(block, WESEL_WHOLE(block, value), "header")) return out;
  out.name = inspector.text(block->name, "header name");
  out.value = inspector.text(block->value, "header value");
  out.secret = inspector.flag(block->secret, "header secret");
  if (!is_token(out.name)) inspector.fail(Breach::header_name, "no token");
  if (!is_header_value(out.value)) inspector.fail(Breach::header_value, out.name);
  for (char& c : out.name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (out.name.starts_with("proxy-") ||
      std::find(std::begin(kForbidden), std::end(kForbidden), out.name) != std::end(kForbidden))
    inspector.fail(Breach::header_forbidden, out.name);
  return out;
}

string inspect_body(Inspector& inspector, wesel_bytes body) {
  if (body.size > limits::kPluginBodyBytes)
    inspector.fail(Breach::body_too_long, fmt::format("{} bytes", body.size));
  else if (body.size > 0 && body.data == nullptr)
    inspector.fail(Breach::bad_text, "body is null with a size");
  else
    return string(to_view(body));
  return {};
}

PluginRequest inspect_request(Inspector& inspector, const wesel_request& block,
                              const Description& description, OperationKind kind) {
  PluginRequest out;
  if (kind == OperationKind::callback) inspector.fail(Breach::callback_sends, "SEND");
  out.endpoint = block.endpoint;
  if (out.endpoint >= description.endpoints.size())
    inspector.fail(Breach::endpoint,
                   fmt::format("{} of {}", block.endpoint, description.endpoints.size()));
  out.method = inspector.text(block.method, "method");
  if (std::find(std::begin(kHttpMethods), std::end(kHttpMethods), out.method) ==
      std::end(kHttpMethods))
    inspector.fail(Breach::method, "none of GET, POST, PUT, PATCH, DELETE");
  out.path = inspector.text(block.path, "path", limits::kTargetBytes);
  if (!is_path(out.path)) inspector.fail(Breach::path, "not a plain path");
  if (inspector.list(block.headers, block.header_count, "headers", limits::kPluginHeaders))
    for (std::size_t i = 0; i < block.header_count; ++i)
      out.headers.push_back(inspect_header(inspector, block.headers[i]));
  out.body = inspect_body(inspector, block.body);
  out.effect = inspector.flag(block.effect, "effect");
  out.replay_safe = inspector.flag(block.replay_safe, "replay_safe");
  out.reply_secret = inspector.flag(block.reply_secret, "reply_secret");
  if (out.effect && queries(kind)) inspector.fail(Breach::effect_in_query, string(name(kind)));
  return out;
}

PluginFailure inspect_failure(Inspector& inspector, const wesel_failure& block) {
  PluginFailure out;
  if (block.kind > WESEL_FAIL_SESSION)
    inspector.fail(Breach::failure_kind, fmt::format("kind is {}", block.kind));
  else
    out.kind = static_cast<FailureKind>(block.kind);
  out.field = inspector.reference(block.field, "field");
  out.message = inspector.text(block.message, "message");
  out.provider_code = inspector.text(block.provider_code, "provider_code");
  out.provider_text = inspector.text(block.provider_text, "provider_text");
  out.retry_after = Millis(block.retry_after_ms);
  return out;
}

std::optional<Remember> inspect_session(Inspector& inspector, const wesel_session* block,
                                        const Description& description) {
  if (!inspector.block(block, block && WESEL_WHOLE(block, expires_at_ms), "session")) return {};
  if (description.session == SessionScope::none)
    inspector.fail(Breach::undeclared_session, "the description says that there is none");
  Remember out{Secret(inspector.text(block->value, "session")), Time()};
  out.expires_at = inspector.time(block->expires_at_ms, "session expires_at_ms").value_or(Time());
  return out;
}

// The block that belongs to the action's kind; any other is ignored.
void inspect_step(Inspector& inspector, const wesel_action& action, const Description& description,
                  OperationKind kind, Action& out) {
  const auto missing = [&] { inspector.fail(Breach::missing_block, "the action's own"); };
  if (action.kind == WESEL_ACTION_SEND) {
    const wesel_request* block = action.request;
    if (block == nullptr) return missing();
    if (inspector.block(block, WESEL_WHOLE(block, reply_secret), "request"))
      out.step = inspect_request(inspector, *block, description, kind);
  } else if (action.kind == WESEL_ACTION_DONE) {
    const wesel_result* block = action.result;
    if (block == nullptr) return missing();
    if (inspector.block(block, WESEL_WHOLE(block, extension_count), "result"))
      out.step = inspect_result(inspector, *block, kind);
  } else if (action.kind == WESEL_ACTION_FAIL) {
    const wesel_failure* block = action.failure;
    if (block == nullptr) return missing();
    if (inspector.block(block, WESEL_WHOLE(block, retry_after_ms), "failure"))
      out.step = inspect_failure(inspector, *block);
  } else {
    inspector.fail(Breach::action_kind, fmt::format("kind is {}", action.kind));
  }
}

}  // namespace

string_view name(Breach breach) {
  static constexpr auto kNames = std::to_array<string_view>({"none",
                                                             "null_action",
                                                             "block_size",
                                                             "action_kind",
                                                             "missing_block",
                                                             "bad_text",
                                                             "bad_list",
                                                             "bad_flag",
                                                             "endpoint",
                                                             "method",
                                                             "path",
                                                             "header_name",
                                                             "header_value",
                                                             "header_forbidden",
                                                             "body_too_long",
                                                             "too_many_steps",
                                                             "callback_sends",
                                                             "effect_in_query",
                                                             "result_kind",
                                                             "bad_state",
                                                             "no_reference",
                                                             "bad_money",
                                                             "bad_time",
                                                             "bad_decimal",
                                                             "bad_instructions",
                                                             "bad_scope",
                                                             "failure_kind",
                                                             "bad_mode",
                                                             "undeclared_session",
                                                             "bad_ack"});
  static_assert(kNames.size() == static_cast<std::size_t>(Breach::bad_ack) + 1);
  return kNames[static_cast<std::size_t>(breach)];
}

Action inspect(const wesel_action* action, const Description& description, OperationKind kind) {
  Inspector inspector;
  Action out;
  if (action == nullptr)
    inspector.fail(Breach::null_action, "there is no action");
  else if (!WESEL_WHOLE(action, remember))
    inspector.fail(Breach::block_size, "action");
  else {
    inspect_step(inspector, *action, description, kind, out);
    out.remember = inspect_session(inspector, action->remember, description);
  }
  if (inspector.ok()) return out;
  return {inspector.take(), std::nullopt};
}

}  // namespace wesel
