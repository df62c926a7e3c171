/* The wesel plugin contract, version 1.
 *
 * A plugin is one shared library that exports one function, wesel_plugin_v1, and teaches the engine
 * one provider's protocol. It does no I/O: the engine tells it what to do (an operation) and what
 * the provider answered (a reply); it says what to send next, or how it ended (an action).
 *
 * Everything that crosses is plain data. Every block that may grow begins with its `size`; a zero
 * or empty field means "not told". Thread tags in brackets say who may call a function and when.
 *
 * Rules that both sides keep (docs/provider-rules.md numbers them):
 *  - The description lives for ever; settings during create; an operation until its flow ends;
 *    a reply during advance; an action until the next call on the same flow.
 *  - Nobody frees what the other side made. No allocator, exception, signal or longjmp crosses.
 *  - A plugin starts no thread, keeps no state between flows but what create built, has no clock
 *    and no randomness but those in the operation, and answers a step within milliseconds.
 *  - The same operation and the same replies give the same bytes.
 */
#ifndef WESEL_PLUGIN_H
#define WESEL_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The minor version of the contract that this header describes. */
#define WESEL_MINOR 1u

/* Whether a block made by the other side has the field: late fields are read only behind this. */
#define WESEL_HAS(block, field) \
  ((block)->size >= offsetof(__typeof__(*(block)), field) + sizeof((block)->field))

/* --- Values: frozen for ever ----------------------------------------------------------------- */

/* Text is UTF-8 without a terminating zero; data may be null when size is 0. */
typedef struct wesel_bytes {
  const char* data;
  size_t size;
} wesel_bytes;

typedef struct wesel_pair {
  wesel_bytes name;
  wesel_bytes value;
} wesel_pair;

/* 42.05 USD is {4205, 2, "USD"}. An empty currency means "no amount told". */
typedef struct wesel_money {
  int64_t minor;
  uint32_t decimals;
  wesel_bytes currency; /* ISO 4217, upper case */
} wesel_money;

/* --- Closed sets: zero is always the safe meaning -------------------------------------------- */

#define WESEL_MODE_NONE 0u
#define WESEL_MODE_SANDBOX 1u
#define WESEL_MODE_LIVE 2u

/* Operations. A bit set of them is (1u << number). */
#define WESEL_OP_NONE 0u
#define WESEL_OP_PAYMENT_CREATE 1u
#define WESEL_OP_PAYMENT_QUERY 2u
#define WESEL_OP_PAYMENT_CANCEL 3u
#define WESEL_OP_PAYMENT_ACCOUNTS 4u
#define WESEL_OP_PAYMENT_SIMULATE 5u
#define WESEL_OP_REFUND_CREATE 6u
#define WESEL_OP_REFUND_QUERY 7u
#define WESEL_OP_PAYOUT_CREATE 8u
#define WESEL_OP_PAYOUT_QUERY 9u
#define WESEL_OP_METHODS 10u
#define WESEL_OP_BALANCE 11u
#define WESEL_OP_CALLBACK 12u

/* What a flow asks of the engine next. */
#define WESEL_ACTION_NONE 0u /* a breach of the contract */
#define WESEL_ACTION_SEND 1u
#define WESEL_ACTION_DONE 2u
#define WESEL_ACTION_FAIL 3u

/* How a flow that is DONE ended. */
#define WESEL_RESULT_NONE 0u     /* a breach of the contract */
#define WESEL_RESULT_ACCEPTED 1u /* the provider has it; `state` says how far it is */
#define WESEL_RESULT_REFUSED \
  2u /* the provider said no and did nothing; `scope` says who else may */
#define WESEL_RESULT_NOT_FOUND 3u /* queries only: the provider does not know it */
#define WESEL_RESULT_EVENTS 4u    /* callbacks only */
#define WESEL_RESULT_METHODS 5u   /* methods only */
#define WESEL_RESULT_ACCOUNTS 6u  /* payment_accounts only */
#define WESEL_RESULT_BALANCES 7u  /* balance only */
#define WESEL_RESULT_DONE 8u      /* simulate: the provider's sandbox did as asked */

