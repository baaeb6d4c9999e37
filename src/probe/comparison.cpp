#include "starzero/probe/comparison.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "starzero/probe/carried_parts.hpp"
#include "starzero/probe/cause.hpp"
#include "starzero/scenario/minimiser.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/message.hpp"

namespace starzero::probe {

namespace {

using scenario::Entry;
using scenario::Scenario;
using sip::HeaderId;

constexpr std::string_view log_mark = "log: ";
constexpr std::int64_t seconds_apart = 2;

// One listed contact; params without expires, which is compared as a number.
struct Listed {
    std::string uri;
    std::string q;
    std::int64_t expires = -1;
};

// What a client acts on.
struct Seen {
    int status = 0;
    std::size_t answers = 0;
    std::vector<Listed> contacts;
    std::string rows;
    std::string loudest;
};

std::vector<Listed> listed_in(const sip::Message& message) {
    sip::ContactList list;
    for (const sip::HeaderRow& row : message.rows) {
        if (row.id == HeaderId::contact) {
            (void)sip::parse_contact_row(row.value, list, sip::accepted_text);
        }
    }
    std::vector<Listed> contacts;
    for (const sip::Contact& contact : list.contacts) {
        Listed& listed = contacts.emplace_back();
        listed.uri = contact.value.uri.text;
        if (const auto q = sip::qvalue_of(contact); q && *q) listed.q = std::to_string(int{**q});
        const sip::Interval interval = sip::interval_of(contact);
        if (interval.form == sip::Interval::Form::given) listed.expires = interval.seconds;
    }
    std::ranges::sort(contacts, {}, &Listed::uri);
    return contacts;
}

Seen seen_in(const Entry& entry) {
    Seen seen;
    seen.answers = entry.responses.size();
    const auto loudest = std::ranges::max_element(entry.logs, {}, &model::LogRecord::level);
    if (loudest != entry.logs.end() && loudest->level >= model::Level::warn) {
        seen.loudest = cause_of("logged as: " + loudest->text);
    }
    if (entry.responses.empty()) return seen;
    const auto parsed = sip::parse_message(entry.responses.back().octets, sip::Framing::datagram,
                                           sip::accepted_text);
    seen.status = parsed.message.start.status;
    seen.contacts = listed_in(parsed.message);
    constexpr std::array<HeaderId, 4> acted_on{HeaderId::min_expires, HeaderId::unsupported,
                                               HeaderId::require, HeaderId::path};
    for (const HeaderId id : acted_on) {
        for (const sip::HeaderRow& row : parsed.message.rows) {
            if (row.id != id) continue;
            seen.rows.append(sip::header_name(id)).append(": ").append(row.value).append("; ");
        }
    }
    return seen;
}

std::string listing_difference(const std::vector<Listed>& a, const std::vector<Listed>& b) {
    if (a.size() != b.size()) {
        return "lists " + std::to_string(a.size()) + " contacts, " + std::to_string(b.size());
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].uri != b[i].uri) return "lists other contacts";
        if (a[i].q != b[i].q) return "lists another q";
        if (std::abs(a[i].expires - b[i].expires) > seconds_apart) {
            return "grants " + std::to_string(a[i].expires) + " s, " +
                   std::to_string(b[i].expires) + " s";
        }
    }
    return {};
}

std::string status_text(const Seen& seen) {
    return seen.answers == 0 ? "nothing" : std::to_string(seen.status);
}

}  // namespace

std::string difference_of(const Entry& left, const Entry& right) {
    const Seen a = seen_in(left);
    const Seen b = seen_in(right);
    if (a.status != b.status) return "answers " + status_text(a) + ", " + status_text(b);
    if (a.answers != b.answers) {
        return std::to_string(a.answers) + " answers, " + std::to_string(b.answers);
    }
    if (auto text = listing_difference(a.contacts, b.contacts); !text.empty()) return text;
    if (a.rows != b.rows) {
        const auto shown = [](const std::string& rows) { return rows.empty() ? "none" : rows; };
        return "says " + shown(a.rows) + " / " + shown(b.rows);
    }
    if (a.loudest != b.loudest) {
        const auto shown = [](const std::string& line) { return line.empty() ? "nothing" : line; };
        return std::string(log_mark) + shown(a.loudest) + " / " + shown(b.loudest);
    }
    return {};
}

Comparison::Comparison(live::LiveSystem& left, live::LiveSystem& right, model::SharedPolicy policy,
                       Options options)
    : left_(left),
      right_(right),
      policy_(std::move(policy)),
      options_(options),
      programme_(options.seed, options.events) {}

// A difference of behaviour anywhere goes before one of the log: it is the graver, and may be what
// the log line was about.
Comparison::Pair Comparison::play(const Scenario& scenario) {
    Pair pair;
    left_.start(policy_);
    right_.start(policy_);
    for (std::size_t i = 0; i < scenario.events.size(); ++i) {
        pair.left.entries.push_back(left_.apply(scenario.events[i]));
        pair.right.entries.push_back(right_.apply(scenario.events[i]));
        const std::string cause =
            difference_of(pair.left.entries.back(), pair.right.entries.back());
        const bool log = cause.starts_with(log_mark);
        if (cause.empty() || (log && !pair.cause.empty())) continue;
        pair.cause = cause;
        pair.event = i;
        if (!log) break;
    }
    return pair;
}

Scenario Comparison::smallest(const Scenario& scenario, const Pair& pair) {
    Scenario best = scenario;
    best.events.resize(pair.event + 1);
    const auto shows = [&](const Scenario& candidate) {
        return play(candidate).cause == pair.cause;
    };
    Scenario alone = best;
    alone.events = {best.events.back()};
    if (shows(alone)) best = std::move(alone);
    const auto parts = carried_parts(best);
    const auto question = [&](const Scenario& candidate) {
        return carries(candidate, parts) && shows(candidate);
    };
    return scenario::minimise(best, question, options_.minimise_tries).scenario;
}

void Comparison::take(const Scenario& scenario, const Pair& pair) {
    const auto known = std::ranges::find(differences_, pair.cause, &Difference::cause);
    if (known != differences_.end()) {
        ++known->seen;
        return;
    }
    Difference difference;
    difference.cause = pair.cause;
    difference.only_log = pair.cause.starts_with(log_mark);
    difference.seen = 1;
    difference.scenario = smallest(scenario, pair);
    for (unsigned i = 0; i < Difference::repeats_asked; ++i) {
        Pair again = play(difference.scenario);
        difference.repeats += again.cause == pair.cause ? 1U : 0U;
        difference.left = std::move(again.left);
        difference.right = std::move(again.right);
    }
    if (difference.repeats != 0) differences_.push_back(std::move(difference));
}

void Comparison::run(live::Clock::time_point deadline, const std::function<bool()>& enough) {
    while (live::Clock::now() < deadline && !enough()) {
        const Scenario scenario = programme_.next(policy_);
        const Pair pair = play(scenario);
        if (!pair.cause.empty()) take(scenario, pair);
    }
}

}  // namespace starzero::probe
