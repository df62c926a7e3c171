#include "checkout/guide.hpp"

#include <algorithm>
#include <vector>

#include "checkout/names.hpp"

namespace wesel::checkout {

using std::string;
using std::string_view;

namespace {

// Where a bank's customers find virtual accounts.
struct Bank {
  string_view code, machine_menu, app, app_menu, site, site_menu;
};

constexpr Bank kBanks[] = {
    {"BCA", "Transaksi Lainnya › Transfer › Ke Rek BCA Virtual Account", "BCA mobile",
     "m-Transfer › BCA Virtual Account", "KlikBCA",
     "Transfer Dana › Transfer ke BCA Virtual Account"},
    {"BNI", "Menu Lain › Transfer › Virtual Account Billing", "BNI Mobile Banking",
     "Transfer › Virtual Account Billing", "BNI Internet Banking",
     "Transaksi › Virtual Account Billing"},
    {"BRI", "Transaksi Lain › Pembayaran › Lainnya › BRIVA", "BRImo", "BRIVA",
     "BRI Internet Banking", "Pembayaran › BRIVA"},
    {"MANDIRI", "Bayar/Beli › Lainnya › Multipayment", "Livin' by Mandiri", "Bayar/VA",
     "Mandiri Internet Banking", "Pembayaran › Multipayment"},
    {"PERMATA", "Transaksi Lainnya › Pembayaran › Virtual Account", "PermataMobile X",
     "Bayar Tagihan › Virtual Account", "PermataNet", "Pembayaran Tagihan › Virtual Account"},
};
constexpr Bank kAnyBank = {"",
                           "Transaksi Lainnya › Pembayaran › Virtual Account",
                           "mobile banking",
                           "Pembayaran › Virtual Account",
                           "internet banking",
                           "Pembayaran › Virtual Account"};

const Bank& bank_of(string_view code) {
  for (const Bank& bank : kBanks)
    if (bank.code == code) return bank;
  return kAnyBank;
}

struct Sentences {
  const char *machine, *app, *site, *insert_card, *open_app, *open_site, *menu, *type_number;
  const char *check, *check_name, *confirm, *keep_slip, *menus_differ;
  const char *any_app, *scan, *same_phone, *at_till, *tell_till, *show_bars, *pay_till;
};

constexpr Sentences kIndonesian = {
    .machine = "ATM {}",
    .app = "{}",
    .site = "{}",
    .insert_card = "Masukkan kartu dan PIN Anda.",
    .open_app = "Buka {} dan masuk.",
    .open_site = "Masuk ke {}.",
    .menu = "Pilih {}.",
    .type_number = "Masukkan nomor {}.",
    .check = "Periksa jumlahnya: {}.",
    .check_name = "Periksa nama {} dan jumlahnya: {}.",
    .confirm = "Setujui dengan PIN atau kode Anda.",
    .keep_slip = "Setujui, lalu simpan struknya.",
    .menus_differ = "Nama menu bisa sedikit berbeda.",
    .any_app = "Buka aplikasi bank atau dompet digital apa pun yang mendukung QRIS.",
    .scan = "Pindai kode ini, periksa jumlahnya ({}), lalu setujui.",
    .same_phone =
        "Membayar dengan ponsel ini juga? Simpan tangkapan layar kode ini, lalu pilih gambarnya "
        "dari galeri di aplikasi Anda.",
    .at_till = "Datang ke kasir {} terdekat.",
    .tell_till = "Sebutkan kode pembayaran {}.",
    .show_bars = "Atau tunjukkan kode batang di atas.",
    .pay_till = "Bayar {} dan simpan struknya.",
};

constexpr Sentences kEnglish = {
    .machine = "{} cash machine (ATM)",
    .app = "{}",
    .site = "{}",
    .insert_card = "Insert your card and enter your PIN.",
    .open_app = "Open {} and sign in.",
    .open_site = "Sign in to {}.",
    .menu = "Choose {}.",
    .type_number = "Enter the number {}.",
    .check = "Check the amount: {}.",
    .check_name = "Check the name {} and the amount: {}.",
    .confirm = "Confirm with your PIN or code.",
    .keep_slip = "Confirm and keep the receipt.",
    .menus_differ = "Menus may be named a little differently.",
    .any_app = "Open any bank or e-wallet app that takes QRIS.",
    .scan = "Scan this code, check the amount ({}) and confirm.",
    .same_phone =
        "Paying with this very phone? Take a screenshot of the code and pick the picture from the "
        "gallery in your app.",
    .at_till = "Go to the till of any {}.",
    .tell_till = "Tell them the payment code {}.",
    .show_bars = "Or show them the barcode above.",
    .pay_till = "Pay {} and keep the receipt.",
};

const Sentences& sentences(Language language) {
  return language == Language::indonesian ? kIndonesian : kEnglish;
}

Html step(string_view sentence, std::initializer_list<string_view> values = {}) {
  return Html().raw("<li>").say(sentence, values).raw("</li>");
}

Html folded(string_view title, string_view name, const std::vector<Html>& steps) {
  Html out;
  out.raw("<details><summary>").say(title, {name}).raw("</summary><ol>");
  for (const Html& one : steps) out.add(one);
  return out.raw("</ol></details>");
}

string capital(string_view text) {
  string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace

Html virtual_account_guide(const Bill& bill, Language language) {
  const Sentences& say = sentences(language);
  const Bank& bank = bank_of(bill.channel);
  const Html check = bill.name.empty() ? step(say.check, {bill.amount})
                                       : step(say.check_name, {bill.name, bill.amount});
  const Html number = step(say.type_number, {bill.number});
  Html out;
  out.add(folded(say.app, capital(bank.app),
                 {step(say.open_app, {bank.app}), step(say.menu, {bank.app_menu}), number, check,
                  step(say.confirm)}));
  out.add(folded(say.machine, channel_name(bill.channel),
                 {step(say.insert_card), step(say.menu, {bank.machine_menu}), number, check,
                  step(say.keep_slip)}));
  out.add(folded(say.site, capital(bank.site),
                 {step(say.open_site, {bank.site}), step(say.menu, {bank.site_menu}), number, check,
                  step(say.confirm)}));
  return out.raw("<p class=\"note\">").text(say.menus_differ).raw("</p>");
}

Html qris_guide(const Bill& bill, Language language) {
  const Sentences& say = sentences(language);
  Html out;
  out.raw("<ol>").add(step(say.any_app)).add(step(say.scan, {bill.amount})).raw("</ol>");
  return out.raw("<p class=\"note\">").text(say.same_phone).raw("</p>");
}

Html retail_guide(const Bill& bill, Language language) {
  const Sentences& say = sentences(language);
  Html out;
  out.raw("<ol>").add(step(say.at_till, {channel_name(bill.channel)}));
  out.add(step(say.tell_till, {bill.number})).add(step(say.show_bars));
  return out.add(step(say.pay_till, {bill.amount})).raw("</ol>");
}

}  // namespace wesel::checkout
