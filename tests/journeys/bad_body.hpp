// Bodies that nobody should take, made of a good one by changing one field.
#pragma once

#include <string>

namespace wesel::journeys {

struct Bad {
  const char* what;
  std::string body;
  int status;
  const char* code;
  const char* param = "";
};

// The good body with one top-level field written otherwise; "" leaves it out.
std::string with_field(const std::string& good, const std::string& field, const std::string& value);

std::string as_json(const std::string& text);
std::string nested(int depth);
std::string many_keys(int count);

}  // namespace wesel::journeys