/* How far a payment or payout is at the provider. */
#define WESEL_STATE_NONE 0u /* an event with this state says "go and ask" */
#define WESEL_STATE_PENDING 1u
#define WESEL_STATE_PAID 2u /* money received; not for payouts */
#define WESEL_STATE_COMPLETED 3u
#define WESEL_STATE_FAILED 4u
#define WESEL_STATE_EXPIRED 5u
#define WESEL_STATE_CANCELLED 6u
#define WESEL_STATE_RETURNED 7u /* payouts: the money came back */

/* A refusal's reach. */
#define WESEL_SCOPE_HERE 0u       /* another provider may take it */
#define WESEL_SCOPE_EVERYWHERE 1u /* the customer's or merchant's mistake: none would take it */

/* By whose fault a flow failed. */
#define WESEL_FAIL_BUG 0u         /* the plugin's own */
#define WESEL_FAIL_CONFIG 1u      /* credentials or settings; `field` names the setting */
#define WESEL_FAIL_REQUEST 2u     /* refused before anything was done; `field` names the field */
#define WESEL_FAIL_UNSUPPORTED 3u /* this plugin cannot do that */
#define WESEL_FAIL_DOWN 4u        /* the provider says that it is out of order */
#define WESEL_FAIL_BAD_REPLY 5u   /* an answer that makes no sense */
#define WESEL_FAIL_UNKNOWN 6u     /* the provider may or may not have done it */
#define WESEL_FAIL_SIGNATURE 7u   /* callbacks: the signature is wrong or missing */
#define WESEL_FAIL_SESSION 8u     /* the remembered session was refused: run once more without */

/* Whether a provider signs its callbacks. */
#define WESEL_CALLBACKS_NONE 0u
#define WESEL_CALLBACKS_UNSIGNED 1u /* they only wake a query */
#define WESEL_CALLBACKS_SIGNED 2u

/* What a remembered session belongs to. */
#define WESEL_SESSION_NONE 0u
#define WESEL_SESSION_ACCOUNT 1u /* one for all flows of the account, fetched by one at a time */
#define WESEL_SESSION_ATTEMPT 2u /* one for each attempt */

#define WESEL_KIND_PAYMENT 1u /* money in */
#define WESEL_KIND_PAYOUT 2u  /* money out */

/* --- What a plugin says of itself ------------------------------------------------------------ */

typedef struct wesel_endpoint {
  uint32_t size;
  wesel_bytes name;     /* "api"; the config may give one base_url per name */
  wesel_bytes live_url; /* base: a request's path is appended as it is */
  wesel_bytes test_url;
} wesel_endpoint;

typedef struct wesel_setting {
  uint32_t size;
  uint32_t required; /* 1: must be configured */
  uint32_t secret;   /* 1: masked wherever it would be written */
  wesel_bytes name;
  wesel_bytes help;          /* one sentence */
  wesel_bytes default_value; /* for those not required */
  const wesel_bytes* choices;
  size_t choice_count; /* 0: any text */
} wesel_setting;

