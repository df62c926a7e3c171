// The only file that includes Boost.Program_options, which is slow to compile.
#include "cli/arguments.hpp"

#include <boost/program_options.hpp>
#include <iostream>

namespace wesel {

namespace po = boost::program_options;
using std::string;

namespace {

constexpr char kPositional[] = "arguments";

po::options_description describe(const Usage& usage) {
  po::options_description all("Options");
  all.add_options()("help,h", "this text");
  for (const Option& option : usage.options) {
    if (option.placeholder.empty()) {
      all.add_options()(option.name.c_str(), option.help.c_str());
      continue;
    }
    auto* value = po::value<std::vector<string>>()->value_name(option.placeholder);
    if (option.required) value->required();
    all.add_options()(option.name.c_str(), value, option.help.c_str());
  }
  return all;
}

void print_help(const Usage& usage, const po::options_description& options) {
  std::cout << "wesel " << usage.command;
  for (const Option& option : usage.options) {
    const string text =
        "--" + option.name + (option.placeholder.empty() ? "" : " " + option.placeholder);
    std::cout << (option.required ? " " + text : " [" + text + "]");
  }
  if (!usage.positional.empty()) std::cout << ' ' << usage.positional;
  std::cout << "\n\n" << usage.synopsis << "\n\n" << options;
}

}  // namespace

Arguments Arguments::parse(const Usage& usage, int argc, char** argv) {
  Arguments out;
  const po::options_description visible = describe(usage);
  po::options_description hidden;
  hidden.add(visible);
  po::positional_options_description positions;
  if (!usage.positional.empty()) {
    hidden.add_options()(kPositional, po::value<std::vector<string>>());
    positions.add(kPositional, -1);
  }
  try {
    po::variables_map map;
    po::store(po::command_line_parser(argc, argv).options(hidden).positional(positions).run(), map);
    if (map.count("help")) {
      print_help(usage, visible);
      out.done = true;
      return out;
    }
    po::notify(map);
    for (const auto& [name, value] : map) {
      const auto* texts = boost::any_cast<std::vector<string>>(&value.value());
      (name == kPositional ? out.positional_ : out.values_[name]) =
          texts ? *texts : std::vector<string>();
    }
    for (const Option& option : usage.options)
      if (!option.repeats && out.all(option.name).size() > 1)
        throw po::error("--" + option.name + " is given twice");
  } catch (const po::error& error) {
    std::cerr << "wesel " << usage.command << ": " << error.what() << "\nSee wesel "
              << usage.command << " --help.\n";
    out.done = true;
    out.exit_code = 2;
  }
  return out;
}

string Arguments::get(const string& name, string otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? otherwise : found->second.front();
}

std::vector<string> Arguments::all(const string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<string>() : found->second;
}

}  // namespace wesel
