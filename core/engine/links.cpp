#include "engine/links.hpp"

#include "base/bytes.hpp"
#include "domain/ids.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr std::size_t kMacBytes = 16;  // 128 bits cannot be guessed

// Hashes for different purposes never agree, whatever the text.
string keyed(string_view purpose, string_view text, const Secret& secret) {
  string message(purpose);
  message += '\0';
  message += text;
  return string(as_text(hmac_sha256(secret.reveal(), message)));
}

string mac(string_view purpose, string_view text, const Secret& secret) {
  return to_hex(keyed(purpose, text, secret).substr(0, kMacBytes));
}

string callback_subject(string_view account, string_view attempt_id) {
  return string(account) + '/' + string(attempt_id);
}

}  // namespace

string callback_url(string_view public_url, string_view account, string_view attempt_id,
                    const Secret& secret) {
  const string subject = callback_subject(account, attempt_id);
  return string(public_url) + "/callbacks/" + subject + '/' + mac("callback url", subject, secret);
}

bool callback_url_is_ours(string_view account, string_view attempt_id, string_view given,
                          const Secret& secret) {
  return equal_secrets(given, mac("callback url", callback_subject(account, attempt_id), secret));
}

string callback_key(string_view attempt_id, const Secret& secret) {
  return keyed("callback key", attempt_id, secret);
}

string checkout_url(string_view public_url, string_view payment_id, const Secret& secret) {
  const string_view key = payment_id.substr(payment_id.size() - 26);
  return string(public_url) + "/pay/" + string(key) + mac("checkout", key, secret);
}

string payment_of_token(string_view token, const Secret& secret) {
  if (token.size() != 26 + 2 * kMacBytes) return {};
  const string id = "pay_" + string(token.substr(0, 26));
  if (!is_id(id, "pay")) return {};
  return equal_secrets(token.substr(26), mac("checkout", token.substr(0, 26), secret)) ? id
                                                                                       : string();
}

string token_key(const Secret& secret) { return keyed("token", {}, secret); }

string key_mark(string_view key, const Secret& secret) { return mac("key of token", key, secret); }

}  // namespace wesel
