// What a sandbox is asked and what it answers: HTTP with the transport taken off. Plain values; a
// handler is a function of one to the other and knows nothing of sockets.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wesel::sandbox {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string target;  // as it came: path and query, still encoded
  std::string path;    // without the query, still encoded
  Headers headers;
  std::string body;
  std::string operation;           // the name of the route that matched
  std::vector<std::string> parts;  // what the {…} of the route matched, decoded

  // The first header of that name in any case; empty if absent.
  std::string_view header(std::string_view name) const;
  // A decoded query parameter; empty if absent.
  std::string query(std::string_view name) const;
};

enum class Kind { payment, payout, method };
std::string_view name_of(Kind kind);

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  Headers headers;
  // The ledger entry that this answer created; faults about callbacks and created() need it.
  std::string created;
  Kind kind = Kind::payment;
};

// Percent-decoding; a broken escape stays as it is.
std::string decoded(std::string_view text);
bool same_name(std::string_view a, std::string_view b);  // ASCII, any case

}  // namespace wesel::sandbox
