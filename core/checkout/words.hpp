// What the page says, in Indonesian and in English. Names and figures go where a "{}" stands.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace wesel::checkout {

enum class Language { indonesian, english };

// "id" or "en".
std::string_view code(Language language);
std::optional<Language> find_language(std::string_view code);
// What a browser's Accept-Language likes best of the two. Who says nothing is Indonesian; who wants
// neither understands English better.
Language preferred(std::string_view accept_language);

struct Words {
  const char *other_language, *test_payment, *total, *reference, *pay_before, *time_left;
  const char *copy, *copied, *how_to_pay, *change_method, *back_to;
  // What is said of each stage, and the longer line below it.
  const char *choose, *choose_more, *choose_again, *nothing_available, *sorry;
  const char *waiting, *preparing, *preparing_more, *over_time, *over_time_more;
  const char *held, *held_more, *paid, *paid_more, *paid_back;
  const char *failed, *failed_more, *expired, *expired_more, *cancelled, *cancelled_more;
  const char *unknown_page, *unknown_page_more, *trouble, *trouble_more;
  // Methods.
  const char *virtual_account, *qris, *e_wallet, *retail_outlet, *bank_transfer, *redirect;
  const char *group_virtual_account, *group_e_wallet, *group_retail_outlet, *group_others;
  const char* qris_more;
  // Instructions.
  const char *account_number, *account_name, *bank, *payment_code, *shop_name;
  const char *qr_of, *bars_of, *qr_missing, *open_provider;
  const char *exact_amount, *exact_amount_more, *bank_number, *not_the_order;
  const char *push_title, *push_more, *forward, *forward_to, *forward_more;
  const char* keep_open;
  std::array<const char*, 12> months;
};

const Words& words(Language language);

}  // namespace wesel::checkout