/* What can be done for one method, channel and currency. */
typedef struct wesel_capability {
  uint32_t size;
  uint32_t kind;       /* WESEL_KIND_* */
  uint32_t modes;      /* WESEL_MODE_SANDBOX | WESEL_MODE_LIVE */
  wesel_bytes method;  /* virtual_account, qris, retail_outlet, e_wallet, bank_transfer, redirect */
  wesel_bytes channel; /* "BCA"; empty: the method has none; "*": those that the account names */
  wesel_bytes currency;
  wesel_bytes display_name; /* what customers read; empty: made from the channel */
  wesel_money minimum;      /* inclusive; empty currency: no limit */
  wesel_money maximum;
  uint32_t shortest_expiry_s;  /* the provider takes no shorter instrument; 0: any */
  uint32_t longest_expiry_s;   /* and no longer one; 0: any */
  uint32_t fixed_expiry_s;     /* its instrument always lives this long; 0: as asked */
  const wesel_bytes* required; /* fields a payment must carry, such as "customer.email" */
  size_t required_count;
  uint32_t unseen_safe;        /* 1: an instrument that nobody was shown cannot be paid */
  uint32_t query_by_reference; /* 1: can be asked by the attempt id alone */
  uint32_t create_replay_safe; /* 1: creates are keyed by our reference: same again is harmless */
  uint32_t can_cancel;         /* 1: the provider can cancel a pending one */
  uint32_t tells_settlement;   /* 1: `completed` follows `paid` */
  uint32_t query_interval_ms;  /* never ask about one payment more often; 0: no limit */
} wesel_capability;

typedef struct wesel_description {
  uint32_t size;
  uint32_t operations; /* bit set of (1u << WESEL_OP_*) */
  uint32_t callbacks;  /* WESEL_CALLBACKS_* */
  uint32_t session;    /* WESEL_SESSION_* */
  wesel_bytes id;      /* lower case, digits, '_': the name in `plugin = "..."` */
  wesel_bytes name;
  wesel_bytes version;
  wesel_bytes licence;
  wesel_bytes home_page;
  wesel_bytes documentation;
  const wesel_endpoint* const* endpoints;
  size_t endpoint_count;
  const wesel_setting* const* settings;
  size_t setting_count;
  const wesel_capability* const* capabilities;
  size_t capability_count;
} wesel_description;

/* --- What the engine hands over -------------------------------------------------------------- */

/* A named block of plain data; how the contract grows beyond appended fields. */
typedef struct wesel_extension {
  wesel_bytes name; /* "wesel.subscriptions/1" */
  const void* block;
} wesel_extension;

typedef struct wesel_host {
  uint32_t size;
  uint32_t minor;      /* WESEL_MINOR of the engine */
  wesel_bytes version; /* of the engine, for a User-Agent */
} wesel_host;

typedef struct wesel_settings {
  uint32_t size;
  uint32_t mode; /* WESEL_MODE_* of the account */
  const wesel_pair* values;
  size_t value_count;
} wesel_settings;

typedef struct wesel_customer {
  uint32_t size;
  wesel_bytes name, email, phone, ip, country;
} wesel_customer;

typedef struct wesel_item {
  uint32_t size;
  uint32_t quantity;
  wesel_bytes name;
  wesel_money price; /* of one */
} wesel_item;

/* A bank account that a payout goes to, or that money came from. */
typedef struct wesel_bank_account {
  uint32_t size;
  wesel_bytes name, number, type, bank_code, bank_name, branch, city, province;
} wesel_bank_account;

/* A callback as it came in. */
typedef struct wesel_message {
  uint32_t size;
  wesel_bytes method;
  wesel_bytes query;         /* after '?', undecoded */
  const wesel_pair* headers; /* names in lower case */
  size_t header_count;
  wesel_bytes body;
} wesel_message;

typedef struct wesel_operation {
  uint32_t size;
  uint32_t kind;                  /* WESEL_OP_* */
  uint32_t mode;                  /* WESEL_MODE_* */
  wesel_bytes attempt_id;         /* our reference at the provider: the only one it may see */
  wesel_bytes provider_reference; /* the provider's own, once known */
  wesel_bytes method;
  wesel_bytes channel;      /* our name for it */
  wesel_bytes channel_code; /* the provider's, from the account's config; else the same as ours */
  wesel_bytes display_name; /* what the customer sees on the instrument */
  wesel_money amount;
  const wesel_customer* customer; /* never null; fields may be empty */
  const wesel_item* const* items; /* their prices add up to the amount */
  size_t item_count;
  wesel_bytes description;
  int64_t expires_at_ms;  /* since 1970-01-01 UTC; 0: none */
  wesel_bytes return_url; /* never empty on a payment_create */
  wesel_bytes callback_url;
  wesel_bytes callback_key;     /* 32 bytes, the same at create and at callback of one attempt */
  wesel_bytes session;          /* the remembered one; empty: none */
  const wesel_message* message; /* callbacks only */
  const wesel_bank_account* account; /* payouts only */
  wesel_bytes email, remark;         /* payouts */
  wesel_bytes reason;                /* cancels */
  uint32_t wanted_state;             /* simulate: WESEL_STATE_* */
  int64_t now_ms;                    /* the only clock there is */
  wesel_bytes entropy;               /* 16 bytes, the only randomness there is */
  const wesel_extension* extensions;
  size_t extension_count;
} wesel_operation;

