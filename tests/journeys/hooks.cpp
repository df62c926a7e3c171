#include "journeys/hooks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "base/bytes.hpp"
#include "journeys/process.hpp"

namespace wesel::journeys {

using std::string;

bool signed_by(const string& secret, const string& id, const string& timestamp, const string& body,
               const string& signatures) {
  const auto key = from_base64(secret.substr(string("whsec_").size()));
  if (!key) return false;
  const auto digest = hmac_sha256(*key, id + "." + timestamp + "." + body);
  const string wanted = "v1," + to_base64(as_text(digest));
  std::istringstream words(signatures);
  for (string word; words >> word;)
    if (word == wanted) return true;
  return false;
}

namespace {

bool fresh(const string& timestamp) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const long long then = std::strtoll(timestamp.c_str(), nullptr, 10);
  return then > now - 60 && then <= now + 1;
}

Hook read(const http::Request& request) {
  const string id(http::find(request.fields, "webhook-id"));
  const string timestamp(http::find(request.fields, "webhook-timestamp"));
  const string signatures(http::find(request.fields, "webhook-signature"));
  const json::Document body = json::Document::parse(request.body);
  Hook hook;
  hook.path = request.path;
  hook.id = id;
  hook.type = body["type"].text();
  hook.payment = body["data"]["id"].text();
  hook.status = body["data"]["status"].text();
  hook.sequence = body["sequence"].integer().value_or(0);
  hook.body = request.body;
  hook.genuine = signed_by(kHookSecret, id, timestamp, request.body, signatures) &&
                 fresh(timestamp) && body["id"].text() == id;
  return hook;
}

}  // namespace

Hooks::Hooks() {
  auto started = http::Server::start({}, [this](const http::Request& r) { return receive(r); });
  REQUIRE(started.has_value());
  server_ = std::move(*started);
}

Hooks::~Hooks() { release(); }

string Hooks::url(const string& path) const {
  return "http://127.0.0.1:" + std::to_string(server_->port()) + path;
}

void Hooks::answer_with(const string& path, std::deque<int> statuses) {
  const std::lock_guard lock(mutex_);
  answers_[path] = std::move(statuses);
}

void Hooks::hang(const string& path) {
  const std::lock_guard lock(mutex_);
  hanging_.insert(path);
}

void Hooks::release() {
  const std::lock_guard lock(mutex_);
  hanging_.clear();
  changed_.notify_all();
}

http::Response Hooks::receive(const http::Request& request) {
  Hook hook = read(request);
  std::unique_lock lock(mutex_);
  std::deque<int>& answers = answers_[hook.path];
  hook.answered = answers.empty() ? 200 : answers.front();
  if (!answers.empty()) answers.pop_front();
  http::Response response;
  response.status = hook.answered;
  const string path = hook.path;
  got_.push_back(std::move(hook));
  changed_.notify_all();
  changed_.wait(lock, [&] { return !hanging_.contains(path); });
  return response;
}

std::vector<Hook> Hooks::of(const string& payment) {
  const std::lock_guard lock(mutex_);
  std::vector<Hook> out;
  std::copy_if(got_.begin(), got_.end(), std::back_inserter(out),
               [&](const Hook& hook) { return hook.payment == payment; });
  return out;
}

std::vector<Hook> Hooks::at(const string& path) {
  const std::lock_guard lock(mutex_);
  std::vector<Hook> out;
  std::copy_if(got_.begin(), got_.end(), std::back_inserter(out),
               [&](const Hook& hook) { return hook.path == path; });
  return out;
}

std::vector<Hook> Hooks::wait_for(const string& payment, const string& type) {
  std::unique_lock lock(mutex_);
  const auto is_it = [&](const Hook& h) { return h.payment == payment && h.type == type; };
  changed_.wait_for(lock, kPatience, [&] { return std::any_of(got_.begin(), got_.end(), is_it); });
  lock.unlock();
  return of(payment);
}

bool Hooks::wait_at(const string& path, std::size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] {
    return std::count_if(got_.begin(), got_.end(), [&](const Hook& hook) {
             return hook.path == path;
           }) >= static_cast<std::ptrdiff_t>(count);
  });
}

}  // namespace wesel::journeys
