// argv to command.
#include <cstring>
#include <iostream>

#include "cli/commands.hpp"

namespace {

struct Command {
  const char* name;
  const char* help;
  int (*run)(int argc, char** argv);
};

constexpr Command kCommands[] = {
    {"serve", "run the engine", wesel::run_serve},
    {"check", "find every problem in a configuration", wesel::run_check},
    {"explain", "say where a payment would go, and why", wesel::run_explain},
    {"plugins", "list, show and sample provider plugins", wesel::run_plugins},
    {"keys", "make API keys", wesel::run_keys},
};

int help(std::ostream& out, int code) {
  out << "wesel routes payments. Commands:\n\n";
  for (const Command& command : kCommands)
    out << "  " << command.name << std::string(10 - std::strlen(command.name), ' ') << command.help
        << '\n';
  out << "\nwesel COMMAND --help says more.\n";
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return help(std::cerr, 2);
  const std::string name = argv[1];
  if (name == "--help" || name == "-h" || name == "help") return help(std::cout, 0);
  if (name == "--version") {
    std::cout << "wesel " << WESEL_VERSION << '\n';
    return 0;
  }
  for (const Command& command : kCommands)
    if (name == command.name) return command.run(argc - 1, argv + 1);
  std::cerr << "wesel: there is no command \"" << name << "\"\n\n";
  return help(std::cerr, 2);
}
