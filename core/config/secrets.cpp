// Reads secrets once, at load. A message names the variable or file, never what is in it.
#include "config/secrets.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/limits.hpp"

namespace wesel::config {
namespace {

Error wrong(std::string message) { return {Fault::config, "secret", std::move(message), {}}; }

Result<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == 0) {
    return wrong(fmt::format("environment variable {} is not set; set it to the secret", name));
  }
  return std::string(value);
}

Result<std::string> from_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string value(limits::kSecretBytes + 1, '\0');
  if (file) file.read(value.data(), static_cast<std::streamsize>(value.size()));
  if (file.bad() || (file.fail() && !file.eof())) {
    return wrong(fmt::format("file {} cannot be read; it must hold the secret", path));
  }
  value.resize(static_cast<std::size_t>(file.gcount()));
  if (value.size() > limits::kSecretBytes) {
    return wrong(
        fmt::format("file {} is no secret; at most {} bytes are", path, limits::kSecretBytes));
  }
  if (value.ends_with('\n')) value.pop_back();
  if (value.ends_with('\r')) value.pop_back();
  if (value.empty()) return wrong(fmt::format("file {} is empty; it must hold the secret", path));
  return value;
}

Result<std::string> from_private_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return wrong(fmt::format("file {} may be used by others than its owner; chmod 600 it", path));
  }
  return from_file(path);
}

Result<std::string> from_credential(const std::string& name) {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr || name.find('/') != std::string::npos) {
    return wrong(fmt::format(
        "credential {} is not there; name one that systemd's LoadCredential= gives", name));
  }
  return from_file(fmt::format("{}/{}", directory, name));
}

}  // namespace

bool names_secret(std::string_view text) {
  return text.starts_with("env:") || text.starts_with("file:") || text.starts_with("cred:");
}

Result<ResolvedSecret> resolve_secret(std::string_view text) {
  if (!names_secret(text)) return ResolvedSecret{Secret(std::string(text)), true};
  const std::string name(text.substr(text.find(':') + 1));
  auto value = text.starts_with("env:")    ? from_environment(name)
               : text.starts_with("file:") ? from_private_file(name)
                                           : from_credential(name);
  if (!value) return value.error();
  return ResolvedSecret{Secret(std::move(*value)), false};
}

}  // namespace wesel::config
