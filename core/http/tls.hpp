// TLS settings as this engine wants them: 1.2 or newer, forward secrecy, authenticated ciphers,
// certificates checked strictly. Inside this room only: it speaks Poco.
#pragma once

#include <Poco/Net/Context.h>

#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace wesel::http {

// What a server shows: the chain in a PEM file, and its key as PEM text. Code invalid_tls.
Result<Poco::Net::Context::Ptr> server_tls(const std::string& certificate_file, const Secret& key);

// Trusts the system's authorities and those in `ca_file`, if any. Code invalid_tls.
Result<Poco::Net::Context::Ptr> client_tls(const std::string& ca_file);

}  // namespace wesel::http
