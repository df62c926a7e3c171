// The way to write a provider: a class with a member function for each operation it offers.
//
//   class Acme final : public Provider<Acme> {
//    public:
//     static About about();
//     explicit Acme(const Settings& settings);
//     Flow payment_create(Operation op) const;   // a coroutine: co_await requests, co_return ends
//   };
//   WESEL_PROVIDER(Acme)
//
// What there is a function for is what the plugin offers. Functions are const, for one provider
// serves many flows at once. An exception becomes FAIL(bug) with its what(). It does no I/O.
#pragma once

#include <array>
#include <exception>
#include <utility>

#include "wesel/flow.hpp"

namespace wesel::sdk {

template <class P>
class Provider {
 protected:
  Provider() = default;
};

// An operation of P by the contract's number; null where P has no such function.
template <class P, std::uint32_t Number>
constexpr auto operation_of() {
  if constexpr (Number == WESEL_OP_PAYMENT_CREATE && requires { &P::payment_create; })
    return &P::payment_create;
  else if constexpr (Number == WESEL_OP_PAYMENT_QUERY && requires { &P::payment_query; })
    return &P::payment_query;
  else if constexpr (Number == WESEL_OP_PAYMENT_CANCEL && requires { &P::payment_cancel; })
    return &P::payment_cancel;
  else if constexpr (Number == WESEL_OP_PAYMENT_ACCOUNTS && requires { &P::payment_accounts; })
    return &P::payment_accounts;
  else if constexpr (Number == WESEL_OP_PAYMENT_SIMULATE && requires { &P::payment_simulate; })
    return &P::payment_simulate;
  else if constexpr (Number == WESEL_OP_REFUND_CREATE && requires { &P::refund_create; })
    return &P::refund_create;
  else if constexpr (Number == WESEL_OP_REFUND_QUERY && requires { &P::refund_query; })
    return &P::refund_query;
  else if constexpr (Number == WESEL_OP_PAYOUT_CREATE && requires { &P::payout_create; })
    return &P::payout_create;
  else if constexpr (Number == WESEL_OP_PAYOUT_QUERY && requires { &P::payout_query; })
    return &P::payout_query;
  else if constexpr (Number == WESEL_OP_METHODS && requires { &P::methods; })
    return &P::methods;
  else if constexpr (Number == WESEL_OP_BALANCE && requires { &P::balance; })
    return &P::balance;
  else if constexpr (Number == WESEL_OP_CALLBACK && requires { &P::callback; })
    return &P::callback;
  else
    return nullptr;
}

// The contract's function table for P.
template <class P>
class Exported {
 public:
  static const wesel_plugin* table() {
    static constexpr wesel_plugin kTable = {
        sizeof(wesel_plugin), WESEL_MINOR, describe, create, begin,
        advance_flow,         end_flow,    destroy};
    return &kTable;
  }

 private:
  // A function of another form than this does not convert: Flow payment_create(Operation) const.
  using Start = Flow (P::*)(Operation) const;
  static constexpr auto kStarts = []<std::size_t... Number>(std::index_sequence<Number...>) {
    return std::array<Start, sizeof...(Number)>{operation_of<P, Number>()...};
  }
  (std::make_index_sequence<WESEL_OP_CALLBACK + 1>());

  static const Description& description() {
    static const auto* kept = new Description(P::about(), operations());  // lives for ever
    return *kept;
  }
  static std::uint32_t operations() {
    std::uint32_t bits = 0;
    for (std::uint32_t i = 0; i < kStarts.size(); ++i)
      if (kStarts[i] != nullptr) bits |= 1u << i;
    return bits;
  }

  static const wesel_description* describe() noexcept try {
    return description().block();
  } catch (...) {
    return nullptr;
  }

  static wesel_provider* create(const wesel_host* host, const wesel_settings* settings,
                                const wesel_failure** problem) noexcept {
    try {
      description();
      return reinterpret_cast<wesel_provider*>(new P(Settings(host, settings)));
    } catch (const BadSetting& bad) {
      *problem = problem_of(WESEL_FAIL_CONFIG, bad.setting, bad.what());
    } catch (const std::exception& error) {
      *problem = problem_of(WESEL_FAIL_BUG, {}, error.what());
    } catch (...) {
      *problem = problem_of(WESEL_FAIL_BUG, {}, "an exception of an unknown type");
    }
    return nullptr;
  }

  static const wesel_action* begin(wesel_provider* provider, const wesel_operation* operation,
                                   wesel_flow** flow) noexcept {
    *flow = nullptr;
    try {
      return begin_flow(description(), start(*reinterpret_cast<const P*>(provider), operation),
                        flow);
    } catch (...) {
      return out_of_memory();
    }
  }
  static Flow start(const P& provider, const wesel_operation* operation) {
    const std::uint32_t kind = operation->kind;
    if (kind >= kStarts.size() || kStarts[kind] == nullptr) return ended(unsupported());
    try {
      return (provider.*kStarts[kind])(Operation(operation));
    } catch (const std::exception& error) {
      return ended(of_failure(WESEL_FAIL_BUG, {}, error.what()));
    }
  }

  static void destroy(wesel_provider* provider) noexcept { delete reinterpret_cast<P*>(provider); }
};

}  // namespace wesel::sdk

// Exports the plugin; once in a library, at namespace scope.
#define WESEL_PROVIDER(P) \
  extern "C" const wesel_plugin* wesel_plugin_v1(void) { return wesel::sdk::Exported<P>::table(); }
