// Last in, first out, so that a quiet hour lets the surplus grow old and go.
#include "http/pool.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/limits.hpp"

namespace wesel::http {
namespace {

std::string key_of(const Url& place) { return place.scheme + "://" + host_field(place); }

}  // namespace

std::unique_ptr<Link> Pool::pop(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = idle_.find(key);
  if (found == idle_.end()) return nullptr;
  std::unique_ptr<Link> last = std::move(found->second.back());
  found->second.pop_back();
  if (found->second.empty()) idle_.erase(found);
  return last;
}

std::unique_ptr<Link> Pool::take(const Url& place) {
  const std::string key = key_of(place);
  while (std::unique_ptr<Link> link = pop(key)) {
    const Instant now = steady_now();
    // Something to receive where nothing was asked: the end, or a stranger's answer.
    if (now - link->rested < limits::kIdleReuse && !link->wire.wait(now)) return link;
  }
  return nullptr;
}

// Places that are never called again: merchants choose some of them.
void Pool::sweep(Instant now, Links& old) {
  if (now - swept_ < limits::kIdleReuse) return;
  swept_ = now;
  for (auto place = idle_.begin(); place != idle_.end();) {
    Links& links = place->second;
    if (now - links.back()->rested < limits::kIdleReuse) {
      ++place;
      continue;
    }
    std::move(links.begin(), links.end(), std::back_inserter(old));
    place = idle_.erase(place);
  }
}

void Pool::give(const Url& place, std::unique_ptr<Link> link) {
  link->rested = steady_now();
  Links old;  // closed after the lock is gone: TLS says goodbye
  const std::lock_guard lock(mutex_);
  sweep(link->rested, old);
  Links& links = idle_[key_of(place)];
  while (!links.empty() && (links.size() >= limits::kIdlePerHost ||
                            link->rested - links.front()->rested >= limits::kIdleReuse)) {
    old.push_back(std::move(links.front()));
    links.erase(links.begin());
  }
  links.push_back(std::move(link));
}

}  // namespace wesel::http
