// Which addresses merchants' URLs may not reach, in every disguise.
#include "http/address.hpp"

#include <catch2/catch.hpp>

using namespace wesel::http;
using std::string;

TEST_CASE("addresses of the public internet are public") {
  for (const string text :
       {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
        "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
    INFO(text);
    CHECK_FALSE(private_address(text));
  }
}

TEST_CASE("addresses inside, reserved or hidden are private") {
  for (const string text : {"127.0.0.1",
                            "127.255.0.1",
                            "0.0.0.0",
                            "10.1.2.3",
                            "172.16.0.1",
                            "172.31.255.255",
                            "192.168.1.1",
                            "169.254.169.254",
                            "100.64.0.1",
                            "100.127.255.255",
                            "192.0.2.1",
                            "198.51.100.1",
                            "203.0.113.7",
                            "198.18.0.1",
                            "224.0.0.1",
                            "239.1.1.1",
                            "240.0.0.1",
                            "255.255.255.255",
                            "::",
                            "::1",
                            "fe80::1",
                            "fc00::1",
                            "fd12:3456::1",
                            "ff02::1",
                            "2001:db8::1",
                            "2001::1",
                            "::ffff:127.0.0.1",
                            "::ffff:10.0.0.1",
                            "::ffff:a9fe:a9fe",
                            "::127.0.0.1",
                            "64:ff9b::7f00:1",
                            "2002:7f00:1::1",
                            "fec0::1",
                            "100::1",
                            "fe80::1%eth0"}) {
    INFO(text);
    CHECK(private_address(text));
  }
}

TEST_CASE("what is no address counts as private") {
  for (const string text : {"", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5"}) {
    INFO(text);
    CHECK(private_address(text));
    CHECK_FALSE(is_address(text));
  }
}

TEST_CASE("networks hold what their prefix says") {
  const Networks networks =
      Networks::parse({"127.0.0.0/8", "10.1.2.0/23", "192.168.0.1", "fd00::/8"}).value();
  CHECK(networks.contains("127.9.9.9"));
  CHECK(networks.contains("::ffff:127.0.0.1"));
  CHECK(networks.contains("10.1.3.255"));
  CHECK_FALSE(networks.contains("10.1.4.0"));
  CHECK(networks.contains("192.168.0.1"));
  CHECK_FALSE(networks.contains("192.168.0.2"));
  CHECK(networks.contains("fd12::1"));
  CHECK_FALSE(networks.contains("fe80::1"));
  CHECK_FALSE(networks.contains("localhost"));
  CHECK_FALSE(Networks().contains("127.0.0.1"));
}

TEST_CASE("a network that is none is refused by name") {
  for (const string text :
       {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "a/8"}) {
    INFO(text);
    const auto networks = Networks::parse({text});
    REQUIRE_FALSE(networks);
    CHECK(networks.error().code == "invalid_network");
  }
}
