// The order in which the kept candidates are tried. Every strategy is a pure function of the
// payment's facts and the candidates, so the same payment is always ordered the same way.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "config/routes.hpp"
#include "domain/decision.hpp"
#include "domain/offer.hpp"
#include "routing/facts.hpp"

namespace wesel {

struct Kept {
  std::uint32_t account = 0;
  std::string_view name;
  const Offer* offer = nullptr;
  std::int64_t weight = 0;
};

// Puts `kept`, which comes in listed order, into the order of trying; says in `reasons` what
// figures decided.
void arrange(Pick pick, const Facts& facts, std::vector<Kept>& kept, std::vector<Reason>& reasons);

// Where a payment falls in a split: the first 8 bytes, big-endian, of the SHA-256 of its id. Never
// changes, so that a payment's share can be recomputed for ever.
std::uint64_t split_hash(std::string_view payment_id);

}  // namespace wesel
