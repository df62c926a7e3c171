// The Transport that providers and merchants are really called with: kept-alive connections, one
// deadline over everything, addresses checked before use, TLS strictly. It never sends twice.
#pragma once

#include <memory>
#include <string>

#include "base/limits.hpp"
#include "http/resolver.hpp"
#include "http/transport.hpp"

namespace wesel::http {

struct ClientOptions {
  std::string ca_file;  // trusted besides the system's authorities
  Lookup lookup = system_lookup;
  std::size_t resolving = limits::kResolving;  // names at once; more are not sent
};

class Client final : public Transport {
 public:
  // Code invalid_tls.
  static Result<std::unique_ptr<Client>> make(ClientOptions options);
  ~Client() override;
  Sent send(const Outbound& request) override;

 private:
  struct Parts;
  explicit Client(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace wesel::http
