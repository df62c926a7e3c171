// Poco makes the contexts; its weak defaults are replaced one by one.
#include "http/tls.hpp"

#include <Poco/Exception.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>

namespace wesel::http {
namespace {

using Poco::Net::Context;

constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";  // TLS 1.3's are all good

Error invalid(std::string message) {
  return {Fault::config, "invalid_tls", std::move(message), {}};
}

Context::Params params(Context::VerificationMode mode) {
  Context::Params params;
  params.verificationMode = mode;
  params.cipherList = kCiphers;
  return params;
}

void harden(Context& context) {
  SSL_CTX* raw = context.sslContext();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION);
  // Idle connections hold no record buffers, and a write may stop half way and go on elsewhere.
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

bool use_key(Context& context, const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  // An empty pass phrase: an encrypted key is an error, not a question at the terminal.
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")), &EVP_PKEY_free);
  return key && SSL_CTX_use_PrivateKey(context.sslContext(), key.get()) == 1 &&
         SSL_CTX_check_private_key(context.sslContext()) == 1;
}

}  // namespace

Result<Context::Ptr> server_tls(const std::string& certificate_file, const Secret& key) {
  try {
    Context::Ptr context(new Context(Context::TLS_SERVER_USE, params(Context::VERIFY_NONE)));
    harden(*context);
    const int loaded =
        SSL_CTX_use_certificate_chain_file(context->sslContext(), certificate_file.c_str());
    if (loaded != 1) return invalid("no certificate can be read from " + certificate_file);
    if (!use_key(*context, key.reveal())) {
      return invalid("the key cannot be read or is not that of " + certificate_file);
    }
    return context;
  } catch (const Poco::Exception& problem) {
    return invalid(problem.displayText());
  }
}

Result<Context::Ptr> client_tls(const std::string& ca_file) {
  try {
    Context::Params wanted = params(Context::VERIFY_STRICT);
    wanted.caLocation = ca_file;
    wanted.loadDefaultCAs = true;
    Context::Ptr context(new Context(Context::TLS_CLIENT_USE, wanted));
    harden(*context);
    return context;
  } catch (const Poco::Exception& problem) {
    return invalid(problem.displayText());
  }
}

}  // namespace wesel::http
