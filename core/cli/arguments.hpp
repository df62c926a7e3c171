// The arguments of one command: what it takes, and what it was given.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wesel {

struct Option {
  std::string name;         // "config"
  std::string placeholder;  // "F"; empty: a switch
  std::string help;
  bool required = false;
  bool repeats = false;
};

struct Usage {
  std::string command;     // "explain"
  std::string synopsis;    // one sentence
  std::string positional;  // "NAME"; empty: none
  std::vector<Option> options;
};

class Arguments {
 public:
  // Prints help or what is wrong, and then says so with `done`.
  static Arguments parse(const Usage& usage, int argc, char** argv);

  bool done = false;  // nothing more to do: leave with `exit_code`
  int exit_code = 0;

  bool has(const std::string& name) const { return values_.count(name) > 0; }
  std::string get(const std::string& name, std::string otherwise = {}) const;
  std::vector<std::string> all(const std::string& name) const;
  const std::vector<std::string>& positional() const { return positional_; }

 private:
  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string> positional_;
};

}  // namespace wesel
