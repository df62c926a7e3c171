#include "store/connections.hpp"

#include <mutex>
#include <semaphore>
#include <vector>

#include "store/migrations.hpp"
#include "store/writer.hpp"

namespace wesel {
namespace {

// The connection that writes, with a sound file of today's schema behind it.
class Primary {
 public:
  Primary(const std::string& path, const SqliteOptions& options)
      : database(path, Access::write, options.vfs),
        committer(database, options.log_pages, options.on_fatal) {
    migrate(database);
    check_soundness(database);
  }

  Database database;
  Committer committer;
};

class Threaded final : public Connections {
 public:
  Threaded(const std::string& path, const SqliteOptions& options)
      : path_(path),
        vfs_(options.vfs),
        primary_(path, options),
        writer_(primary_.committer),
        free_slots_(static_cast<std::ptrdiff_t>(options.readers)) {}

  Result<Committed> commit(Batch batch) override { return writer_.commit(std::move(batch)); }

  // The last one given back comes first: its cache is warm.
  Database& take() override {
    free_slots_.acquire();
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        Database& database = *free_.back();
        free_.pop_back();
        return database;
      }
    }
    return open_reader();
  }

  void give_back(Database& database) override {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(&database);
    }
    free_slots_.release();
  }

  bool working() const override { return primary_.committer.working(); }

 private:
  Database& open_reader() {
    try {
      auto database = std::make_unique<Database>(path_, Access::read, vfs_);
      const std::lock_guard lock(mutex_);
      readers_.push_back(std::move(database));
      return *readers_.back();
    } catch (...) {
      free_slots_.release();
      throw;
    }
  }

  std::string path_;
  std::string vfs_;
  Primary primary_;  // goes last, so that it alone moves the log when it closes
  Writer writer_;
  std::counting_semaphore<> free_slots_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> readers_;
  std::vector<Database*> free_;
};

class Inline final : public Connections {
 public:
  Inline(const std::string& path, const SqliteOptions& options) : primary_(path, options) {}

  Result<Committed> commit(Batch batch) override {
    const std::lock_guard lock(mutex_);
    Commit commit{std::move(batch)};
    Commit* const group[] = {&commit};
    primary_.committer.run(group);
    primary_.committer.checkpoint_if_due();
    return std::move(commit.result);
  }

  Database& take() override {
    mutex_.lock();
    return primary_.database;
  }

  void give_back(Database&) override { mutex_.unlock(); }

  bool working() const override { return primary_.committer.working(); }

 private:
  std::mutex mutex_;
  Primary primary_;
};

}  // namespace

std::unique_ptr<Connections> threaded_connections(const std::string& path,
                                                  const SqliteOptions& options) {
  return std::make_unique<Threaded>(path, options);
}

std::unique_ptr<Connections> inline_connections(const std::string& path,
                                                const SqliteOptions& options) {
  return std::make_unique<Inline>(path, options);
}

}  // namespace wesel
