// The whole measurement: each mutant made, each driver sent after it, on as many cores as are
// given.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "starzero/zoo/driver.hpp"
#include "starzero/zoo/results.hpp"
#include "starzero/zoo/workshop.hpp"

namespace starzero::zoo {

struct HuntOptions {
    std::vector<Driver> drivers;
    std::vector<std::uint64_t> seeds{1};
    Budget budget;
    unsigned jobs = 2;
    // When a mutant is done with: every driver has looked with every seed, a target and a property
    // have found it (those then show with the other seeds how steadily), or anything has.
    enum class Until : std::uint8_t { all, both, first };
    Until until = Until::all;
    // Afterwards each driver that found nothing, most often because others had been quicker, is
    // sent after one mutant after the other until it finds one.
    bool idle_too = false;
};

struct Progress {
    std::size_t done = 0, all = 0;  // mutants
    std::size_t runs = 0;
    std::string now;  // mutant and driver that were begun last
};

// One that could not be made, with what was said.
struct Unmade {
    std::string id, why;
    bool refused = false;  // the compiler does not take it; else making it failed
    bool operator==(const Unmade&) const = default;
};

struct Bag {
    std::vector<Result> results;  // all that this hunt asked for, measured now or before
    std::vector<Unmade> unmade;
};

// What is already there of the same mutant, driver, inputs, seed and budget is not measured again.
// told is called now and then from one of the workers, one at a time; false from it ends the hunt
// after the runs that have begun. Throws FaultError where results cannot be kept.
Bag hunt(const std::vector<Specimen>& specimens, const Workshop& workshop, const Bench& bench,
         const HuntOptions& options, Results& results,
         const std::function<bool(const Progress&)>& told);

// The healthy core under every driver with the first seed and ten times the budget: nothing may be
// found. As a fault of the name healthy.
Bag hunt_healthy(const Workshop& workshop, const Bench& bench, const HuntOptions& options,
                 Results& results, const std::function<bool(const Progress&)>& told);

}  // namespace starzero::zoo
