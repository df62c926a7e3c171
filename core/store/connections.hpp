// Who commits and who reads: a writing thread beside a pool of readers, or everything on one
// connection and on the caller's thread.
#pragma once

#include <memory>

#include "store/committer.hpp"
#include "store/sqlite.hpp"

namespace wesel {

// Any thread.
class Connections {
 public:
  virtual ~Connections() = default;
  virtual Result<Committed> commit(Batch batch) = 0;
  // A connection to read with, for the caller alone until it is given back. May wait.
  virtual Database& take() = 0;
  virtual void give_back(Database& database) = 0;
  // Whether the last commit went through.
  virtual bool working() const = 0;
};

// They throw DatabaseError when the file cannot be opened.
std::unique_ptr<Connections> threaded_connections(const std::string& path,
                                                  const SqliteOptions& options);
std::unique_ptr<Connections> inline_connections(const std::string& path,
                                                const SqliteOptions& options);

}  // namespace wesel
