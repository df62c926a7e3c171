#include "world.hpp"

#include <algorithm>
#include <boost/context/fixedsize_stack.hpp>

namespace wesel::simulation {

namespace {
constexpr std::size_t kStack = 256 * 1024;  // SQLite and JSON run on it
constexpr Instant kBeginning{Millis(1'000'000)};
}  // namespace

class World::WorldSignal final : public Signal {
 public:
  explicit WorldSignal(World& world) : world_(world) {}
  void set() override { set_ = true; }
  void reset() override { set_ = false; }
  bool wait_until(Instant deadline) override {
    World::Task& me = *world_.current_;
    me.waiting = this;
    me.wake = deadline;
    world_.leave();
    me.waiting = nullptr;
    return set_;
  }
  bool is_set() const { return set_; }

 private:
  World& world_;
  bool set_ = false;
};

World::World(std::uint64_t seed) : random_(seed), time_(kBeginning) {}

World::~World() {
  for (auto& task : tasks_) task->stack = {};
}

std::uint64_t World::dice(std::uint64_t n) { return random_() % n; }

Time World::now() { return Time(wall_offset_ + time_.time_since_epoch()); }

void World::fill(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random_());
}

std::unique_ptr<Signal> World::make_signal() { return std::make_unique<WorldSignal>(*this); }

void World::note(std::string_view about, std::string line) {
  story_.tell(time_ - kBeginning, about, std::move(line));
}

void World::point(const char* where) {
  if (chance_permille(dies_at_points)) doom(where);
  pause();
}

void World::doom(const char* where) {
  doom_ = where;
  doomed_ = current_->name;
}

void World::spawn(std::string name, std::function<void()> work) {
  spawn_in(current_ ? current_->life : 0, std::move(name), std::move(work));
}

void World::spawn_in(int life, std::string name, std::function<void()> work) {
  auto task = std::make_unique<Task>();
  Task* raw = task.get();
  raw->name = std::move(name);
  raw->life = life;
  raw->wake = time_;
  auto body = [this, raw, work = std::move(work)](boost::context::fiber&& caller) {
    main_ = std::move(caller);
    work();
    raw->done = true;
    return std::move(main_);
  };
  raw->stack = boost::context::fiber(std::allocator_arg, boost::context::fixedsize_stack(kStack),
                                     std::move(body));
  tasks_.push_back(std::move(task));
}

void World::sleep_until(Instant when) {
  current_->wake = std::max(when, time_);
  leave();
}

void World::leave() { main_ = std::move(main_).resume(); }

void World::kill(int life) {
  for (auto& task : tasks_)
    if (task->life == life && task.get() != current_) {
      task->stack = {};
      task->done = true;
    }
  std::erase_if(tasks_, [](const auto& task) { return task->done; });
}

bool World::ready(const Task& task) const {
  return task.wake <= time_ || (task.waiting && task.waiting->is_set());
}

// Any of those that can go on; when nobody can, time moves to whoever wakes first.
World::Task* World::choose() {
  std::vector<Task*> able;
  for (auto& task : tasks_)
    if (ready(*task)) able.push_back(task.get());
  if (!able.empty()) return able[dice(able.size())];
  Task* first = nullptr;
  for (auto& task : tasks_)
    if (!first || task->wake < first->wake) first = task.get();
  return first;
}

void World::step(Task& task) {
  time_ = std::max(time_, ready(task) ? time_ : task.wake);
  current_ = &task;
  task.stack = std::move(task.stack).resume();
  current_ = nullptr;
  ++steps_;
}

void World::run(Instant until, const std::function<bool()>& stop) {
  while (true) {
    if (stop && stop()) return;
    Task* task = choose();
    if (!task || (!ready(*task) && task->wake > until)) {
      time_ = std::max(time_, until);
      return;
    }
    step(*task);
    std::erase_if(tasks_, [](const auto& one) { return one->done; });
    if (between_steps) between_steps();
  }
}

}  // namespace wesel::simulation
