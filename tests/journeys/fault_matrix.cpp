// What became of each row, and the laws that hold whatever happened: the books of both sides, the
// events, the instructions that are shown.
#include "journeys/fault_matrix.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "base/bytes.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

void add(string& list, const string& one) { list += (list.empty() ? "" : ", ") + one; }

std::int64_t rupiah(std::string_view text) { return std::atoll(string(text).c_str()); }

bool begins(const string& text, const string& with) {
  return text == with || (text.starts_with(with) && !with.empty() && text[with.size()] == ' ');
}

}  // namespace

bool Line::ok() const {
  const End& wanted = row.expected;
  const bool same = (wanted.at_once.empty() || begins(seen.at_once, wanted.at_once)) &&
                    seen.status == wanted.status && seen.attempts == wanted.attempts &&
                    (wanted.sent == kAny || seen.sent == wanted.sent) &&
                    seen.ledger == wanted.ledger && seen.told == wanted.told &&
                    seen.raised == wanted.raised;
  return (same && broken.empty()) == !*row.owed;
}

// Newest first, as they are listed.
std::vector<string> Scene::told_of(const Case& c) {
  std::vector<string> types;
  const Reply events = wesel_.get(Installation::path_of(c.payment) + "/events");
  for (json::Value e = events["data"].first(); e; e = e.next())
    types.emplace_back(e["type"].text().substr(e["type"].text().find('.') + 1));
  return types;
}

// Those of the row's operation that name the payment, by our reference or by the provider's.
int Scene::requests_for(const Case& c) {
  const Reply payment = wesel_.payment(c.payment);
  const string theirs(payment["attempts"].at(0)["provider_reference"].text());
  const bool made = c.row.story == Story::create || c.row.story == Story::push;
  const string create = c.row.out ? "payout_create" : "create";
  string only = "&operation=" + (made ? create : c.row.operation);
  if (c.row.operation == "*") only.clear();
  const Reply requests =
      wesel_.at(c.row.provider).control("GET", "/_sandbox/requests?limit=1000" + only);
  int count = 0;
  for (json::Value one = requests["data"].first(); one; one = one.next()) {
    const string whole = string(one["target"].text()) + string(one["body"].text());
    const auto names = [&](const string& id) {
      return !id.empty() && whole.find(id) != string::npos;
    };
    count += names(c.attempt) || names(theirs) || names(percent_encode(theirs));
  }
  return count;
}

End Scene::look(const Case& c) {
  const Reply payment = wesel_.payment(c.payment);
  End end{c.at_once, payment.text("status"), {}, c.sent, {}, {}, {}};
  for (json::Value a = payment["attempts"].first(); a; a = a.next())
    add(end.attempts, string(a["provider"].text()) + " " + string(a["status"].text()));
  const bool creates = c.row.story == Story::create || c.row.story == Story::push;
  if (creates && c.row.expected.sent != kAny) end.sent = requests_for(c);
  const Reply entry = wesel_.at(c.row.provider).entry(c.attempt, c.row.out ? kPayouts : kPayments);
  end.ledger = entry.status == 404 ? kNothing : entry.text("status");
  const auto told = told_of(c);
  for (auto type = told.rbegin(); type != told.rend(); ++type) add(end.told, *type);
  for (json::Value e = payment["exceptions"].first(); e; e = e.next())
    add(end.raised, string(e["type"].text()));
  return end;
}

void Scene::settle(std::chrono::seconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  for (const Case& c : cases_) {
    const auto left = std::max<std::chrono::milliseconds>(
        std::chrono::milliseconds(0), std::chrono::duration_cast<std::chrono::milliseconds>(
                                          end - std::chrono::steady_clock::now()));
    if (*c.row.owed) continue;
    eventually([&] { return Line{c.row, look(c), {}}.ok() && delivered(c); }, left);
  }
}

// Law 5: each reached the merchant.
bool Scene::delivered(const Case& c) {
  std::set<string> got;
  for (const Hook& hook : wesel_.hooks.of(c.payment))
    if (hook.genuine && hook.answered == 200) got.insert(hook.id);
  const Reply events = wesel_.get(Installation::path_of(c.payment) + "/events");
  for (json::Value e = events["data"].first(); e; e = e.next())
    if (!got.contains(string(e["id"].text()))) return false;
  return true;
}

