/* A well-behaved plugin in plain C: a payment is a token, a create and a look at what was made.
 * It speaks to a made-up provider whose answers are "word" or "word reference". Exports the number
 * of flows that were begun and not ended. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wesel/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }
#define OP(name) (1u << WESEL_OP_##name)

static atomic_int live_flows;
int stepper_live_flows(void) { return atomic_load(&live_flows); }

static const wesel_endpoint api = {sizeof api, TEXT("api"), TEXT("https://api.stepper.example"),
                                   TEXT("https://sandbox.stepper.example/v1")};
static const wesel_endpoint* const endpoints[] = {&api};
static const wesel_bytes speeds[] = {TEXT("fast"), TEXT("slow")};
static const wesel_setting key = {sizeof key, 1,    1, TEXT("api_key"), TEXT("From the dashboard."),
                                  {NULL, 0},  NULL, 0};
static const wesel_setting speed = {sizeof speed, 0,      0, TEXT("speed"), TEXT("How fast."),
                                    TEXT("fast"), speeds, 2};
static const wesel_setting* const settings[] = {&key, &speed};
static const wesel_bytes required[] = {TEXT("customer.email")};
static const wesel_capability account_number = {.size = sizeof account_number,
                                                .kind = WESEL_KIND_PAYMENT,
                                                .modes = WESEL_MODE_SANDBOX | WESEL_MODE_LIVE,
                                                .method = TEXT("virtual_account"),
                                                .channel = TEXT("*"),
                                                .currency = TEXT("IDR"),
                                                .minimum = {10000, 0, TEXT("IDR")},
                                                .maximum = {50000000, 0, TEXT("IDR")},
                                                .required = required,
                                                .required_count = 1,
                                                .unseen_safe = 1,
                                                .query_by_reference = 1,
                                                .can_cancel = 1};
static const wesel_capability qris = {.size = sizeof qris,
                                      .kind = WESEL_KIND_PAYMENT,
                                      .modes = WESEL_MODE_SANDBOX | WESEL_MODE_LIVE,
                                      .method = TEXT("qris"),
                                      .currency = TEXT("IDR"),
                                      .maximum = {10000000, 0, TEXT("IDR")}};
static const wesel_capability dollars = {.size = sizeof dollars,
                                         .kind = WESEL_KIND_PAYMENT,
                                         .modes = WESEL_MODE_SANDBOX,
                                         .method = TEXT("qris"),
                                         .currency = TEXT("USD")};
static const wesel_capability* const capabilities[] = {&account_number, &qris, &dollars};

static const wesel_description description = {
    .size = sizeof description,
    .operations = OP(PAYMENT_CREATE) | OP(PAYMENT_QUERY) | OP(PAYMENT_CANCEL) | OP(CALLBACK),
    .callbacks = WESEL_CALLBACKS_SIGNED,
    .session = WESEL_SESSION_ACCOUNT,
    .id = TEXT("stepper"),
    .name = TEXT("Stepper"),
    .version = TEXT("1.0"),
    .endpoints = endpoints,
    .endpoint_count = 1,
    .settings = settings,
    .setting_count = 2,
    .capabilities = capabilities,
    .capability_count = 3};

struct wesel_provider {
  char key[64];
};

struct wesel_flow {
  const wesel_operation* operation;
  int fresh; /* the token was fetched by this flow */
  int step;
  char token[64], path[128], bearer[96], reference[64];
  wesel_header authorization;
  const wesel_header* headers[1];
  wesel_request request;
  wesel_result result;
  wesel_failure failure;
  wesel_session session;
  wesel_event event;
  const wesel_event* events[1];
  wesel_instructions instructions;
  wesel_pair fields[2];
  wesel_action action;
};

enum { STEP_TOKEN, STEP_CREATE, STEP_LOOK };

static wesel_bytes text(const char* words) { return (wesel_bytes){words, strlen(words)}; }

static int same(wesel_bytes a, const char* b) {
  return a.size == strlen(b) && memcmp(a.data, b, a.size) == 0;
}

static const wesel_description* describe(void) { return &description; }

static wesel_provider* create(const wesel_host* host, const wesel_settings* values,
                              const wesel_failure** problem) {
  static const wesel_failure other_mode = {.size = sizeof other_mode,
                                           .kind = WESEL_FAIL_CONFIG,
                                           .field = TEXT("api_key"),
                                           .message = TEXT("a key for the other mode")};
  wesel_provider* provider = calloc(1, sizeof *provider);
  (void)host;
  for (size_t i = 0; i < values->value_count; ++i)
    if (same(values->values[i].name, "api_key"))
      snprintf(provider->key, sizeof provider->key, "%.*s", (int)values->values[i].value.size,
               values->values[i].value.data);
  if (values->mode == WESEL_MODE_LIVE && strncmp(provider->key, "test_", 5) == 0) {
    free(provider);
    *problem = &other_mode;
    return NULL;
  }
  return provider;
}

static const wesel_action* send(wesel_flow* flow, const char* method, const char* path,
                                int effect) {
  flow->request = (wesel_request){.size = sizeof flow->request,
                                  .method = text(method),
                                  .path = text(path),
                                  .effect = effect,
                                  .replay_safe = effect};
  if (flow->token[0]) {
    snprintf(flow->bearer, sizeof flow->bearer, "Bearer %s", flow->token);
    flow->authorization =
        (wesel_header){sizeof flow->authorization, 1, TEXT("Authorization"), text(flow->bearer)};
    flow->headers[0] = &flow->authorization;
    flow->request.headers = flow->headers;
    flow->request.header_count = 1;
  }
  flow->action = (wesel_action){
      .size = sizeof flow->action, .kind = WESEL_ACTION_SEND, .request = &flow->request};
  return &flow->action;
}

