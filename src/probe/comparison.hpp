// The same scenarios on two servers, or on two versions of one: what differs in what they do, and
// what only in what they log. Knows no rule: what both do wrong is no difference.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "starzero/live/live_system.hpp"
#include "starzero/probe/menu.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::probe {

struct Difference {
    std::string cause;  // what differs, without what differs from one request to the next
    bool only_log = false;
    scenario::Scenario scenario;  // minimised
    scenario::Transcript left, right;
    std::uint64_t seen = 0;
    unsigned repeats = 0;  // of repeats_asked
    static constexpr unsigned repeats_asked = 3;
};

// What of an entry is compared: status, listing, the rows that a client acts on, the loudest log
// line from WARN up. Not: order, spelling, tags, texts, intervals that differ by two seconds.
// Empty if both are the same.
std::string difference_of(const scenario::Entry& left, const scenario::Entry& right);

class Comparison {
public:
    struct Options {
        std::uint64_t seed = 1;
        unsigned events = 8;
        unsigned minimise_tries = 60;
    };
    Comparison(live::LiveSystem& left, live::LiveSystem& right, model::SharedPolicy policy,
               Options options);

    // The menu, then generated scenarios. Throws live::Unreachable when one of both is gone.
    void run(live::Clock::time_point deadline, const std::function<bool()>& enough);

    const std::vector<Difference>& differences() const noexcept { return differences_; }
    std::uint64_t scenarios() const noexcept { return programme_.given(); }

private:
    struct Pair {
        scenario::Transcript left, right;
        std::string cause;  // of the first entry that differs; empty if none does
        std::size_t event = 0;
    };
    Pair play(const scenario::Scenario& scenario);
    scenario::Scenario smallest(const scenario::Scenario& scenario, const Pair& pair);
    void take(const scenario::Scenario& scenario, const Pair& pair);

    live::LiveSystem& left_;
    live::LiveSystem& right_;
    model::SharedPolicy policy_;
    Options options_;
    Programme programme_;
    std::vector<Difference> differences_;
};

}  // namespace starzero::probe
