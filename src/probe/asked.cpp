#include "starzero/probe/asked.hpp"

#include <algorithm>
#include <array>

namespace starzero::probe {

namespace {

using invariants::Invariant;

// From the wire alone, and the same for every registrar whatever its policy.
constexpr std::array<std::string_view, 29> asked{
    "O-01",
    "O-02",
    "P-13",
    "S-24",
    "R3261-10.3-0b",
    "R3261-10.3-0e",
    "R3261-10.3-6b",
    "R3261-10.3-6c",
    "R3261-10.3-6d",
    "R3261-10.3-6h",
    "R3261-10.3-6i",
    "R3261-10.3-7f",
    "R3261-10.3-7g",
    "R3261-10.3-7k",
    "R3261-10.3-7l",
    "R3261-10.3-7n",
    "R3261-10.3-7p",
    "R3261-10.3-8a",
    "R3261-10.3-8c",
    "R3261-10.3-8e",
    "R3261-25-1",
    "R3261-8.1.1-1",
    "R3261-8.2-1b",
    "R3261-8.2.2.3-2",
    "R3261-8.2.4-1",
    "R3261-8.2.6-1",
    "R3261-8.2.6.2-1",
    "R3261-8.2.6.2-2",
    "R3261-8.2.6.2-3",
};

}  // namespace

bool is_asked(const Invariant& invariant) {
    return std::ranges::find(asked, invariant.id) != asked.end();
}

Gravity gravity_of(const Invariant& invariant) {
    switch (invariant.strength) {
        case invariants::Strength::must: return Gravity::fault;
        case invariants::Strength::should: return Gravity::warning;
        case invariants::Strength::policy: break;
    }
    return Gravity::remark;
}

std::string_view to_string(Gravity gravity) noexcept {
    constexpr std::array<std::string_view, 3> words{"fault", "warning", "remark"};
    return words[static_cast<std::size_t>(gravity)];
}

}  // namespace starzero::probe
