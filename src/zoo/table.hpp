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
    std::uint64_t executions = 0;  // to the kill, median of the kills
    std::string rule;              // that fell most often
    bool by_rule = false;          // at least one of them by an invariant
};

struct Row {
    std::string fault;
    std::vector<Cell> cells;
    std::vector<std::string> unexpected;  // rules that fell and are not in expects
    bool known = false;                   // killed by its own scenario
    bool by_target = false, by_property = false;
    bool by_rule = false;  // else a sanitizer or an assertion alone
    bool expected_found = false;
    std::uint64_t executions = 0;  // of the quickest target or property
    bool found() const noexcept { return by_target || by_property; }
};

Row row_of(const Fault& fault, const std::vector<Result>& results);

// Results that were measured on anything but the newest fingerprint of their fault and driver go.
std::vector<Result> newest(std::vector<Result> results);

}  // namespace starzero::zoo
