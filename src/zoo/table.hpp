// What the results say of each fault.
#pragma once

#include <string>
#include <vector>

#include "starzero/zoo/fault.hpp"
#include "starzero/zoo/results.hpp"

namespace starzero::zoo {

// One driver on one fault over all seeds.
struct Cell {
    std::string driver;
    unsigned runs = 0, kills = 0;
    unsigned broken = 0;  // runs of which nothing can be said; among the others they are not
    // Median of all runs; one that found nothing counts with all that it ran. 0: the driver does
    // not say how many led to a kill.
    std::uint64_t executions = 0;
    std::string rule;      // that fell most often
    bool by_rule = false;  // at least one of them by an invariant
};

struct Row {
    std::string fault;
    std::vector<Cell> cells;
    std::vector<std::string> unexpected;  // rules that fell and are not in expects
    bool known = false;                   // killed by its own scenario
    bool by_target = false, by_property = false;
    bool by_rule = false;  // else a sanitizer or an assertion alone
    bool expected_found = false;
    std::uint64_t executions = 0;  // of the steadiest target or property; 0 where none counted
    bool found() const noexcept { return by_target || by_property; }
};

Row row_of(const Fault& fault, const std::vector<Result>& results);

// Of those of a kind ("target.") that found it the one with the largest share of its runs, and of
// equals the quickest; nullptr if none did.
const Cell* steadiest(const Row& row, std::string_view kind);

// The mean of the middle two where they are an even number; 0 of none.
std::uint64_t median(std::vector<std::uint64_t> numbers);

// Of each fault, driver and seed the last result: on what it hung then is what it hangs on now.
std::vector<Result> newest(const std::vector<Result>& results);

}  // namespace starzero::zoo
