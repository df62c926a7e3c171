// Every limit of the engine, each with its reason. A number that bounds something lives here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wesel::limits {

using std::chrono::seconds;

// --- HTTP in: a peer that is slow or endless costs little.
inline constexpr std::size_t kHeadBytes = 16 * 1024;   // request line and fields together
inline constexpr std::size_t kTargetBytes = 8 * 1024;  // longest target
inline constexpr std::size_t kFields = 64;
inline constexpr std::size_t kBodyBytes = 256 * 1024;  // 100 items and metadata fit ten times over
inline constexpr std::size_t kChunkExtensionBytes = 256;
inline constexpr std::size_t kTrailerBytes = 4 * 1024;
inline constexpr seconds kHeadTime{5};        // the whole head
inline constexpr seconds kBodyTime{10};       // the whole body
inline constexpr seconds kWriteTime{10};      // the whole answer
inline constexpr seconds kKeepAliveTime{75};  // between requests, as nginx has it
inline constexpr seconds kDrainTime{20};      // for answers under way at stop

inline constexpr std::size_t kSpareConnections = 64;     // threads that answer 503 over the limit
inline constexpr std::size_t kQueuedConnections = 1024;  // accepted in a burst, not yet on a thread
inline constexpr std::size_t kOtherFiles = 1024;  // for all but accepted connections: store, client
inline constexpr int kBacklog = 1024;             // connections the kernel keeps for us
inline constexpr std::size_t kConnectionStackBytes =
    512 * 1024;  // a handler's; only what it touches costs

// --- HTTP out.
inline constexpr std::size_t kReplyBytes = 1024 * 1024;  // a provider's answer
inline constexpr std::size_t kReplyHeadBytes = 64 * 1024;
inline constexpr seconds kIdleReuse{30};  // providers close idle connections at about a minute
inline constexpr std::size_t kIdlePerHost =
    256;                                     // kept for reuse; more would be a burst's leftovers
inline constexpr seconds kResolvedTime{30};  // providers move by DNS; a name is asked this often
inline constexpr std::size_t kResolvedNames = 4096;  // merchants choose names, so forget some
inline constexpr std::size_t kResolving = 64;        // threads inside the system's resolver at once
inline constexpr std::size_t kResolvingMerchants = 1024;  // for webhooks: names that never answer

// --- Plugins.
inline constexpr int kFlowSteps = 8;                        // sends in one flow
inline constexpr std::size_t kPluginTextBytes = 64 * 1024;  // one text in an action
inline constexpr std::size_t kPluginHeaders = 64;
inline constexpr std::size_t kPluginList = 1000;  // methods, events, fields in one result
inline constexpr std::size_t kPluginBlockBytes = 64 * 1024;   // a block that claims more is lying
inline constexpr std::size_t kPluginBodyBytes = 1024 * 1024;  // of a request to a provider
inline constexpr std::size_t kPluginReference = 255;          // a provider's reference or event id
inline constexpr int kPluginBreaches = 5;                     // then it is quarantined
inline constexpr int kWireRetries = 2;  // more tries of one request, where it may be sent again
inline constexpr std::chrono::milliseconds kWirePause{50};  // before the first of them; then double
inline constexpr std::size_t kSessions = 10'000;            // remembered per account

// --- What providers tell of themselves.
inline constexpr int kFetchers = 4;              // questions at once: one that hangs holds up none
inline constexpr std::size_t kMethodLists = 64;  // amounts of one account; shops have few prices
inline constexpr seconds kFetchPause{60};        // after a try that failed, by itself
inline constexpr seconds kMethodsApart{30};      // whoever asks: each costs a provider a request
inline constexpr seconds kMethodsWait{2};        // for a list that nobody has, at most
inline constexpr seconds kBalanceApart{1};

// --- Callbacks.
inline constexpr seconds kWakeApart{1};    // between the questions that unsigned ones wake
inline constexpr seconds kForgedWake{10};  // a forged one wakes no question more often than this

// --- Checkout.
inline constexpr std::size_t kPictureBytes = 256 * 1024;  // a provider's QR code; most take 10
inline constexpr seconds kPictureTime{5};                 // a customer is waiting

// --- Metrics.
inline constexpr std::size_t kSeries = 2000;  // of one name; a label that grows must not eat memory

// --- Payments.
inline constexpr std::size_t kReference = 100;
inline constexpr std::size_t kName = 100;
inline constexpr std::size_t kDescription = 255;
inline constexpr std::size_t kUrl = 1000;
inline constexpr std::size_t kMetadataKeys = 20;
inline constexpr std::size_t kMetadataKey = 40;
inline constexpr std::size_t kMetadataValue = 500;
inline constexpr std::size_t kItems = 100;
inline constexpr std::size_t kAccountNumber = 34;  // as long as an IBAN
inline constexpr std::size_t kIdempotencyKey = 255;
// As design/api.md promises.
inline constexpr std::chrono::hours kIdempotencyKept{7 * 24};
inline constexpr int kMethodChanges = 10;  // each may cost a provider a create and a cancel
inline constexpr int kAttempts = 99;       // an attempt's id has two digits for its number
inline constexpr seconds kExpiryMin{60};
inline constexpr seconds kExpiryMax{2'592'000};
inline constexpr seconds kExpiryDefault{86'400};
inline constexpr std::size_t kListDefault = 20;
inline constexpr std::size_t kListMax = 100;

// --- Tokens.
inline constexpr seconds kTokenTime{3600};        // as design/api.md promises
inline constexpr std::size_t kTokenBytes = 4096;  // the longest that we make has half of that

// --- Store.
inline constexpr std::size_t kGroupCommits = 256;  // batches in a transaction: about 10 ms of work
inline constexpr int kLogPages = 8000;             // 32 MB of log before it moves into the file
inline constexpr std::size_t kStoreReaders = 16;   // connections; a read lasts far below 1 ms
inline constexpr std::int64_t kCheckedBytes = 256 * 1024 * 1024;  // files checked whole at start

// --- Configuration.
inline constexpr std::size_t kConfigBytes = 1024 * 1024;  // one file; thousands of routes fit
inline constexpr std::size_t kConfigFiles = 1000;         // all that `include` names
inline constexpr int kConfigDots = 256;    // on one line: dotted keys nest without another bound
inline constexpr int kConditionDepth = 8;  // any and none within each other
inline constexpr std::size_t kSecretBytes = 64 * 1024;  // a private key with its chain

// --- Routing.
inline constexpr std::size_t kRouteTables = 32;  // attributes with one; each costs a look-up
inline constexpr std::size_t kRouteShared = 64;  // groups and prefixes asked once a decision
inline constexpr std::size_t kRouteRows = 64 * 1024 * 1024;  // bytes; 10,000 routes take 25 MB
inline constexpr int kSplitWeight = 1'000'000;   // keeps shares exact to 10^-13 of the hash
inline constexpr int kCheckQuestions = 400'000;  // payments that check tries: some seconds

}  // namespace wesel::limits
