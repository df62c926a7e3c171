// Where secrets come from: the environment, files that only their owner reads, systemd credentials.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace wesel::config {

struct ResolvedSecret {
  Secret value;
  bool inline_value = false;  // the text itself
};

// Is it "env:…", "file:…" or "cred:…"?
bool names_secret(std::string_view text);

// "env:NAME", "file:/path" or "cred:NAME"; any other text is its own value. One newline at the end
// of a file is not part of the secret. Errors say what is wrong and what would be right.
Result<ResolvedSecret> resolve_secret(std::string_view text);

}  // namespace wesel::config
