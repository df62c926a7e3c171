/* A shared library that is no plugin; loading it would be seen, for it ends the program. */
#include <stdlib.h>

__attribute__((constructor)) static void loaded(void) { abort(); }

int stranger(void) { return 0; }
