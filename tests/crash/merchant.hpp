// The merchant under load: several clients who order, repeat, look, refresh, cancel and change the
// method while the engine dies under them, and who write down all that they were answered.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "crash/books.hpp"
#include "crash/chance.hpp"
#include "journeys/installation.hpp"

namespace wesel::crash {

// What the customer may pay: shown to the merchant and waiting.
struct Payable {
  std::string provider, reference;
};

struct Method {
  const char *type, *channel;
};

class Merchant {
 public:
  Merchant(journeys::Installation& wesel, std::uint64_t seed);
  ~Merchant();

  void work();  // from now on, until rest()
  void rest();  // and forgets what the clients were at
  // Every order that was never answered, once more, as one does who was cut off; how many are left.
  std::size_t ask_again();
  std::optional<Payable> take_payable();
  std::map<std::string, Answered> book() const;

 private:
  struct Sent {
    std::string reference, body, id;
    http::Fields fields;
    bool out = false;  // a payout
  };
  struct Client {
    Chance chance;
    int number = 0, orders = 0;
    std::vector<Sent> sent;
  };

  void run(const std::stop_token& stop, Client& client);
  void act(Client& client);
  void order(Client& client);
  void pay_out(Client& client);
  const Sent& send_first(Client& client, Sent first);
  void quarrel(Client& client, const Sent& sent);
  // `alone`: nobody else asks for anything of this payment meanwhile, so answers come in order.
  void send(Sent& sent, bool alone);
  void choose(const Sent& sent, const Method& choice, bool alone);
  void cancel(const Sent& sent, bool alone);
  void note(const std::string& reference, const journeys::Reply& reply, bool alone);

  journeys::Installation& wesel_;
  std::vector<Client> clients_;
  mutable std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::map<std::string, Answered> book_;
  std::map<std::string, Sent> unanswered_;
  std::vector<Payable> payable_;
  std::vector<std::jthread> threads_;
};

}  // namespace wesel::crash
