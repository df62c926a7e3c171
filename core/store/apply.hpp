// Turns one Batch into statements. The caller holds the transaction and takes back what a batch
// that ended in a Conflict has already written.
#pragma once

#include "store/database.hpp"
#include "store/store.hpp"

namespace wesel {

Committed apply(Database& database, const Batch& batch);

}  // namespace wesel
