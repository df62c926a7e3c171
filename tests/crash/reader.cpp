#include "crash/reader.hpp"

#include <algorithm>

namespace wesel::crash {

using journeys::Reply;
using std::string;

namespace {

std::int64_t whole(json::Value value) {
  return std::strtoll(string(value.scalar()).c_str(), nullptr, 10);
}

string key_of(std::string_view id) { return string(id.substr(id.find('_') + 1).substr(0, 26)); }

const char* ledger_of(bool out) { return out ? journeys::kPayouts : journeys::kPayments; }

Stored stored_of(json::Value p) {
  Stored out;
  out.out = p["object"].text() == "payout";
  out.id = p["id"].text();
  out.reference = p["reference"].text();
  out.status = p["status"].text();
  out.amount = whole(p["amount"]);
  out.amount_paid = whole(p["amount_paid"]);
  for (json::Value a = p["attempts"].first(); a; a = a.next())
    out.attempts.push_back(
        {string(a["id"].text()), string(a["provider"].text()), string(a["status"].text())});
  for (json::Value e = p["exceptions"].first(); e; e = e.next())
    out.exceptions.emplace_back(e["type"].text());
  return out;
}

Held held_of(json::Value entry, const string& provider) {
  Held out;
  out.provider = provider;
  out.id = entry["id"].text();
  out.attempt = entry["reference"].text();
  out.status = entry["status"].text();
  out.amount = whole(entry["amount"]);
  out.out = entry["kind"].text() == "payout";
  out.paid = whole(entry["paid"]);
  if (out.out && (out.status == "SUCCESS" || out.status == "completed")) out.paid = out.amount;
  out.push = entry["fields"]["operator"].text() == "ID_OVO";
  return out;
}

// Pages until `take` wants no more; false when a page did not come.
template <class Take>
bool for_each_page(journeys::Installation& wesel, const string& list, Take take) {
  string after;
  for (bool more = true; more;) {
    const Reply page = wesel.get(list + "?limit=100" + after);
    if (page.status != 200) return false;
    more = page["has_more"].boolean() == true;
    for (json::Value one = page["data"].first(); one; one = one.next())
      after = "&starting_after=" + string(one["id"].text());
    if (!take(page)) return true;
  }
  return true;
}

}  // namespace

bool Reader::is_closed(std::string_view id) const { return closed_.contains(key_of(id)); }

bool Reader::read_store(Books& books) {
  books.stored.clear();
  return read_objects(books, false) && read_objects(books, true) && read_events(books);
}

bool Reader::read_ledgers(Books& books) {
  books.held.clear();
  for (journeys::Provider* provider : {&wesel_.komerce, &wesel_.komopay, &wesel_.fazz})
    for (const bool out : {false, true})
      if (!read_ledger(books, *provider, out)) return false;
  return true;
}

bool Reader::read_objects(Books& books, bool out) {
  return for_each_page(wesel_, string("/v1/") + ledger_of(out), [&](const Reply& page) {
    bool news = false;
    for (json::Value p = page["data"].first(); p; p = p.next()) {
      if (is_closed(p["id"].text())) continue;
      news = true;
      books.stored[string(p["id"].text())] = stored_of(p);
    }
    return news;
  });
}

bool Reader::read_events(Books& books) {
  const bool read = for_each_page(wesel_, "/v1/events", [&](const Reply& page) {
    bool news = false;
    for (json::Value e = page["data"].first(); e; e = e.next()) {
      const auto payment = books.stored.find(string(e["data"]["id"].text()));
      if (payment == books.stored.end()) continue;
      news = true;
      payment->second.events.push_back({string(e["id"].text()), string(e["type"].text()),
                                        string(e["delivery"]["state"].text()),
                                        e["sequence"].integer().value_or(0)});
    }
    return news;
  });
  for (auto& [id, payment] : books.stored)
    std::sort(payment.events.begin(), payment.events.end(),
              [](const StoredEvent& a, const StoredEvent& b) { return a.sequence < b.sequence; });
  return read;
}

// One answer of a sandbox has room for so many; what is older was seen before.
bool Reader::read_ledger(Books& books, journeys::Provider& provider, bool out) {
  const string which = ledger_of(out);
  const Reply ledger = provider.control("GET", "/_sandbox/" + which + "?limit=1000");
  if (ledger.status != 200) return false;
  for (json::Value entry = ledger["data"].first(); entry; entry = entry.next()) {
    Held held = held_of(entry, provider.name());
    held_[provider.name() + " " + held.id] = std::move(held);
  }
  std::int64_t known = 0;
  for (const auto& [name, held] : held_) {
    if (held.provider != provider.name() || held.out != out) continue;
    ++known;
    if (!is_closed(held.attempt)) books.held.push_back(held);
  }
  const Reply health = provider.control("GET", "/_sandbox/health");
  return health[which].integer() == known;
}

bool Reader::reopen() {
  closed_.clear();
  for (auto& [name, held] : held_) {
    const Reply entry = wesel_.at(held.provider).entry(held.id, ledger_of(held.out));
    if (entry.status != 200) return false;
    held = held_of(entry.json.root(), held.provider);
  }
  return true;
}

void Reader::close(const Books& books) {
  for (const auto& [id, payment] : books.stored) closed_.insert(key_of(id));
}

}  // namespace wesel::crash
