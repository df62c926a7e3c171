// wesel serve: the engine itself, from the configuration to the last answer. What it does is in
// app/serve.
#include "app/serve.hpp"

#include "cli/arguments.hpp"
#include "cli/commands.hpp"

namespace wesel {

int run_serve(int argc, char** argv) {
  const Usage usage{"serve",
                    "Runs the engine until SIGTERM or SIGINT, then drains.",
                    "",
                    {{"config", "F", "the configuration", true, false}}};
  const Arguments arguments = Arguments::parse(usage, argc, argv);
  if (arguments.done) return arguments.exit_code;
  return serve(arguments.get("config"));
}

}  // namespace wesel