// Law 8 for one payment: what came to its attempts is what we say was paid. Where another amount
// came or was told, an exception says so and a person decides.
bool Scene::money_agrees(const Reply& payment) {
  std::int64_t came = 0, ours = rupiah(payment["amount_paid"].text());
  for (json::Value a = payment["attempts"].first(); a; a = a.next()) {
    const string provider(a["provider"].text());
    if (provider == "komopay_b") continue;  // nobody pays there
    came += rupiah(wesel_.at(provider).entry(string(a["id"].text()))["paid"].scalar());
  }
  for (json::Value e = payment["exceptions"].first(); e; e = e.next()) {
    if (e["type"].text() == "amount_mismatch") return came > 0;
    if (e["type"].text() == "paid_twice") ours += rupiah(e["actual"].text());
  }
  return came == ours;
}

// Money out is in one ledger once, and is what we say went out.
std::vector<string> Scene::laws_of_payouts(const Reply& payout) {
  int there = 0, arrived = 0;
  bool frozen = false, back = false;
  for (json::Value a = payout["attempts"].first(); a; a = a.next()) {
    const Reply entry =
        wesel_.at(string(a["provider"].text())).entry(string(a["id"].text()), kPayouts);
    const string status = entry.text("status");
    const bool done = status == "SUCCESS" || status == "completed";
    arrived += done;
    there += done || status == "PROCESSING" || status == "processing";
  }
  for (json::Value e = payout["exceptions"].first(); e; e = e.next()) {
    frozen |= e["type"].text() == "amount_mismatch";
    back |= e["type"].text() == "returned";
  }
  std::vector<string> broken;
  if (there > 1) broken.emplace_back("a payout is in the ledgers twice");
  const int ours = payout.text("status") == "completed" && !back;
  if (!frozen && arrived != ours) broken.emplace_back("law 8: the books over money differ");
  return broken;
}

std::vector<string> Scene::laws(const Case& c) {
  const Reply payment = wesel_.payment(c.payment);
  std::vector<string> broken;
  if (c.row.out) broken = laws_of_payouts(payment);
  if (!delivered(c)) broken.emplace_back("law 5: an event did not reach the merchant");
  if (payment.text("status") == "processing" && !c.row.out)
    broken.emplace_back("law 7: still unknown");
  for (json::Value a = payment["attempts"].first(); a; a = a.next())
    if (a["status"].text() == "unknown" || a["status"].text() == "processing")
      broken.emplace_back("law 7: an attempt is unknown");
  if (c.row.out) return broken;
  if (!c.row.pretended && !money_agrees(payment))
    broken.emplace_back("law 8: the books over money differ");
  const string number(payment["instructions"]["account_number"].text());
  const string provider = payment.text("provider");
  if (number.empty() || provider == "komopay_b") return broken;
  const Reply entry = wesel_.at(provider).entry(payment.text("provider_reference"));
  if (entry.body.find(number) == string::npos)
    broken.emplace_back("law 3: what is shown is not what the provider waits for");
  return broken;
}

std::vector<Line> Scene::judge() {
  std::vector<Line> lines;
  for (const Case& c : cases_) lines.push_back({c.row, look(c), laws(c)});
  return lines;
}

std::vector<string> Scene::broken() {
  std::vector<string> out;
  std::set<std::pair<string, string>> ours;
  for (const Case& c : cases_) {
    const Reply payment = wesel_.payment(c.payment);
    for (json::Value a = payment["attempts"].first(); a; a = a.next())
      ours.emplace(a["provider"].text(), a["id"].text());
  }
  static const std::set<string> kCovered{"token",         "create",       "query",
                                         "list",          "cancel",       "simulate",
                                         "payout_create", "payout_query", "payout_list"};
  for (Provider* provider : {&wesel_.komerce, &wesel_.komopay, &wesel_.fazz}) {
    for (const char* which : {kPayments, kPayouts}) {
      const Reply ledger = provider->ledger(which);
      for (json::Value e = ledger["data"].first(); e; e = e.next())
        if (!ours.contains({provider->name(), string(e["reference"].text())}))
          out.push_back("law 2: " + provider->name() + " holds " + string(e["reference"].text()));
    }
    const Reply requests = provider->control("GET", "/_sandbox/requests?limit=1");
    for (json::Value count = requests["counts"].first(); count; count = count.next())
      if (!kCovered.contains(string(count.key())))
        out.push_back(provider->name() + " is asked for \"" + string(count.key()) +
                      "\", which has no rows");
  }
  return out;
}

}  // namespace wesel::journeys::matrix
