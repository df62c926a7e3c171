// The environment in which a program starts with preload.cpp before libc.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

namespace wesel::crash {

// `settings` are those of preload.cpp, as NAME=value.
inline std::vector<std::string> preloaded(std::vector<std::string> settings) {
  const char* asan = std::getenv("ASAN_OPTIONS");
  settings.push_back("LD_PRELOAD=" WESEL_PRELOAD);
  // The address sanitizer would refuse to come second; what is before it calls it in turn.
  settings.push_back(std::string("ASAN_OPTIONS=") + (asan ? asan : "") +
                     ":verify_asan_link_order=0");
  return settings;
}

}  // namespace wesel::crash
