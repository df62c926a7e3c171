#include "checkout/words.hpp"

#include <algorithm>

namespace wesel::checkout {

using std::string_view;

namespace {

constexpr Words kIndonesian = {
    .other_language = "English",
    .test_payment = "Pembayaran uji coba: tidak ada uang yang berpindah.",
    .total = "Total pembayaran",
    .reference = "Nomor pesanan",
    .pay_before = "Bayar sebelum",
    .time_left = "Sisa waktu",
    .copy = "Salin",
    .copied = "Tersalin",
    .how_to_pay = "Cara membayar",
    .change_method = "Ganti metode pembayaran",
    .back_to = "Kembali ke {}",
    .choose = "Pilih metode pembayaran",
    .choose_more = "Setelah memilih, petunjuk pembayaran langsung tampil.",
    .choose_again = "Metode sebelumnya tidak berhasil. Silakan pilih metode lain.",
    .nothing_available =
        "Saat ini belum ada metode pembayaran yang tersedia. Coba lagi beberapa menit lagi.",
    .sorry = "Metode itu sedang tidak tersedia. Silakan pilih metode lain.",
    .waiting = "Menunggu pembayaran",
    .preparing = "Pembayaran sedang disiapkan",
    .preparing_more = "Tunggu sebentar. Halaman ini berubah dengan sendirinya.",
    .over_time = "Waktu pembayaran habis",
    .over_time_more =
        "Jangan membayar lagi. Jika Anda sudah membayar, kami sedang memeriksanya; halaman ini "
        "berubah dengan sendirinya.",
    .held = "Pembayaran sedang diperiksa",
    .held_more =
        "Jumlah yang diterima berbeda dari tagihan. Jangan membayar lagi; hubungi {} bila perlu.",
    .paid = "Pembayaran berhasil",
    .paid_more = "Terima kasih. Pembayaran Anda sudah diterima.",
    .paid_back = "Anda akan kembali ke {} sebentar lagi.",
    .failed = "Pembayaran gagal",
    .failed_more = "Pembayaran ini tidak dapat diproses. Kembali ke penjual untuk mencoba lagi.",
    .expired = "Pembayaran kedaluwarsa",
    .expired_more = "Waktunya sudah habis. Jangan membayar ke nomor atau kode yang lama.",
    .cancelled = "Pembayaran dibatalkan",
    .cancelled_more = "Jangan membayar ke nomor atau kode yang lama.",
    .unknown_page = "Halaman tidak ditemukan",
    .unknown_page_more =
        "Tautan pembayaran ini tidak dikenal. Periksa kembali tautan dari penjual.",
    .trouble = "Ada gangguan di pihak kami",
    .trouble_more = "Muat ulang halaman ini sebentar lagi. Pembayaran Anda tidak hilang.",
    .virtual_account = "{} Virtual Account",
    .qris = "QRIS",
    .e_wallet = "{}",
    .retail_outlet = "{}",
    .bank_transfer = "Transfer bank",
    .redirect = "Pembayaran online",
    .group_virtual_account = "Virtual Account",
    .group_e_wallet = "Dompet digital",
    .group_retail_outlet = "Gerai ritel",
    .group_others = "Cara lain",
    .qris_more = "Semua aplikasi bank dan dompet digital",
    .account_number = "Nomor Virtual Account",
    .account_name = "Atas nama",
    .bank = "Bank",
    .payment_code = "Kode pembayaran",
    .shop_name = "Nama tagihan",
    .qr_of = "Kode QR QRIS, {}",
    .bars_of = "Kode batang {}",
    .qr_missing = "Jika kode QR tidak tampil, buka halaman penyedia pembayaran.",
    .open_provider = "Buka halaman pembayaran",
    .exact_amount = "Jumlah transfer",
    .exact_amount_more = "Transfer tepat {}, sampai angka terakhir.",
    .bank_number = "Nomor rekening",
    .not_the_order = "Jumlah ini menandai transfer Anda. Total pesanan: {}.",
    .push_title = "Konfirmasi di ponsel Anda",
    .push_more = "Buka aplikasi {} di ponsel {} dan setujui pembayaran ini.",
    .forward = "Lanjutkan pembayaran",
    .forward_to = "Lanjutkan ke {}",
    .forward_more = "Anda menyelesaikan pembayaran di halaman penyedia, lalu kembali ke sini.",
    .keep_open = "Halaman ini berubah sendiri setelah pembayaran diterima.",
    .months = {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
               "September", "Oktober", "November", "Desember"},
};

constexpr Words kEnglish = {
    .other_language = "Bahasa Indonesia",
    .test_payment = "Test payment: no money moves.",
    .total = "Total to pay",
    .reference = "Order number",
    .pay_before = "Pay before",
    .time_left = "Time left",
    .copy = "Copy",
    .copied = "Copied",
    .how_to_pay = "How to pay",
    .change_method = "Choose another payment method",
    .back_to = "Back to {}",
    .choose = "Choose how to pay",
    .choose_more = "The instructions appear as soon as you choose.",
    .choose_again = "The previous method did not work. Please choose another one.",
    .nothing_available = "No payment method is available right now. Try again in a few minutes.",
    .sorry = "That method is not available right now. Please choose another one.",
    .waiting = "Waiting for your payment",
    .preparing = "Preparing your payment",
    .preparing_more = "One moment. This page changes by itself.",
    .over_time = "The time to pay is over",
    .over_time_more =
        "Please do not pay any more. If you have paid already, we are checking; this page changes "
        "by itself.",
    .held = "Your payment is being checked",
    .held_more =
        "The amount that arrived is not the amount asked for. Please do not pay again; contact {} "
        "if you need to.",
    .paid = "Payment successful",
    .paid_more = "Thank you. Your payment has arrived.",
    .paid_back = "You will be taken back to {} in a moment.",
    .failed = "Payment failed",
    .failed_more = "This payment could not be processed. Go back to the seller to try again.",
    .expired = "Payment expired",
    .expired_more = "Its time is over. Please do not pay to the old number or code.",
    .cancelled = "Payment cancelled",
    .cancelled_more = "Please do not pay to the old number or code.",
    .unknown_page = "Page not found",
    .unknown_page_more = "This payment link is not known. Check the link that the seller gave you.",
    .trouble = "Something is wrong on our side",
    .trouble_more = "Reload this page in a moment. Your payment is not lost.",
    .virtual_account = "{} Virtual Account",
    .qris = "QRIS",
    .e_wallet = "{}",
    .retail_outlet = "{}",
    .bank_transfer = "Bank transfer",
    .redirect = "Pay online",
    .group_virtual_account = "Virtual account",
    .group_e_wallet = "E-wallets",
    .group_retail_outlet = "Shops",
    .group_others = "Other ways",
    .qris_more = "Any bank or e-wallet app",
    .account_number = "Virtual account number",
    .account_name = "Account name",
    .bank = "Bank",
    .payment_code = "Payment code",
    .shop_name = "Billed as",
    .qr_of = "QRIS code, {}",
    .bars_of = "Barcode {}",
    .qr_missing = "If you do not see the QR code, open the payment provider's page.",
    .open_provider = "Open the payment page",
    .exact_amount = "Amount to transfer",
    .exact_amount_more = "Transfer exactly {}, to the last digit.",
    .bank_number = "Account number",
    .not_the_order = "This amount identifies your transfer. The order's total: {}.",
    .push_title = "Confirm on your phone",
    .push_more = "Open the {} app on the phone {} and approve this payment.",
    .forward = "Continue",
    .forward_to = "Continue to {}",
    .forward_more = "You finish the payment on the provider's page and then come back here.",
    .keep_open = "This page changes by itself once the payment has arrived.",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"},
};

string_view trim(string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// In thousandths; 1000 when nothing is said, 0 for what is no weight.
int weight_of(string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == parameters.npos) return 1000;
  const string_view text = trim(parameters.substr(at + 2));
  if (text.starts_with('1')) return 1000;
  if (!text.starts_with("0.")) return 0;
  int weight = 0;
  for (std::size_t i = 2; i < 5; ++i)
    weight =
        weight * 10 + (i < text.size() && text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 0);
  return weight;
}

}  // namespace

string_view code(Language language) { return language == Language::indonesian ? "id" : "en"; }

// "in" is what old Android phones say for "id".
std::optional<Language> find_language(string_view code) {
  const string_view main = code.substr(0, code.find('-'));
  if (main == "id" || main == "in") return Language::indonesian;
  if (main == "en") return Language::english;
  return {};
}

Language preferred(string_view accept) {
  if (trim(accept).empty()) return Language::indonesian;
  Language best = Language::english;
  int best_weight = 0;
  while (!accept.empty()) {
    const string_view one = accept.substr(0, accept.find(','));
    accept.remove_prefix(std::min(one.size() + 1, accept.size()));
    const string_view name = trim(one.substr(0, one.find(';')));
    const auto language = find_language(name);
    const int weight = weight_of(one.substr(std::min(name.size(), one.size())));
    if (!language || weight <= best_weight) continue;
    best = *language;
    best_weight = weight;
  }
  return best;
}

const Words& words(Language language) {
  return language == Language::indonesian ? kIndonesian : kEnglish;
}

}  // namespace wesel::checkout
