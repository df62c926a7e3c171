/* The contract as C11 reads it: every function of it can be filled in, and its macros work. */
#include <wesel/plugin.h>

static const wesel_failure failure = {.size = sizeof(wesel_failure),
                                      .kind = WESEL_FAIL_UNSUPPORTED};
static const wesel_action action = {
    .size = sizeof(wesel_action), .kind = WESEL_ACTION_FAIL, .failure = &failure};
static const wesel_description description = {.size = sizeof(wesel_description)};

static const wesel_description* describe(void) { return &description; }

static wesel_provider* create(const wesel_host* host, const wesel_settings* settings,
                              const wesel_failure** problem) {
  if (!WESEL_HAS(host, minor) || !WESEL_HAS(settings, value_count)) *problem = &failure;
  return 0;
}

static const wesel_action* begin(wesel_provider* provider, const wesel_operation* operation,
                                 wesel_flow** flow) {
  (void)provider;
  (void)operation;
  *flow = 0;
  return &action;
}

static const wesel_action* advance(wesel_flow* flow, const wesel_reply* reply) {
  (void)flow;
  (void)reply;
  return &action;
}

static void end(wesel_flow* flow) { (void)flow; }

static void destroy(wesel_provider* provider) { (void)provider; }

const wesel_plugin* wesel_plugin_v1(void) {
  static const wesel_plugin plugin = {
      sizeof(wesel_plugin), WESEL_MINOR, describe, create, begin, advance, end, destroy};
  return &plugin;
}
