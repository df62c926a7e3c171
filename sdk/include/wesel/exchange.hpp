// One step of a flow: the Request that a provider builds and the Reply that comes back. Requests
// name an endpoint and a path, never a host; replies are complete answers of the provider.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wesel/block.hpp"
#include "wesel/form.hpp"
#include "wesel/json.hpp"

namespace wesel::sdk {

namespace json = ::wesel::json;  // so that `using namespace wesel::sdk` suffices
using Json = json::Object;
using JsonArray = json::Array;
using std::string_view;

// co_await post("/v1/charges").bearer(key_).json(Json{}.set("a", 1)).has_effect();
class Request {
 public:
  Request(string_view method, string_view path) : method_(method), path_(path) {}

  Request& header(string_view name, string_view value);
  // Masked wherever it would be written.
  Request& secret_header(string_view name, string_view value);
  Request& bearer(string_view token);
  Request& basic(string_view user, string_view password);

  // A body with its Content-Type. (A header() that says Content-Type before replaces it.)
  Request& json(const Json& body);
  Request& form(const Form& body);
  Request& body(string_view body, string_view type);

  // The endpoint of that name; without: the first one.
  Request& endpoint(string_view name);
  // It may move money or create something payable.
  Request& has_effect();
  // These very bytes may be sent twice.
  Request& replay_safe();
  // The answer's body carries a secret.
  Request& reply_secret();
  // A secret for later flows, kept by the engine until then; travels with this request.
  Request& remember(string_view value, std::int64_t expires_at_ms);

 private:
  friend class Action;
  struct Header {
    std::string name, value;
    bool secret;
  };
  std::string method_, path_, endpoint_, body_, session_;
  std::vector<Header> headers_;
  std::int64_t session_expires_at_ms_ = 0;
  bool effect_ = false, replay_safe_ = false, reply_secret_ = false;
};

inline Request get(string_view path) { return {"GET", path}; }
inline Request post(string_view path) { return {"POST", path}; }
inline Request put(string_view path) { return {"PUT", path}; }

// Owns its bytes, so it may be kept over later steps. Cheap to copy; used by one flow.
class Reply {
 public:
  explicit Reply(const wesel_reply& block);

  int status() const { return static_cast<int>(data_->status); }
  bool ok() const { return status() >= 200 && status() < 300; }
  // The provider's own trouble: 5xx, or 408. After an effect nobody knows what was done.
  bool is_trouble() const { return status() >= 500 || status() == 408; }
  // The first of that name, in whatever case; empty: none.
  string_view header(string_view name) const&;
  string_view text() const& { return data_->body; }
  // Retry-After in seconds, as milliseconds; 0: not told.
  std::uint32_t retry_after_ms() const;
  std::int64_t now_ms() const { return data_->now_ms; }

  // Of a body that is JSON; missing values for any other.
  bool is_json() const { return document().ok(); }
  json::Value root() const& { return document().root(); }
  json::Value operator[](string_view key) const& { return root()[key]; }

  // Views would outlive an unnamed reply: Reply reply = co_await ...;
  string_view header(string_view) const&& = delete;
  string_view text() const&& = delete;
  json::Value root() const&& = delete;
  json::Value operator[](string_view) const&& = delete;

 private:
  struct Data {
    std::uint32_t status = 0;
    std::int64_t now_ms = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::unique_ptr<json::Document> document;  // parsed when first asked for
  };
  const json::Document& document() const;
  std::shared_ptr<Data> data_;
};

}  // namespace wesel::sdk
