// Reads recordings. A member that no recording has is refused, so that a misspelt
// expectation cannot pass by saying nothing.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "names.hpp"
#include "wesel/crypto.hpp"
#include "wesel/time.hpp"

namespace wesel::sdk::testing {

namespace {

using json::Value;

// The value again as compact JSON, with the same order of members and the same number tokens.
std::string compact(Value value) {
  std::string out;
  switch (value.kind()) {
    case json::Kind::object:
    case json::Kind::array: {
      const bool object = value.is_object();
      out += object ? '{' : '[';
      for (Value v = value.first(); v; v = v.next()) {
        if (out.size() > 1) out += ',';
        if (object) json::append_quoted(out, v.key());
        if (object) out += ':';
        out += compact(v);
      }
      return out + (object ? '}' : ']');
    }
    case json::Kind::string: json::append_quoted(out, value.text()); return out;
    case json::Kind::number: return std::string(value.scalar());
    case json::Kind::boolean: return *value.boolean() ? "true" : "false";
    default: return "null";
  }
}

// Calls `read` for each member; it answers whether it knows the name.
template <class Read>
void members(Value object, const char* what, Read read) {
  if (object && !object.is_object()) throw Mismatch(std::string(what) + " is not an object");
  for (Value v = object.first(); v; v = v.next())
    if (!read(v.key(), v))
      throw Mismatch(std::string(what) + " has no member \"" + std::string(v.key()) + '"');
}

// A member that is plain text and is named as in `texts`.
struct Texts {
  string_view name;
  std::string& to;
};
bool read_text(std::initializer_list<Texts> texts, string_view name, Value value) {
  const auto found = std::find_if(texts.begin(), texts.end(),
                                  [&](const Texts& text) { return text.name == name; });
  if (found == texts.end()) return false;
  found->to = value.scalar();
  return true;
}

Fields fields_of(Value object) {
  Fields fields;
  for (Value v = object.first(); v; v = v.next()) fields.emplace_back(v.key(), v.text());
  return fields;
}

std::int64_t time_of(Value value) {
  const auto ms = parse_time(value.text());
  if (!ms) throw Mismatch("not a time: " + std::string(value.text()));
  return *ms;
}

// As many decimals as the text has: "42.05 USD".
Amount amount_in(Value value) {
  const string_view text = value.text();
  const std::size_t space = text.find(' '), point = text.substr(0, space).find('.');
  const std::size_t decimals = point == text.npos ? 0 : space - point - 1;
  const auto amount =
      space == text.npos ? std::nullopt
                         : parse_amount(text.substr(0, space), static_cast<std::uint32_t>(decimals),
                                        text.substr(space + 1));
  if (!amount) throw Mismatch("not an amount with its currency: \"" + std::string(text) + '"');
  return *amount;
}

// "body" is exact text; "json" stands for its compact form.
bool read_body(std::string& to, string_view name, Value value) {
  if (name == "body") to = value.text();
  if (name == "json") to = compact(value);
  return name == "body" || name == "json";
}

void read_customer(Asked::Person& to, Value from) {
  members(from, "customer", [&](string_view name, Value value) {
    return read_text({{"name", to.name},
                      {"email", to.email},
                      {"phone", to.phone},
                      {"ip", to.ip},
                      {"country", to.country}},
                     name, value);
  });
}

void read_account(BankAccount& to, Value from) {
  members(from, "account", [&](string_view name, Value value) {
    return read_text({{"name", to.name},
                      {"number", to.number},
                      {"type", to.type},
                      {"bank_code", to.bank_code},
                      {"bank_name", to.bank_name},
                      {"branch", to.branch},
                      {"city", to.city},
                      {"province", to.province}},
                     name, value);
  });
}

void read_items(std::vector<Asked::Line>& to, Value from) {
  for (Value item = from.first(); item; item = item.next()) {
    Asked::Line& line = to.emplace_back();
    members(item, "item", [&](string_view name, Value value) {
      if (name == "price") line.price = amount_in(value);
      if (name == "quantity") line.quantity = static_cast<std::uint32_t>(*value.integer());
      return name == "price" || name == "quantity" || read_text({{"name", line.name}}, name, value);
    });
  }
}

void read_message(Asked::Message& to, Value from) {
  members(from, "message", [&](string_view name, Value value) {
    if (name == "headers") to.headers = fields_of(value);
    return name == "headers" || read_body(to.body, name, value) ||
           read_text({{"method", to.method}, {"query", to.query}}, name, value);
  });
}

// The members of an operation that are not plain text.
bool read_other(Asked& to, string_view name, Value value) {
  if (name == "kind")
    to.kind = number_in(kOperations, value.text());
  else if (name == "mode")
    to.mode = Mode(number_in(kModes, value.text()));
  else if (name == "wanted_state")
    to.wanted_state = State(number_in(kStates, value.text()));
  else if (name == "amount")
    to.amount = amount_in(value);
  else if (name == "now")
    to.now_ms = time_of(value);
  else if (name == "expires_at")
    to.expires_at_ms = time_of(value);
  else if (name == "callback_key")
    to.callback_key = from_hex(value.text()).value();
  else if (name == "entropy")
    to.entropy = from_hex(value.text()).value();
  else if (name == "customer")
    read_customer(to.customer, value);
  else if (name == "account")
    read_account(to.account, value);
  else if (name == "items")
    read_items(to.items, value);
  else if (name == "message")
    read_message(to.message, value);
  else
    return false;
  return true;
}

void read_asked(Asked& to, Value from) {
  members(from, "operation", [&](string_view name, Value value) {
    return read_other(to, name, value) || read_text({{"attempt_id", to.attempt_id},
                                                     {"provider_reference", to.provider_reference},
                                                     {"method", to.method},
                                                     {"channel", to.channel},
                                                     {"channel_code", to.channel_code},
                                                     {"display_name", to.display_name},
                                                     {"description", to.description},
                                                     {"return_url", to.return_url},
                                                     {"callback_url", to.callback_url},
                                                     {"session", to.session},
                                                     {"email", to.email},
                                                     {"remark", to.remark},
                                                     {"reason", to.reason}},
                                                    name, value);
  });
}

void read_sent(Sent& to, Value from) {
  members(from, "request", [&](string_view name, Value value) {
    if (name == "headers") {
      for (Value v = value.first(); v; v = v.next()) {
        const Value secret = v["secret"];
        to.headers.push_back({std::string(v.key()), std::string((secret ? secret : v).text()),
                              static_cast<bool>(secret)});
      }
    } else if (name == "effect" || name == "replay_safe" || name == "reply_secret") {
      bool& flag = name == "effect"        ? to.effect
                   : name == "replay_safe" ? to.replay_safe
                                           : to.reply_secret;
      flag = value.boolean().value();
    } else if (name == "remember") {
      to.remember = value["value"].text();
      to.remember_until_ms = value["expires_at"] ? time_of(value["expires_at"]) : 0;
    } else {
      return read_body(to.body, name, value) ||
             read_text({{"endpoint", to.endpoint}, {"method", to.method}, {"path", to.path}}, name,
                       value);
    }
    return true;
  });
}

void read_given(Given& to, Value from) {
  members(from, "reply", [&](string_view name, Value value) {
    if (name == "status") to.status = static_cast<int>(value.integer().value());
    if (name == "headers") to.headers = fields_of(value);
    return name == "status" || name == "headers" || read_body(to.body, name, value);
  });
}

void read_steps(std::vector<Step>& to, Value from) {
  for (Value v = from.first(); v; v = v.next()) {
    Step& step = to.emplace_back();
    members(v, "step", [&](string_view name, Value value) {
      if (name == "request") read_sent(step.sent, value);
      if (name == "reply") read_given(step.given, value);
      return name == "request" || name == "reply";
    });
  }
}

}  // namespace

Recording parse_recording(string_view text) {
  const json::Document document = json::Document::parse(text);
  if (!document.ok()) throw Mismatch(document.problem());
  Recording to;
  members(document.root(), "recording", [&](string_view name, Value value) {
    if (name == "settings")
      to.settings = fields_of(value);
    else if (name == "operation")
      read_asked(to.asked, value);
    else if (name == "steps")
      read_steps(to.steps, value);
    else if (name == "result")
      to.end = compact(value);
    else
      return name == "about";
    return true;
  });
  if (to.asked.kind == WESEL_OP_NONE) throw Mismatch("the operation has no kind");
  return to;
}

Recording load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Mismatch("cannot read " + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  try {
    return parse_recording(text);
  } catch (const std::exception& error) {
    throw Mismatch(path + ": " + error.what());
  }
}

}  // namespace wesel::sdk::testing
