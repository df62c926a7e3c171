// What runs were made of, added up: whether the storms were storms can be seen here.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace wesel::simulation {

struct Tally {
  std::int64_t runs = 0, steps = 0, deaths = 0, power_cuts = 0, jumps = 0, in_callbacks = 0;
  std::int64_t payments = 0, attempts = 0, money = 0;  // money: minor units in ledgers
  std::map<std::string, std::int64_t> ends;            // payments by their last status
  std::map<std::string, std::int64_t> exceptions;      // raised, by type
  std::map<std::string, std::int64_t> died;            // deaths by where

  void add(const Tally& other);
  std::string text() const;
};

}  // namespace wesel::simulation
