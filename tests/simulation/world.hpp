// One thread, many fibers, virtual time and one seed: the engine runs here as it runs on threads,
// and the same seed gives the same run. Every wait is a place where somebody else may go on, or
// where the engine may die.
#pragma once

#include <boost/context/fiber.hpp>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/entropy.hpp"
#include "base/tasks.hpp"
#include "story.hpp"

namespace wesel::simulation {

class World final : public Tasks, public Clock, public Entropy {
 public:
  explicit World(std::uint64_t seed);
  ~World() override;

  // --- What the engine is given
  void spawn(std::string name, std::function<void()> work) override;
  void sleep_until(Instant when) override;
  std::unique_ptr<Signal> make_signal() override;
  void join() override {}
  Time now() override;
  Instant steady() override { return time_; }
  void fill(std::span<std::uint8_t> out) override;

  // --- What the test drives it with
  // Fibers of a life die together; life 0 is the world itself, which never dies. A fiber's
  // children share its life.
  void spawn_in(int life, std::string name, std::function<void()> work);
  void kill(int life);
  // Runs until nothing can go on before `until`, or `stop` says so.
  void run(Instant until, const std::function<bool()>& stop = {});
  // Called between any two steps: the place to let the engine die.
  std::function<void()> between_steps;

  void sleep(Millis time) { sleep_until(time_ + time); }
  // Lets others go on.
  void pause() { sleep_until(time_); }
  // In 0 .. n-1.
  std::uint64_t dice(std::uint64_t n);
  bool chance(int percent) { return static_cast<int>(dice(100)) < percent; }
  // No dice are thrown for what never happens.
  bool chance_permille(int n) { return n > 0 && static_cast<int>(dice(1000)) < n; }
  // The wall clock jumps; waiting does not notice.
  void jump(Millis by) { wall_offset_ += by; }

  // A point of the engine's work where it may die, by dice, and where others may go on. Who drives
  // the world finds in doom() where it died, and kills it before anybody takes another step.
  void point(const char* where);
  int dies_at_points = 0;  // in a thousand
  void doom(const char* where);
  const char* doom() const { return doom_; }
  const std::string& doomed() const { return doomed_; }  // the task that was there
  void doom_done() { doom_ = nullptr; }

  // `about` as in Story.
  void note(std::string_view about, std::string line);
  Story& story() { return story_; }
  const Story& story() const { return story_; }
  std::uint64_t steps() const { return steps_; }

 private:
  class WorldSignal;
  struct Task {
    std::string name;
    int life = 0;
    boost::context::fiber stack;
    Instant wake;
    WorldSignal* waiting = nullptr;
    bool done = false;
  };

  bool ready(const Task& task) const;
  Task* choose();
  void step(Task& task);
  void leave();

  std::mt19937_64 random_;
  Instant time_;
  Millis wall_offset_{1'767'250'800'000};
  std::vector<std::unique_ptr<Task>> tasks_;
  Task* current_ = nullptr;
  boost::context::fiber main_;
  Story story_;
  const char* doom_ = nullptr;
  std::string doomed_;
  std::uint64_t steps_ = 0;
};

}  // namespace wesel::simulation
