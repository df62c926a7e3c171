// A plugin as the engine holds it: its description, copied and checked, and a way to make accounts.
// Where its code runs (in this process, or later in a child) is behind Adapter and Conversation;
// only plain blocks of the contract cross.
#pragma once

#include <wesel/plugin.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/outcome.hpp"
#include "providers/description.hpp"

namespace wesel {

// One operation under way inside a plugin. The destructor ends it. One thread at a time. A null
// action is a breach; actions live until the next call on the same conversation.
class Conversation {
 public:
  virtual ~Conversation() = default;
  virtual const wesel_action* begin(const wesel_operation& operation) = 0;  // once, first
  virtual const wesel_action* advance(const wesel_reply& reply) = 0;
};

// One configured account inside a plugin. Any thread. Outlives its conversations.
class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual std::unique_ptr<Conversation> converse() = 0;
};

// Any thread.
class Plugin {
 public:
  explicit Plugin(Description description) : description_(std::move(description)) {}
  virtual ~Plugin() = default;

  const Description& description() const { return description_; }

  // An Error of Fault::config names the setting in `where`.
  virtual Result<std::unique_ptr<Adapter>> create(
      Mode mode, const std::vector<std::pair<std::string, Secret>>& settings) = 0;

  // Counts a breach of the contract; true when it is the one that brings the quarantine.
  bool count_breach();
  bool quarantined() const;
  int breaches() const { return breaches_; }
  void clear_quarantine() { breaches_ = 0; }

 private:
  Description description_;
  std::atomic<int> breaches_ = 0;
};

// A plugin that is code in this process. Refused when it or its description breaks the contract;
// the message names every breach.
Result<std::shared_ptr<Plugin>> make_plugin(const wesel_plugin* table);

// Where plugins come from.
class PluginSource {
 public:
  virtual ~PluginSource() = default;
  // `sha256` in hex; empty: not pinned.
  virtual Result<std::shared_ptr<Plugin>> find(std::string_view plugin,
                                               std::string_view sha256) = 0;
  virtual Result<std::shared_ptr<Plugin>> open(const std::filesystem::path& file,
                                               std::string_view sha256) = 0;
};

// Shared libraries named libwesel_NAME.so in a list of folders, each loaded once and never
// unloaded. One thread at a time.
class PluginFiles final : public PluginSource {
 public:
  explicit PluginFiles(std::vector<std::filesystem::path> folders);

  Result<std::shared_ptr<Plugin>> find(std::string_view plugin, std::string_view sha256) override;
  Result<std::shared_ptr<Plugin>> open(const std::filesystem::path& file,
                                       std::string_view sha256) override;

  // The files of all plugins in the folders, by name; the first folder that has one wins.
  std::map<std::string, std::filesystem::path> list() const;

 private:
  std::vector<std::filesystem::path> folders_;
  std::map<std::filesystem::path, std::shared_ptr<Plugin>> loaded_;
};

// ../plugins beside the folder of the running program, then the installed plugin folder.
std::vector<std::filesystem::path> plugin_folders();

}  // namespace wesel
