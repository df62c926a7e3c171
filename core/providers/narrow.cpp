#include "providers/narrow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace wesel {

using std::string;

namespace {

class Narrowing {
 public:
  Narrowing(const Description& description, const AccountConfig& account, Mode mode,
            const string& local_time, std::vector<Problem>& problems)
      : description_(description),
        account_(account),
        mode_(mode),
        timezone_(local_time),
        problems_(problems) {}

  std::vector<Offer> everything() const {
    std::vector<Offer> out;
    for (const Capability& capability : description_.capabilities)
      if (capability.serves(mode_) && capability.offer.channel != "*")
        out.push_back(capability.offer);
    return out;
  }

  std::vector<Offer> listed() {
    for (const MethodConfig& method : account_.methods) add(method);
    return std::move(offers_);
  }

 private:
  void wrong(const Place& place, string message) {
    problems_.push_back({Severity::error, place, std::move(message)});
  }

  void add(const MethodConfig& method) {
    const std::vector<const Offer*> wide = matching(method);
    if (wide.empty()) return wrong(method.type.place, not_offered(method));
    if (!one_currency(method, wide)) return;
    if (method.channels.empty()) return add_all(method, wide);
    for (const ChannelConfig& channel : method.channels) add_channel(method, channel, wide);
  }

  std::vector<const Offer*> matching(const MethodConfig& method) const {
    std::vector<const Offer*> out;
    for (const Capability& capability : description_.capabilities) {
      const Offer& offer = capability.offer;
      if (capability.serves(mode_) && name(offer.kind) == method.kind &&
          offer.method == *method.type &&
          (!method.currency || offer.currency.text() == **method.currency))
        out.push_back(&offer);
    }
    return out;
  }

  string not_offered(const MethodConfig& method) const {
    std::set<string> there;
    for (const Capability& capability : description_.capabilities)
      if (capability.serves(mode_))
        there.insert(fmt::format("{} {} in {}", name(capability.offer.kind),
                                 capability.offer.method, capability.offer.currency.text()));
    return fmt::format("{} offers no {} {}{} in mode {}; it offers {}", description_.id,
                       method.kind, *method.type, method.currency ? " in " + **method.currency : "",
                       name(mode_),
                       there.empty() ? "nothing" : fmt::format("{}", fmt::join(there, ", ")));
  }

  // Figures need to know their currency.
  bool one_currency(const MethodConfig& method, const std::vector<const Offer*>& wide) {
    const bool figures = method.amount.min || method.amount.max || method.fee.fixed;
    const bool several = std::any_of(wide.begin(), wide.end(), [&](const Offer* offer) {
      return !(offer->currency == wide.front()->currency);
    });
    if (figures && several)
      wrong(method.place,
            fmt::format("{} is offered in several currencies; add currency = \"…\"", *method.type));
    return !(figures && several);
  }

  void add_all(const MethodConfig& method, const std::vector<const Offer*>& wide) {
    bool any = false;
    for (const Offer* offer : wide) {
      if (offer->channel == "*") continue;
      keep(method, *offer, method.place);
      any = true;
    }
    if (!any)
      wrong(method.place, fmt::format("{} needs channels = [\"…\"]: which there are depends on the "
                                      "contract with the provider",
                                      *method.type));
  }

  void add_channel(const MethodConfig& method, const ChannelConfig& channel,
                   const std::vector<const Offer*>& wide) {
    std::set<string> there;
    bool any = false;
    for (const Offer* offer : wide) {
      there.insert(offer->channel.empty() ? "none" : offer->channel);
      if (offer->channel != channel.name && (offer->channel != "*" || named(channel, *offer, wide)))
        continue;
      Offer out = *offer;
      out.channel = channel.name;
      out.channel_code = !channel.provider_code.empty() ? channel.provider_code
                         : offer->channel == "*"        ? channel.name
                                                        : offer->channel_code;
      keep(method, out, channel.place);
      any = true;
    }
    if (!any)
      wrong(channel.place, fmt::format("{} has no channel {} for {}; it has {}", description_.id,
                                       channel.name, *method.type, fmt::join(there, ", ")));
  }

