/* A plugin whose description is wrong in many places at once. */
#include <wesel/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static const wesel_endpoint short_one = {8, {0, 0}, {0, 0}, {0, 0}};
static const wesel_endpoint twice = {sizeof twice, TEXT("api"), TEXT("ftp://files.example"),
                                     TEXT("https://liar.example/")};
static const wesel_endpoint* const endpoints[] = {&short_one, &twice, &twice, 0};
static const wesel_bytes colours[] = {TEXT("red")};
static const wesel_setting setting = {sizeof setting, 2,       0, TEXT("Colour"), TEXT("\xff"),
                                      TEXT("blue"),   colours, 1};
static const wesel_setting* const settings[] = {&setting};
static const wesel_capability capability = {.size = sizeof capability,
                                            .kind = 7,
                                            .modes = 4,
                                            .method = TEXT("barter"),
                                            .channel = TEXT("bca"),
                                            .currency = TEXT("GOLD"),
                                            .shortest_expiry_s = 9,
                                            .longest_expiry_s = 8,
                                            .query_by_reference = 1,
                                            .can_cancel = 1};
static const wesel_capability* const capabilities[] = {&capability};
static const wesel_description description = {.size = sizeof description,
                                              .operations = 1u | 1u << WESEL_OP_CALLBACK,
                                              .session = 9,
                                              .id = TEXT("Liar!"),
                                              .name = {0, 3},
                                              .endpoints = endpoints,
                                              .endpoint_count = 4,
                                              .settings = settings,
                                              .setting_count = 1,
                                              .capabilities = capabilities,
                                              .capability_count = 1};

static const wesel_description* describe(void) { return &description; }
static wesel_provider* create(const wesel_host* host, const wesel_settings* settings_block,
                              const wesel_failure** problem) {
  (void)host, (void)settings_block, (void)problem;
  return 0;
}
static const wesel_action* begin(wesel_provider* provider, const wesel_operation* operation,
                                 wesel_flow** flow) {
  (void)provider, (void)operation, (void)flow;
  return 0;
}
static const wesel_action* advance(wesel_flow* flow, const wesel_reply* reply) {
  (void)flow, (void)reply;
  return 0;
}
static void end(wesel_flow* flow) { (void)flow; }
static void destroy(wesel_provider* provider) { (void)provider; }

const wesel_plugin* wesel_plugin_v1(void) {
  static const wesel_plugin plugin = {sizeof plugin, WESEL_MINOR, describe, create,
                                      begin,         advance,     end,      destroy};
  return &plugin;
}
