// The rules of the house that a program can check. Each looks at the whole tree and tells every
// place that breaks it and what would be right there; none changes anything.
#pragma once

#include <string>
#include <vector>

#include "source.hpp"

namespace wesel::tidy {

struct Finding {
  std::string path;
  int line = 1;
  std::string rule;    // its name
  std::string advice;  // what would be right
};
using Findings = std::vector<Finding>;

// Includes point down the rooms; the SDK knows no core, a plugin nothing but the SDK.
void check_includes(const Tree& tree, Findings& out);
// Each foreign library has its room, and its types stay out of headers that others include.
void check_libraries(const Tree& tree, Findings& out);
// Time, randomness, threads and waiting come in as arguments; no lock is held while they are asked.
void check_waiting(const Tree& tree, Findings& out);
// No floating point near money, no names that say nothing, no path of one machine.
void check_words(const Tree& tree, Findings& out);
// Every source is built, opens with what it is, and is of a size one can read.
void check_files(const Tree& tree, Findings& out);

// All of them, sorted by place.
Findings check_all(const Tree& tree);

}  // namespace wesel::tidy
