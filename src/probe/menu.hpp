// What a registrar is asked, and in which order. First what every one should be asked: single
// requests under a fresh address-of-record that are known to trouble registrars, before anything is
// left to chance.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "starzero/scenario/event.hpp"

namespace starzero::probe {

std::vector<scenario::Scenario> menu();

// What becomes of intervals that end, each kind in one scenario, so that there is one wait for all.
// Nothing for a server that grants none so short.
std::optional<scenario::Scenario> waiting(const model::Policy& policy);

// The menu, one wait, and behind them scenarios without end.
class Programme {
public:
    Programme(std::uint64_t seed, unsigned events_most)
        : menu_(menu()), seed_(seed), events_most_(events_most) {}

    scenario::Scenario next(const model::Policy& policy);
    std::uint64_t given() const noexcept { return given_; }

private:
    std::vector<scenario::Scenario> menu_;
    std::uint64_t seed_;
    unsigned events_most_;
    std::uint64_t given_ = 0;
    bool has_waited_ = false;
    std::uint64_t drawn_ = 0;
};

}  // namespace starzero::probe