/* A complete answer of the provider. Broken transports never reach a plugin. */
typedef struct wesel_reply {
  uint32_t size;
  uint32_t status;           /* HTTP, 200..599 */
  const wesel_pair* headers; /* names in lower case */
  size_t header_count;
  wesel_bytes body;
  int64_t now_ms;
} wesel_reply;

/* --- What a plugin answers ------------------------------------------------------------------- */

typedef struct wesel_header {
  uint32_t size;
  uint32_t secret; /* 1: masked wherever it would be written */
  wesel_bytes name;
  wesel_bytes value;
} wesel_header;

typedef struct wesel_request {
  uint32_t size;
  uint32_t endpoint; /* index into the description's endpoints */
  wesel_bytes method;
  wesel_bytes path;                   /* begins with '/', may carry a query; never a host */
  const wesel_header* const* headers; /* without Host, Content-Length, Connection, ... */
  size_t header_count;
  wesel_bytes body;
  uint32_t effect;       /* 1: may move money or create something payable */
  uint32_t replay_safe;  /* 1: these very bytes may be sent twice */
  uint32_t reply_secret; /* 1: the answer's body carries a secret */
} wesel_request;

/* How the customer pays. Fields by type (names as the merchant reads them):
 *   virtual_account  bank, account_number, account_name
 *   qris             qr_string or image_url
 *   retail_outlet    outlet, payment_code, display_name
 *   bank_transfer    bank, account_number, account_name, amount_required
 *   redirect         method, url, form
 *   push             channel, phone_masked
 * and page_url on each where the provider has a page. */
typedef struct wesel_instructions {
  uint32_t size;
  wesel_bytes type;
  const wesel_pair* fields;
  size_t field_count;
  int64_t expires_at_ms; /* the instrument's own end; 0: not told */
} wesel_instructions;

/* One thing that a callback says. */
typedef struct wesel_event {
  uint32_t size;
  uint32_t state;                 /* WESEL_STATE_NONE: go and ask */
  wesel_bytes attempt_id;         /* our reference as the provider told it */
  wesel_bytes provider_reference; /* at least one of the two */
  wesel_bytes event_id;           /* the provider's, where it has one */
  wesel_money amount;             /* what was asked, as told */
  wesel_money amount_paid;
  int64_t paid_at_ms;
  wesel_bytes fee, settlement; /* exact decimal text in `amount`'s currency */
  wesel_bytes provider_code, provider_text;
  uint32_t test; /* WESEL_MODE_*: which of the two it was, where told */
} wesel_event;

typedef struct wesel_method {
  uint32_t size;
  uint32_t kind; /* WESEL_KIND_* */
  wesel_bytes method, channel, channel_code, display_name, logo_url, currency;
  wesel_money minimum, maximum;
} wesel_method;

typedef struct wesel_balance {
  uint32_t size;
  wesel_bytes currency;
  wesel_bytes total, available, pending; /* exact decimal text */
} wesel_balance;

