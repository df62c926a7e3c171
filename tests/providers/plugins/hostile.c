/* A plugin that breaks the contract in one way, the one that its setting names. It sends a create
 * and ends with a result; whatever goes wrong goes wrong in one of the two. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <wesel/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static atomic_int live_flows;
int hostile_live_flows(void) { return atomic_load(&live_flows); }

static const wesel_endpoint api = {sizeof api, TEXT("api"), TEXT("https://hostile.example"),
                                   TEXT("https://hostile.example")};
static const wesel_endpoint* const endpoints[] = {&api};
static const wesel_setting how = {sizeof how, 1,    0, TEXT("how"), TEXT("What to do wrong."),
                                  {NULL, 0},  NULL, 0};
static const wesel_setting* const settings[] = {&how};
static const wesel_capability qris = {.size = sizeof qris,
                                      .kind = WESEL_KIND_PAYMENT,
                                      .modes = 3,
                                      .method = TEXT("qris"),
                                      .currency = TEXT("IDR")};
static const wesel_capability payout = {.size = sizeof payout,
                                        .kind = WESEL_KIND_PAYOUT,
                                        .modes = 3,
                                        .method = TEXT("bank_transfer"),
                                        .currency = TEXT("IDR")};
static const wesel_capability* const capabilities[] = {&qris, &payout};

static const wesel_description description = {.size = sizeof description,
                                              .operations = 0x1ffe,
                                              .callbacks = WESEL_CALLBACKS_UNSIGNED,
                                              .id = TEXT("hostile"),
                                              .name = TEXT("Hostile"),
                                              .version = TEXT("6.6.6"),
                                              .endpoints = endpoints,
                                              .endpoint_count = 1,
                                              .settings = settings,
                                              .setting_count = 1,
                                              .capabilities = capabilities,
                                              .capability_count = 2};

struct wesel_provider {
  char how[64];
};

struct wesel_flow {
  const wesel_provider* provider;
  const wesel_operation* operation;
  wesel_header header;
  const wesel_header* headers[1];
  wesel_request request;
  wesel_result result;
  wesel_failure failure;
  wesel_session session;
  wesel_event event;
  const wesel_event* events[1];
  wesel_action action;
};

static char huge[2 * 1024 * 1024];

static int is(const wesel_flow* flow, const char* name) {
  return strcmp(flow->provider->how, name) == 0;
}

static const wesel_description* describe(void) { return &description; }

static wesel_provider* create(const wesel_host* host, const wesel_settings* values,
                              const wesel_failure** problem) {
  wesel_provider* provider = calloc(1, sizeof *provider);
  (void)host;
  (void)problem;
  memset(huge, 'x', sizeof huge);
  memcpy(provider->how, values->values[0].value.data, values->values[0].value.size);
  return provider;
}

static void spoil_request(wesel_flow* flow) {
  wesel_request* request = &flow->request;
  if (is(flow, "endpoint")) request->endpoint = 1;
  if (is(flow, "method")) request->method = (wesel_bytes)TEXT("CONNECT");
  if (is(flow, "path_host")) request->path = (wesel_bytes)TEXT("https://evil.example/");
  if (is(flow, "path_slashes")) request->path = (wesel_bytes)TEXT("//evil.example/");
  if (is(flow, "path_crlf")) request->path = (wesel_bytes)TEXT("/a\r\nHost: evil");
  if (is(flow, "path_up")) request->path = (wesel_bytes)TEXT("/a/../admin");
  if (is(flow, "crlf_value")) flow->header.value = (wesel_bytes)TEXT("a\r\nX-Evil: 1");
  if (is(flow, "header_name")) flow->header.name = (wesel_bytes)TEXT("X Evil");
  if (is(flow, "host_header")) flow->header.name = (wesel_bytes)TEXT("hOsT");
  if (is(flow, "length_header")) flow->header.name = (wesel_bytes)TEXT("Content-Length");
  if (is(flow, "null_header")) flow->headers[0] = NULL;
  if (is(flow, "null_headers")) request->headers = NULL;
  if (is(flow, "many_headers")) request->header_count = 1u << 30;
  if (is(flow, "effect_flag")) request->effect = 2;
  if (is(flow, "null_body")) request->body = (wesel_bytes){NULL, 5};
  if (is(flow, "huge_body")) request->body = (wesel_bytes){huge, sizeof huge};
  if (is(flow, "request_size")) request->size = 8;
}

static const wesel_action* send(wesel_flow* flow) {
  flow->header = (wesel_header){sizeof flow->header, 0, TEXT("X-One"), TEXT("1")};
  flow->headers[0] = &flow->header;
  flow->request = (wesel_request){.size = sizeof flow->request,
                                  .method = TEXT("POST"),
                                  .path = TEXT("/create"),
                                  .headers = flow->headers,
                                  .header_count = 1,
                                  .effect = 1};
  flow->action = (wesel_action){
      .size = sizeof flow->action, .kind = WESEL_ACTION_SEND, .request = &flow->request};
  spoil_request(flow);
  if (is(flow, "session")) {
    flow->session = (wesel_session){sizeof flow->session, TEXT("token"), 99999999999999};
    flow->action.remember = &flow->session;
  }
  if (is(flow, "no_request")) flow->action.request = NULL;
  if (is(flow, "action_kind")) flow->action.kind = 77;
  if (is(flow, "action_size")) flow->action.size = 4;
  if (is(flow, "lying_size")) flow->action.size = 0xffffffffu;
  return &flow->action;
}

static void spoil_result(wesel_flow* flow) {
  wesel_result* result = &flow->result;
  if (is(flow, "result_kind")) result->kind = 99;
  if (is(flow, "not_found_create")) result->kind = WESEL_RESULT_NOT_FOUND;
  if (is(flow, "no_state")) result->state = WESEL_STATE_NONE;
  if (is(flow, "state")) result->state = 99;
  if (is(flow, "paid_payout")) result->state = WESEL_STATE_PAID;
  if (is(flow, "no_reference")) result->provider_reference = (wesel_bytes){NULL, 0};
  if (is(flow, "null_text")) result->provider_text = (wesel_bytes){NULL, 9};
  if (is(flow, "long_text")) result->provider_text = (wesel_bytes){huge, sizeof huge};
  if (is(flow, "utf8")) result->provider_text = (wesel_bytes)TEXT("\xff\xfe");
  if (is(flow, "other_amount")) result->amount.minor = 1;
  if (is(flow, "other_currency")) result->amount = (wesel_money){1000000, 2, TEXT("USD")};
  if (is(flow, "no_currency")) result->amount.currency = (wesel_bytes)TEXT("ZZZ");
  if (is(flow, "overflow")) result->amount = (wesel_money){INT64_MAX, 0, TEXT("USD")};
  if (is(flow, "negative")) result->amount.minor = -1;
  if (is(flow, "other_reference")) result->attempt_id = (wesel_bytes)TEXT("att_other");
  if (is(flow, "fee")) result->fee = (wesel_bytes)TEXT("1e3");
  if (is(flow, "time")) result->paid_at_ms = -1;
  if (is(flow, "scope")) result->scope = 9;
  if (is(flow, "test")) result->test = 9;
  if (is(flow, "result_size")) result->size = 0;
}

static const wesel_action* done(wesel_flow* flow) {
  flow->result = (wesel_result){.size = sizeof flow->result,
                                .kind = WESEL_RESULT_ACCEPTED,
                                .state = WESEL_STATE_PENDING,
                                .attempt_id = flow->operation->attempt_id,
                                .provider_reference = TEXT("p-1"),
                                .amount = flow->operation->amount};
  flow->action = (wesel_action){
      .size = sizeof flow->action, .kind = WESEL_ACTION_DONE, .result = &flow->result};
  if (flow->operation->kind == WESEL_OP_CALLBACK) {
    flow->event = (wesel_event){.size = sizeof flow->event,
                                .state = WESEL_STATE_PAID,
                                .attempt_id = flow->operation->attempt_id};
    flow->events[0] = &flow->event;
    flow->result.kind = WESEL_RESULT_EVENTS;
    flow->result.events = flow->events;
    flow->result.event_count = 1;
  }
  if (is(flow, "event_reference")) flow->event.attempt_id = (wesel_bytes){NULL, 0};
  if (is(flow, "null_event")) flow->events[0] = NULL;
  if (is(flow, "ack")) flow->result.ack_status = 100;
  spoil_result(flow);
  return &flow->action;
}

static const wesel_action* begin(wesel_provider* provider, const wesel_operation* operation,
                                 wesel_flow** out) {
  wesel_flow* flow = calloc(1, sizeof *flow);
  atomic_fetch_add(&live_flows, 1);
  flow->provider = provider;
  flow->operation = operation;
  *out = flow;
  if (is(flow, "null_action")) return NULL;
  if (operation->kind == WESEL_OP_CALLBACK && !is(flow, "callback_sends")) return done(flow);
  return send(flow);
}

static const wesel_action* advance(wesel_flow* flow, const wesel_reply* reply) {
  (void)reply;
  if (is(flow, "null_later")) return NULL;
  if (is(flow, "endless")) return send(flow);
  if (is(flow, "failure_kind")) {
    flow->failure = (wesel_failure){.size = sizeof flow->failure, .kind = 99};
    flow->action = (wesel_action){
        .size = sizeof flow->action, .kind = WESEL_ACTION_FAIL, .failure = &flow->failure};
    return &flow->action;
  }
  return done(flow);
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
