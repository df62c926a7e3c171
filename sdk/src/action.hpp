// One action as the contract sees it: it owns the request or outcome and the blocks that point into
// it, so that all of it lives until the flow's next step.
#pragma once

#include <deque>
#include <vector>

#include "wesel/about.hpp"
#include "wesel/outcome.hpp"

namespace wesel::sdk {

class Action {
 public:
  Action(Request request, const Description& description);
  explicit Action(Outcome outcome);
  Action(const Action&) = delete;
  Action& operator=(const Action&) = delete;

  const wesel_action* block() const { return &action_; }

 private:
  template <class Block>
  struct List {
    std::deque<Block> blocks;
    std::vector<const Block*> pointers;
    void add(const Block& block) { pointers.push_back(&blocks.emplace_back(block)); }
  };

  void remember(const std::string& value, std::int64_t expires_at_ms);
  void fail();
  void finish();
  void show_instructions();
  void list_events();
  void list_methods();
  void list_balances();

  Request request_{"", ""};
  Outcome outcome_;

  wesel_action action_ = sized<wesel_action>();
  wesel_session remembered_ = sized<wesel_session>();
  wesel_failure failure_ = sized<wesel_failure>();
  wesel_request send_ = sized<wesel_request>();
  List<wesel_header> headers_;
  wesel_result result_ = sized<wesel_result>();
  wesel_instructions instructions_ = sized<wesel_instructions>();
  std::vector<wesel_pair> fields_;
  List<wesel_event> events_;
  List<wesel_method> methods_;
  List<wesel_balance> balances_;
  wesel_bank_account account_request_ = sized<wesel_bank_account>();
  wesel_bank_account account_process_ = sized<wesel_bank_account>();
};

}  // namespace wesel::sdk
