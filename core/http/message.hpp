// HTTP messages as plain values: what the listener hands to handlers and what the client gives
// back. Field names are lower case.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wesel::http {

struct Field {
  std::string name;  // lower case
  std::string value;
};

using Fields = std::vector<Field>;

// The first one's value; empty when absent. `name` in lower case.
std::string_view find(const Fields& fields, std::string_view name);
// Takes a name in any case.
void append(Fields& fields, std::string_view name, std::string_view value);

struct Request {
  std::string method;
  std::string path;   // before '?', not decoded
  std::string query;  // after '?', not decoded
  Fields fields;
  std::string body;
  std::string peer;  // address of the other side
  bool tls = false;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";  // empty: none
  Fields fields;
  std::string body;
};

// Runs to its end on the connection's thread; many at once. What it throws becomes a bare 500.
using Handler = std::function<Response(const Request&)>;

// Decoded name and value pairs of a query or form; a bad escape refuses the whole.
struct Query {
  std::vector<std::pair<std::string, std::string>> pairs;
  bool ok = true;
  std::string_view get(std::string_view name) const;
};
Query parse_query(std::string_view text);

}  // namespace wesel::http
