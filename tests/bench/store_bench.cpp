// How many payments the SQLite store takes: per payment one commit that inserts it and one that
// updates it with an event, as the engine does. Usage: bench_store [folder] [payments] [threads].
#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "store/committer.hpp"
#include "store/migrations.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace wesel;

constexpr std::int64_t kStart = 1'790'000'000'000;
constexpr std::size_t kBodyBytes = 1500;
constexpr std::size_t kGroup = 16;

PaymentRow new_payment(std::int64_t number) {
  return {.key = fmt::format("01{:016X}{:08X}", kStart + number / 20, number),
          .scope = fmt::format("merchant{}/live/payment", number % 7),
          .reference = fmt::format("order-{:08X}", number * 2654435761 % 0xffffffff),
          .status = "processing",
          .provider = "komopay",
          .created_ms = kStart + number / 20,
          .due_ms = kStart + number / 20 + 30'000,
          .body = std::string(kBodyBytes, 'x')};
}

Batch first_commit(const PaymentRow& row) {
  Batch batch;
  batch.insert.push_back(row);
  return batch;
}

Batch second_commit(PaymentRow row, std::int64_t number) {
  row.version = 2;
  row.status = "pending";
  row.due_ms += 270'000;
  Batch batch;
  batch.events.push_back({.id = fmt::format("02{:016X}{:08X}", kStart + number / 20, number),
                          .scope = row.scope,
                          .payment = row.key,
                          .sequence = 1,
                          .type = "payment.pending",
                          .created_ms = row.created_ms,
                          .state = "none"});
  batch.update.push_back(std::move(row));
  return batch;
}

void must(const Result<Committed>& result) {
  if (result && std::holds_alternative<Done>(*result)) return;
  fmt::print(stderr, "{}\n", result ? "unexpected conflict" : result.error().message);
  std::exit(1);
}

void report(const char* name, std::int64_t payments, std::chrono::steady_clock::time_point since,
            const std::string& path) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - since;
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  fmt::print("{:<28} {:>8.0f} payments/s {:>7.1f} us each, file {:.0f} B a payment\n", name,
             static_cast<double>(payments) / took.count(),
             took.count() * 1e6 / static_cast<double>(payments),
             size / static_cast<double>(payments));
}

std::string fresh(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path + end);
  return path;
}

// The writer alone: groups of 16 payments, first all their inserts, then all their updates.
void bench_groups(const std::string& folder, std::int64_t payments) {
  const std::string path = fresh(folder, "bench-groups.db");
  Database database(path, Access::write, "");
  migrate(database);
  Committer committer(database, limits::kLogPages, {});
  const auto since = std::chrono::steady_clock::now();
  for (std::int64_t number = 0; number < payments; number += kGroup) {
    std::vector<Commit> firsts(kGroup), seconds(kGroup);
    std::vector<Commit*> first_group, second_group;
    for (std::size_t i = 0; i < kGroup; ++i) {
      const PaymentRow row = new_payment(number + static_cast<std::int64_t>(i));
      firsts[i].batch = first_commit(row);
      seconds[i].batch = second_commit(row, number + static_cast<std::int64_t>(i));
      first_group.push_back(&firsts[i]);
      second_group.push_back(&seconds[i]);
    }
    for (auto* group : {&first_group, &second_group}) {
      committer.run(*group);
      committer.checkpoint_if_due();
      for (const Commit* commit : *group) must(commit->result);
    }
  }
  report("writer alone, groups of 16", payments, since, path);
}

void bench_threads(const std::string& folder, std::int64_t payments, int threads) {
  const std::string path = fresh(folder, "bench-threads.db");
  auto store = open_sqlite(path);
  if (!store) return must(store.error());
  std::atomic<std::int64_t> next = 0;
  const auto since = std::chrono::steady_clock::now();
  std::vector<std::thread> pool;
  for (int i = 0; i < threads; ++i) {
    pool.emplace_back([&] {
      for (std::int64_t number = next++; number < payments; number = next++) {
        const PaymentRow row = new_payment(number);
        must((*store)->commit(first_commit(row)));
        must((*store)->commit(second_commit(row, number)));
      }
    });
  }
  for (auto& thread : pool) thread.join();
  report(fmt::format("store, {} threads", threads).c_str(), payments, since, path);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : ".";
  const std::int64_t payments = argc > 2 ? std::atoll(argv[2]) : 100'000;
  bench_groups(folder, payments);
  if (argc > 3) {
    bench_threads(folder, payments, std::atoi(argv[3]));
    return 0;
  }
  for (const int threads : {1, 32, 256}) bench_threads(folder, payments, threads);
}
