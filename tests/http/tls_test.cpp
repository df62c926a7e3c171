// TLS both ways, with certificates made on the spot: who is trusted, for which name, and how old a
// protocol may be.
#include <openssl/ssl.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "http/client.hpp"
#include "http/raw.hpp"
#include "http/server.hpp"

using namespace wesel;
using namespace wesel::http;
using std::string;

namespace {

// An authority and certificates that it signed, gone with the object.
class Authority {
 public:
  Authority() {
    std::filesystem::create_directories(folder_);
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca "
        "-addext basicConstraints=critical,CA:TRUE -keyout ca.key -out ca.pem");
  }
  ~Authority() { std::filesystem::remove_all(folder_); }

  ServerOptions::Tls issue(const string& name, const string& subject_alternatives) const {
    openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout " +
            name + ".key -out " + name + ".csr");
    std::ofstream(folder_ / (name + ".ext")) << "subjectAltName=" << subject_alternatives << "\n";
    openssl("x509 -req -days 2 -in " + name +
            ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile " + name + ".ext -out " + name +
            ".pem");
    std::ifstream key(folder_ / (name + ".key"));
    return {file(name + ".pem"), Secret(string(std::istreambuf_iterator<char>(key), {}))};
  }
  string file(const string& name) const { return (folder_ / name).string(); }

 private:
  void openssl(const string& arguments) const {
    const string command = "cd '" + folder_.string() + "' && openssl " + arguments + " 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
  }
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wesel-tls-" + std::to_string(::getpid()));
};

Response hello(const Request& request) {
  Response response;
  response.body = request.tls ? "hello over TLS" : "hello in the clear";
  return response;
}

std::unique_ptr<Server> serve(ServerOptions::Tls tls) {
  return Server::start({.tls = std::move(tls)}, hello).value();
}

Sent call(Client& client, const string& host, std::uint16_t port) {
  Outbound request;
  request.base = {"https", host, port, "", "", false};
  request.method = "GET";
  request.target = "/";
  request.deadline = SystemClock().steady() + Millis(5'000);
  return client.send(request);
}

}  // namespace

TEST_CASE("TLS is spoken with whom the authority vouches for, under that name only") {
  const Authority authority;
  const auto trusting = Client::make({.ca_file = authority.file("ca.pem")}).value();
  const auto server = serve(authority.issue("good", "DNS:localhost,IP:127.0.0.1"));

  for (const string host : {"localhost", "127.0.0.1"}) {
    const Sent first = call(*trusting, host, server->port());
    INFO(first.why);
    CHECK(first.fate == Sent::Fate::replied);
    CHECK(first.body == "hello over TLS");
    CHECK(call(*trusting, host, server->port()).body == "hello over TLS");
  }
  CHECK(server->connections() == 2);  // each kept for its second call

  const auto stranger = Client::make({}).value();
  const Sent refused = call(*stranger, "localhost", server->port());
  CHECK(refused.fate == Sent::Fate::not_sent);
  CHECK(refused.why == "certificate not trusted");

  // The name is checked for loopback too, and a common name does not count.
  const auto other = serve(authority.issue("other", "DNS:elsewhere.example"));
  for (const string host : {"localhost", "127.0.0.1"}) {
    const Sent wrong = call(*trusting, host, other->port());
    CHECK(wrong.fate == Sent::Fate::not_sent);
    CHECK(wrong.why == "certificate for another name");
  }
}

TEST_CASE("a handshake that never ends is not sent, in time") {
  const Authority authority;
  const auto client = Client::make({.ca_file = authority.file("ca.pem")}).value();
  raw::Server silent([](raw::Socket& socket, int) { socket.receive_all(); });
  Outbound request;
  request.base = {"https", "localhost", silent.port(), "", "", false};
  request.method = "POST";
  request.deadline = SystemClock().steady() + Millis(150);
  const Sent sent = client->send(request);
  CHECK(sent.fate == Sent::Fate::not_sent);
  CHECK(sent.why == "timed out in the TLS handshake");

  raw::Server plain([](raw::Socket& socket, int) {
    socket.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    socket.receive_all();
  });
  CHECK(call(*client, "localhost", plain.port()).why == "TLS handshake failed");
}

TEST_CASE("a TLS listener refuses old protocols and plain text, and goes on") {
  const Authority authority;
  const auto server = serve(authority.issue("good", "DNS:localhost"));
  raw::Socket plain = raw::connect(server->port());
  plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(plain.receive_all().find("HTTP/1.1") == string::npos);

  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
  raw::Socket socket = raw::connect(server->port());
  SSL* ssl = SSL_new(context);
  SSL_set_fd(ssl, socket.number());
  CHECK(SSL_connect(ssl) != 1);
  SSL_free(ssl);
  SSL_CTX_free(context);

  const auto client = Client::make({.ca_file = authority.file("ca.pem")}).value();
  CHECK(call(*client, "localhost", server->port()).status == 200);
}

TEST_CASE("a TLS client is also told that there are too many") {
  const Authority authority;
  auto server = Server::start({.max_connections = 1,
                               .tls = authority.issue("good", "DNS:localhost,IP:127.0.0.1")},
                              hello)
                    .value();
  const auto client = Client::make({.ca_file = authority.file("ca.pem")}).value();
  CHECK(call(*client, "localhost", server->port()).status == 200);
  CHECK(call(*client, "127.0.0.1", server->port()).status == 503);
}

TEST_CASE("a key that does not fit its certificate is refused at the start") {
  const Authority authority;
  const ServerOptions::Tls one = authority.issue("one", "DNS:localhost");
  const ServerOptions::Tls two = authority.issue("two", "DNS:localhost");
  const std::vector<ServerOptions::Tls> bad = {
      {one.certificate, two.key}, {one.certificate, Secret("no key")}, {"/nowhere.pem", one.key}};
  for (const auto& tls : bad) {
    const auto server = Server::start({.tls = tls}, hello);
    REQUIRE_FALSE(server);
    CHECK(server.error().code == "invalid_tls");
    CHECK(server.error().message.find("PRIVATE KEY") == string::npos);
  }
  CHECK(Client::make({.ca_file = "/nowhere.pem"}).error().code == "invalid_tls");
}
