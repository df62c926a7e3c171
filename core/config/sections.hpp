// One reader a section of the file; load.cpp calls them in turn. Each tells its own problems and
// leaves defaults where something is wrong, so that all problems are found in one go.
#pragma once

#include "config/reader.hpp"

namespace wesel::config {

void read_server(const toml_tree::Node& node, ServerConfig& server, Reading& reading);
void read_store(const toml_tree::Node& node, StoreConfig& store, Reading& reading);
void read_webhooks(const toml_tree::Node& node, WebhooksConfig& webhooks, Reading& reading);
void read_recovery(const toml_tree::Node& node, RecoveryConfig& recovery, Reading& reading);
void read_log(const toml_tree::Node& node, LogConfig& log, Reading& reading);

Merchant read_merchant(const toml_tree::Node& node, Reading& reading);
Operator read_operator(const toml_tree::Node& node, Reading& reading);

AccountConfig read_account(const toml_tree::Entry& entry, Reading& reading);
MethodConfig read_method(const toml_tree::Node& node, const std::string& path, Reading& reading);

Route read_route(const toml_tree::Node& node, Reading& reading);
When read_when(const toml_tree::Node& node, const std::string& path, Reading& reading);

// What one section says of another: names that must exist, names that must differ.
void check_references(const Config& config, Reading& reading);

}  // namespace wesel::config
