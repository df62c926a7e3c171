// Requests that two machines could read differently, or that would cost us more than their sender,
// each with the status it must get. Used against the reader alone and against a real listener.
#pragma once

#include <string>
#include <vector>

struct Trick {
  std::string name;
  std::string bytes;
  int status;
};

const std::vector<Trick>& tricks();