static const wesel_action* fail(wesel_flow* flow, uint32_t kind) {
  flow->failure = (wesel_failure){.size = sizeof flow->failure, .kind = kind};
  flow->action = (wesel_action){
      .size = sizeof flow->action, .kind = WESEL_ACTION_FAIL, .failure = &flow->failure};
  return &flow->action;
}

static const wesel_action* done(wesel_flow* flow, uint32_t kind, uint32_t state) {
  flow->result.size = sizeof flow->result;
  flow->result.kind = kind;
  flow->result.state = state;
  flow->result.attempt_id = flow->operation->attempt_id;
  flow->result.provider_reference = text(flow->reference);
  flow->action = (wesel_action){
      .size = sizeof flow->action, .kind = WESEL_ACTION_DONE, .result = &flow->result};
  return &flow->action;
}

static const wesel_action* work(wesel_flow* flow) {
  if (flow->operation->kind == WESEL_OP_PAYMENT_CREATE) {
    flow->step = STEP_CREATE;
    return send(flow, "POST", "/payments", 1);
  }
  flow->step = STEP_LOOK;
  snprintf(flow->path, sizeof flow->path, "/payments/%.*s?full=1",
           (int)flow->operation->attempt_id.size, flow->operation->attempt_id.data);
  return send(flow, "GET", flow->path, 0);
}

static const wesel_action* callback(wesel_flow* flow) {
  const wesel_message* message = flow->operation->message;
  if (message->header_count == 0 || !same(message->headers[0].value, "good"))
    return fail(flow, WESEL_FAIL_SIGNATURE);
  flow->event = (wesel_event){.size = sizeof flow->event,
                              .state = WESEL_STATE_PAID,
                              .attempt_id = message->body,
                              .event_id = TEXT("evt-1")};
  flow->events[0] = &flow->event;
  flow->result.events = flow->events;
  flow->result.event_count = 1;
  flow->result.ack_status = 202;
  flow->result.ack_body = text("thanks");
  return done(flow, WESEL_RESULT_EVENTS, WESEL_STATE_NONE);
}

static const wesel_action* begin(wesel_provider* provider, const wesel_operation* operation,
                                 wesel_flow** out) {
  wesel_flow* flow = calloc(1, sizeof *flow);
  (void)provider;
  atomic_fetch_add(&live_flows, 1);
  *out = flow;
  flow->operation = operation;
  if (operation->kind == WESEL_OP_CALLBACK) return callback(flow);
  if (operation->session.size == 0) {
    flow->step = STEP_TOKEN;
    flow->fresh = 1;
    return send(flow, "POST", "/token", 0);
  }
  snprintf(flow->token, sizeof flow->token, "%.*s", (int)operation->session.size,
           operation->session.data);
  return work(flow);
}

static const wesel_action* take_token(wesel_flow* flow, const wesel_reply* reply) {
  if (reply->status != 200) return fail(flow, WESEL_FAIL_CONFIG);
  snprintf(flow->token, sizeof flow->token, "%.*s", (int)reply->body.size, reply->body.data);
  work(flow);
  flow->session = (wesel_session){sizeof flow->session, text(flow->token), reply->now_ms + 60000};
  flow->action.remember = &flow->session;
  return &flow->action;
}

static const wesel_action* look(wesel_flow* flow, const wesel_reply* reply) {
  if (reply->status == 404) return done(flow, WESEL_RESULT_NOT_FOUND, WESEL_STATE_NONE);
  if (reply->status >= 500) return fail(flow, WESEL_FAIL_DOWN);
  if (flow->reference[0] == 0) snprintf(flow->reference, sizeof flow->reference, "known");
  if (same(reply->body, "paid")) return done(flow, WESEL_RESULT_ACCEPTED, WESEL_STATE_PAID);
  flow->fields[0] = (wesel_pair){TEXT("bank"), flow->operation->channel_code};
  flow->fields[1] = (wesel_pair){TEXT("account_number"), reply->body};
  flow->instructions = (wesel_instructions){sizeof flow->instructions, TEXT("virtual_account"),
                                            flow->fields, 2, reply->now_ms + 1000};
  flow->result.instructions = &flow->instructions;
  flow->result.amount = flow->operation->amount;
  return done(flow, WESEL_RESULT_ACCEPTED, WESEL_STATE_PENDING);
}

static const wesel_action* advance(wesel_flow* flow, const wesel_reply* reply) {
  if (flow->step == STEP_TOKEN) return take_token(flow, reply);
  if (reply->status == 401) return fail(flow, WESEL_FAIL_SESSION);
  if (flow->step == STEP_LOOK) return look(flow, reply);
  if (reply->status != 201) {
    flow->result.scope = same(reply->body, "nowhere") ? WESEL_SCOPE_EVERYWHERE : WESEL_SCOPE_HERE;
    return done(flow, WESEL_RESULT_REFUSED, WESEL_STATE_NONE);
  }
  snprintf(flow->reference, sizeof flow->reference, "%.*s", (int)reply->body.size,
           reply->body.data);
  flow->step = STEP_LOOK;
  return send(flow, "GET", "/payments/new", 0);
}

static void end(wesel_flow* flow) {
  atomic_fetch_sub(&live_flows, 1);
  free(flow);
}

static void destroy(wesel_provider* provider) { free(provider); }

const wesel_plugin* wesel_plugin_v1(void) {
  static const wesel_plugin plugin = {sizeof plugin, WESEL_MINOR, describe, create,
                                      begin,         advance,     end,      destroy};
  return &plugin;
}
