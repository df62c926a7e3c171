// The commands. Each takes the arguments after its name and gives the process's exit code.
#pragma once

namespace wesel {

int run_serve(int argc, char** argv);
int run_check(int argc, char** argv);
int run_explain(int argc, char** argv);
int run_plugins(int argc, char** argv);
int run_keys(int argc, char** argv);

}  // namespace wesel
