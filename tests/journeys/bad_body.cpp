#include "journeys/bad_body.hpp"

#include "wesel/json.hpp"

namespace wesel::journeys {

using std::string;

namespace {

string raw(json::Value value) {
  if (value.is_string()) return as_json(string(value.text()));
  json::Object inner;
  for (json::Value member = value.first(); member; member = member.next())
    inner.set(member.key(), member.text());
  return inner.text();
}

}  // namespace

string as_json(const string& text) {
  string out;
  json::append_quoted(out, text);
  return out;
}

string with_field(const string& good, const string& field, const string& value) {
  const json::Document document = json::Document::parse(good);
  json::Object out;
  bool seen = false;
  const auto put = [&](const string& key, const string& text) {
    if (!text.empty()) out.set_raw(key, text);
  };
  for (json::Value v = document.root().first(); v; v = v.next()) {
    seen = seen || v.key() == field;
    put(string(v.key()), v.key() == field ? value : raw(v));
  }
  if (!seen) put(field, value);
  return out.text();
}

string nested(int depth) {
  return string(static_cast<std::size_t>(depth), '[') +
         string(static_cast<std::size_t>(depth), ']');
}

string many_keys(int count) {
  json::Object out;
  for (int i = 0; i < count; ++i) out.set("k" + std::to_string(i), "v");
  return out.text();
}

}  // namespace wesel::journeys
