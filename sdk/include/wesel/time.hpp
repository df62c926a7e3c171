// Points in time as providers write them (RFC 3339) and as the contract has them: milliseconds
// since 1970-01-01 UTC. It knows offsets, not zones, and never asks a clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wesel::sdk {

// "2026-08-05T05:04:54.252204638+07:00"; what is finer than a millisecond is cut off. Nothing for
// anything that is not a full RFC 3339 date and time with its offset.
std::optional<std::int64_t> parse_time(std::string_view text);

// "2026-08-05T05:04:54+07:00" for 420 minutes, "...Z" for 0; ".252" only where there are
// milliseconds. For the years 1 to 9999.
std::string format_time(std::int64_t ms, int offset_minutes = 0);

}  // namespace wesel::sdk