typedef struct wesel_result {
  uint32_t size;
  uint32_t kind;                  /* WESEL_RESULT_* */
  uint32_t state;                 /* ACCEPTED: WESEL_STATE_* */
  uint32_t scope;                 /* REFUSED: WESEL_SCOPE_* */
  wesel_bytes attempt_id;         /* our reference as the provider echoed it, where it does */
  wesel_bytes provider_reference; /* ACCEPTED: never empty */
  wesel_money amount;             /* what was asked, as told; METHODS: the list is for it alone */
  wesel_money amount_paid;
  wesel_bytes fee, settlement; /* exact decimal text in fee_currency */
  wesel_bytes fee_currency;
  int64_t paid_at_ms;
  const wesel_instructions* instructions;
  wesel_bytes field;                        /* REFUSED: the field at fault, "customer.phone" */
  wesel_bytes provider_code, provider_text; /* its own words */
  uint32_t poll_after_ms;                   /* ask no sooner; 0: as the engine likes */
  uint32_t test;                            /* WESEL_MODE_*: which it was, where told */
  const wesel_event* const* events;         /* EVENTS */
  size_t event_count;
  uint32_t ack_status; /* EVENTS: what to answer the provider; 0: 200 */
  wesel_bytes ack_body;
  const wesel_method* const* methods; /* METHODS */
  size_t method_count;
  const wesel_bank_account* account_request; /* ACCOUNTS: as asked */
  const wesel_bank_account* account_process; /* ACCOUNTS: as used */
  const wesel_balance* const* balances;      /* BALANCES */
  size_t balance_count;
  const wesel_extension* extensions;
  size_t extension_count;
} wesel_result;

typedef struct wesel_failure {
  uint32_t size;
  uint32_t kind;       /* WESEL_FAIL_* */
  wesel_bytes field;   /* CONFIG: the setting; REQUEST: the field */
  wesel_bytes message; /* for an operator, without secrets */
  wesel_bytes provider_code, provider_text;
  uint32_t retry_after_ms; /* DOWN: where the provider says so */
} wesel_failure;

/* A secret that the engine keeps in memory and hands to later flows. */
typedef struct wesel_session {
  uint32_t size;
  wesel_bytes value;
  int64_t expires_at_ms;
} wesel_session;

typedef struct wesel_action {
  uint32_t size;
  uint32_t kind;                 /* WESEL_ACTION_* */
  const wesel_request* request;  /* SEND */
  const wesel_result* result;    /* DONE */
  const wesel_failure* failure;  /* FAIL */
  const wesel_session* remember; /* with any kind; null: nothing new */
} wesel_action;

/* --- The functions --------------------------------------------------------------------------- */

typedef struct wesel_provider wesel_provider; /* one configured account, immutable */
typedef struct wesel_flow wesel_flow;         /* one operation under way */

typedef struct wesel_plugin {
  uint32_t size;
  uint32_t minor; /* WESEL_MINOR of the header it was built with */

  /* What this is, offers and needs; the same pointer each time. [any thread, at any time] */
  const wesel_description* (*describe)(void);

  /* One account. Null: refused, and *problem says why, statically or until the next create.
   * [one thread at a time] */
  wesel_provider* (*create)(const wesel_host* host, const wesel_settings* settings,
                            const wesel_failure** problem);

  /* Starts a flow and gives its first action. A null *flow means the action is static and FAIL;
   * end is not called then. [any thread, many at once] */
  const wesel_action* (*begin)(wesel_provider* provider, const wesel_operation* operation,
                               wesel_flow** flow);

  /* The answer to the last SEND; gives the next action. [one at a time per flow] */
  const wesel_action* (*advance)(wesel_flow* flow, const wesel_reply* reply);

  /* Frees a flow, at any step, always once. [one at a time per flow] */
  void (*end)(wesel_flow* flow);

  /* Frees an account after its last flow ended. [one thread] */
  void (*destroy)(wesel_provider* provider);
} wesel_plugin;

/* The only symbol that a plugin exports. [any thread] */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const wesel_plugin*
wesel_plugin_v1(void);

#ifdef __cplusplus
}
#endif

#endif
