// The faults of a request as the sandboxes know them, once each, under the names that the table
// shows. "Always": until it is healed, so that also what is sent again meets it.
#pragma once

#include "journeys/fault_matrix.hpp"

namespace wesel::journeys::matrix {

inline const Fault kNone{"none"};
inline const Fault kSlow{"latency within the time", R"("fault": "latency", "ms": 100)"};
inline const Fault kLate{"latency beyond the time", R"("fault": "latency", "ms": 1000)"};
inline const Fault kRefuse{"refuse", R"("fault": "refuse", "ms": 0)"};
inline const Fault kReset{"reset_after_read", R"("fault": "reset_after_read")"};
inline const Fault kDoneReset{"reset_after_read with work",
                              R"("fault": "reset_after_read", "work": true)"};
inline const Fault k500{"error_500", R"("fault": "error_500")"};
inline const Fault kDone500{"work_then_500", R"("fault": "work_then_500")"};
inline const Fault k503{"error_500 with 503", R"("fault": "error_500", "status": 503)"};
inline const Fault k408{"error_500 with 408", R"("fault": "error_500", "status": 408)"};
inline const Fault k400{"error_500 with 400", R"("fault": "error_500", "status": 400)"};
inline const Fault k401{"error_500 with 401", R"("fault": "error_500", "status": 401)"};
inline const Fault k403{"error_500 with 403", R"("fault": "error_500", "status": 403)"};
inline const Fault k409{"error_500 with 409", R"("fault": "error_500", "status": 409)"};
inline const Fault kDone409{"work_then_500 with 409", R"("fault": "work_then_500", "status": 409)"};
inline const Fault kSilence{"silence", R"("fault": "silence")"};
inline const Fault kDoneSilence{"work_then_silence", R"("fault": "work_then_silence")"};
inline const Fault k429{"429", R"("fault": "429")"};
inline const Fault k429Wait{"429 with retry_after", R"("fault": "429", "retry_after": 1)"};
inline const Fault kGarbled{"garbled", R"("fault": "garbled")"};
inline const Fault kTruncated{"truncated", R"("fault": "truncated")"};
inline const Fault kOversized{"oversized", R"("fault": "oversized")"};
inline const Fault kHtml200{"html with 200", R"("fault": "html", "status": 200)"};
inline const Fault kHtml502{"html with 502", R"("fault": "html", "status": 502)"};

inline Fault always(const Fault& fault) {
  return {fault.name + ", always", fault.json + R"(, "count": 0)"};
}

}  // namespace wesel::journeys::matrix
