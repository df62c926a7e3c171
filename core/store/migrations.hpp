// The schema of the SQLite file and how an older file becomes today's. Each migration runs once,
// in order, in a transaction of its own; the file keeps the number of the last one.
#pragma once

#include "store/database.hpp"

namespace wesel {

// Throws DatabaseError when the file is newer than this program, not ours, or damaged.
void migrate(Database& database);

// Throws when the file is damaged. Large files are only checked as they are read.
void check_soundness(Database& database);

}  // namespace wesel
