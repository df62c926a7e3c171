// wesel check: prints every problem of a configuration, its plugins and its rules. It starts
// nothing and asks no provider.
#include <iostream>

#include "app/assemble.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "routing/check.hpp"

namespace wesel {

namespace {

constexpr int kClean = 0, kProblems = 1, kUnusable = 2;

std::vector<Problem> rule_problems(const Setup& setup) {
  std::vector<std::string> merchants;
  for (const Merchant& merchant : setup.config.merchants) merchants.push_back(merchant.id);
  return check_rules({*setup.rules,
                      *setup.accounts,
                      std::move(merchants),
                      {setup.config.file, 1, 1},
                      SystemClock().now()});
}

}  // namespace

int run_check(int argc, char** argv) {
  const Usage usage{"check",
                    "Finds every problem in configuration, plugins and rules. Exit code 0: clean, "
                    "1: problems, 2: unusable.",
                    "",
                    {{"config", "F", "the configuration", true, false}}};
  const Arguments arguments = Arguments::parse(usage, argc, argv);
  if (arguments.done) return arguments.exit_code;

  PluginFiles plugins(plugin_folders());
  Assembled assembled = assemble(arguments.get("config"), plugins);
  std::vector<Problem> problems = std::move(assembled.problems);
  if (assembled.setup)
    for (Problem& problem : rule_problems(*assembled.setup)) problems.push_back(std::move(problem));
  for (const Problem& problem : problems) std::cout << problem.text() << '\n';
  if (!assembled.setup) return kUnusable;
  if (!problems.empty()) return kProblems;
  std::cout << arguments.get("config") << ": clean, rules " << assembled.setup->rules->version()
            << '\n';
  return kClean;
}

}  // namespace wesel
