// Commits payments from several threads until it is killed, and prints the key of each one once it
// is acknowledged. Usage: store_committer <database file>.
#include <fmt/core.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "store/sqlite.hpp"

namespace {

using namespace wesel;

// One line, one write: lines of several threads never mix, and none stays in a buffer.
void acknowledge(const std::string& key) {
  const std::string line = key + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(2);
}

void commit_for_ever(Store& store, int thread) {
  for (int number = 0;; ++number) {
    PaymentRow row{.key = fmt::format("{:02}{:024}", thread, number),
                   .scope = "acme/live/payment",
                   .reference = fmt::format("{}-{}", thread, number),
                   .status = "processing",
                   .body = std::string(1500, 'x')};
    Batch batch;
    batch.insert.push_back(row);
    const auto result = store.commit(std::move(batch));
    if (!result || !std::holds_alternative<Done>(*result)) ::_exit(3);
    acknowledge(row.key);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 1;
  auto store = open_sqlite(argv[1]);
  if (!store) return 1;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&, i] { commit_for_ever(**store, i); });
  for (auto& thread : threads) thread.join();
}