  // Whether the plugin names the channel itself beside its "*".
  static bool named(const ChannelConfig& channel, const Offer& star,
                    const std::vector<const Offer*>& wide) {
    return std::any_of(wide.begin(), wide.end(), [&](const Offer* offer) {
      return offer->channel == channel.name && offer->currency == star.currency;
    });
  }

  void keep(const MethodConfig& method, Offer offer, const Place& place) {
    intersect(method, offer);
    offer.fee = fee(method, offer.currency);
    offer.hours = hours(method);
    if (!method.enabled) return;
    const auto same = [&](const Offer& other) {
      return other.kind == offer.kind && other.method == offer.method &&
             other.channel == offer.channel && other.currency == offer.currency;
    };
    if (std::any_of(offers_.begin(), offers_.end(), same))
      return wrong(place, fmt::format("{} {} is listed twice", offer.method, offer.channel));
    offers_.push_back(std::move(offer));
  }

  std::optional<Money> amount(const std::optional<Text>& text, const Currency& currency) {
    if (!text) return std::nullopt;
    const auto money = parse_money(**text, currency);
    if (money) return *money;
    wrong(text->place,
          fmt::format("{} is no amount of {}: {}", **text, currency.text(), money.error().message));
    return std::nullopt;
  }

  void intersect(const MethodConfig& method, Offer& offer) {
    const auto least = amount(method.amount.min, offer.currency);
    const auto most = amount(method.amount.max, offer.currency);
    if (least && (!offer.minimum || least->minor > offer.minimum->minor)) offer.minimum = least;
    if (most && (!offer.maximum || most->minor < offer.maximum->minor)) offer.maximum = most;
    if (offer.minimum && offer.maximum && offer.minimum->minor > offer.maximum->minor)
      wrong(method.place,
            fmt::format("no amount is left for {} {}: at least {} and at most {}", offer.method,
                        offer.channel, offer.minimum->text(), offer.maximum->text()));
  }

  std::optional<Fee> fee(const MethodConfig& method, const Currency& currency) {
    if (!method.fee.fixed && !method.fee.percent) return std::nullopt;
    Fee out;
    out.fixed.currency = currency;
    if (method.fee.fixed && method.fee.fixed->value.find_first_not_of("0.") != string::npos)
      out.fixed = amount(method.fee.fixed, currency).value_or(out.fixed);
    if (method.fee.percent) out.percent_micro = micro(*method.fee.percent);
    return out;
  }

  // "0.99" percent is 990'000 millionths of a percent.
  std::int64_t micro(const Text& percent) {
    constexpr Currency kMillionths{{"XXX"}, 6};
    if (percent->find_first_not_of("0.") == string::npos) return 0;
    const auto parsed = parse_money(*percent, kMillionths);
    if (parsed && parsed->minor <= 100'000'000) return parsed->minor;
    wrong(percent.place, fmt::format("{} is no percentage; write \"0.99\"", *percent));
    return 0;
  }

  std::optional<OpenHours> hours(const MethodConfig& method) const {
    if (!method.available) return std::nullopt;
    OpenHours out;
    for (std::size_t day = 0; day < out.days.size(); ++day)
      out.days[day] = (method.available->days >> day) & 1;
    out.from_minute = method.available->from_minute;
    out.until_minute = method.available->to_minute;
    out.timezone = method.available->timezone.empty() ? timezone_ : method.available->timezone;
    return out;
  }

  const Description& description_;
  const AccountConfig& account_;
  const Mode mode_;
  const string& timezone_;
  std::vector<Problem>& problems_;
  std::vector<Offer> offers_;
};

}  // namespace

std::vector<Offer> narrow(const Description& description, const AccountConfig& account, Mode mode,
                          const string& local_time, std::vector<Problem>& problems) {
  Narrowing narrowing(description, account, mode, local_time, problems);
  return account.methods.empty() ? narrowing.everything() : narrowing.listed();
}

}  // namespace wesel
