// The sending side of callbacks: a queue, threads that post, and a book of what came of it. Poco's
// client is good enough for a fake: each callback is a fresh connection, so nothing is resent.
#include "wesel/sandbox/callbacks.hpp"

#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/NullStream.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

namespace wesel::sandbox {

namespace {

constexpr std::size_t kRemembered = 10'000;

std::string path_of(const Poco::URI& uri) {
  const std::string path = uri.getPathEtc();
  return path.empty() ? "/" : path;
}

}  // namespace

// One attempt on the wire.
struct Callbacks::Post {
  Post(const Callback& what, Millis timeout) : callback(what), uri(what.url) {
    session.setHost(uri.getHost());
    session.setPort(uri.getPort());
    session.setTimeout(Poco::Timespan(timeout.count() * 1000));
    session.setKeepAlive(false);
  }

  std::string run() {
    if (uri.getScheme() != "http") return "unsupported scheme";
    using Poco::Net::HTTPRequest;
    HTTPRequest request(HTTPRequest::HTTP_POST, path_of(uri), HTTPRequest::HTTP_1_1);
    request.setContentType("application/json");
    request.setContentLength(static_cast<int>(callback.body.size()));
    for (const auto& [name, value] : callback.headers) request.set(name, value);
    session.sendRequest(request) << callback.body << std::flush;
    Poco::Net::HTTPResponse response;
    Poco::NullOutputStream nowhere;
    Poco::StreamCopier::copyStream(session.receiveResponse(response), nowhere);
    return std::to_string(static_cast<int>(response.getStatus()));
  }

  const Callback& callback;
  Poco::URI uri;
  Poco::Net::HTTPClientSession session;
};

Callbacks::Callbacks(Schedule& schedule, Retries retries, double time_scale, int threads)
    : schedule_(schedule), retries_(std::move(retries)), time_scale_(time_scale) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

void Callbacks::send(Delivery delivery, Millis delay, std::function<void()> after_first) {
  Job job{std::make_shared<Delivery>(std::move(delivery)), std::move(after_first)};
  {
    const std::lock_guard lock(mutex_);
    job.generation = generation_;
    job.delivery->id = ++last_id_;
    deliveries_.push_back(job.delivery);
    if (deliveries_.size() > kRemembered) deliveries_.pop_front();
  }
  if (delay.count() <= 0) return enqueue(std::move(job));
  schedule_.after(delay, [this, job = std::move(job)] { enqueue(job); });
}

void Callbacks::drop(Delivery delivery) {
  const std::lock_guard lock(mutex_);
  delivery.id = ++last_id_;
  delivery.finished = true;
  deliveries_.push_back(std::make_shared<Delivery>(std::move(delivery)));
}

bool Callbacks::wait_first(const std::string& entry, Millis most) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, most, [&] {
    for (const auto& delivery : deliveries_) {
      if (delivery->entry == entry && delivery->attempts.empty() && !delivery->finished) {
        return stopping_;
      }
    }
    return true;
  });
}

std::vector<Delivery> Callbacks::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<Delivery> out;
  for (auto it = deliveries_.rbegin(); it != deliveries_.rend(); ++it) out.push_back(**it);
  return out;
}

void Callbacks::set_time_scale(double scale) {
  const std::lock_guard lock(mutex_);
  time_scale_ = scale;
}

void Callbacks::clear() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  queue_.clear();
  deliveries_.clear();
}

void Callbacks::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Post* post : posting_) post->session.abort();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Callbacks::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (job.generation != generation_) return;
    queue_.push_back(std::move(job));
  }
  changed_.notify_all();
}

void Callbacks::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (queue_.empty()) {
      changed_.wait(lock);
      continue;
    }
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    attempt(job);
    lock.lock();
  }
}

std::string Callbacks::post(const Callback& callback) {
  try {
    Post attempt(callback, retries_.timeout);
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return "stopped";
      posting_.insert(&attempt);
    }
    const auto done = [&](Post* post) {
      const std::lock_guard lock(mutex_);
      posting_.erase(post);
    };
    const std::unique_ptr<Post, decltype(done)> listed(&attempt, done);
    return attempt.run();
  } catch (const Poco::TimeoutException&) {
    return "timeout";
  } catch (const Poco::Net::ConnectionRefusedException&) {
    return "refused";
  } catch (const Poco::Exception& problem) {
    return "error: " + problem.displayText();
  } catch (const std::exception& problem) {
    return std::string("error: ") + problem.what();
  }
}

void Callbacks::attempt(Job& job) {
  const Time at = std::chrono::system_clock::now();
  const std::string outcome = post(job.delivery->callback);
  std::optional<Millis> again;
  {
    const std::lock_guard lock(mutex_);
    Delivery& delivery = *job.delivery;
    delivery.attempts.push_back({at, outcome});
    const std::size_t tries = delivery.attempts.size();
    if (outcome != "200" && tries <= retries_.delays.size()) {
      const double delay = static_cast<double>(retries_.delays[tries - 1].count()) * time_scale_;
      again = Millis(static_cast<std::int64_t>(delay));
    }
    delivery.finished = !again;
    if (stopping_) return;
  }
  changed_.notify_all();
  if (const auto after_first = std::exchange(job.after_first, {})) after_first();
  if (again) schedule_.after(*again, [this, job] { enqueue(job); });
}

}  // namespace wesel::sandbox
