#include "starzero/invariants/asked.hpp"

#include <algorithm>
#include <array>

namespace starzero::invariants {

namespace {

// From the wire alone, and the same for every registrar whatever its policy.
constexpr std::array<std::string_view, 33> asked{
    "O-01",
    "O-02",
    "P-13",
    "S-01h",
    "S-02h",
    "S-24",
    "R3261-10.2.4-2",
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
    "R3261-18.3-4",
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

bool is_own_decision(const Invariant& rule, const scenario::Entry& entry) {
    if (entry.responses.empty()) return false;
    const std::string& octets = entry.responses.back().octets;
    const auto is = [&](std::string_view status) { return octets.starts_with(status); };
    const bool redirects = is("SIP/2.0 3");
    if (rule.id == "S-24") return redirects || is("SIP/2.0 485 ");  // table 2 has Contact there
    return rule.id.starts_with("R3261-10.3-") &&
           (redirects || is("SIP/2.0 401 ") || is("SIP/2.0 403 ") || is("SIP/2.0 407 ") ||
            is("SIP/2.0 480 ") || is("SIP/2.0 503 "));
}

Gravity gravity_of(const Invariant& invariant) {
    switch (invariant.strength) {
        case Strength::must: return Gravity::fault;
        case Strength::should: return Gravity::warning;
        case Strength::policy: break;
    }
    return Gravity::remark;
}

std::string_view to_string(Gravity gravity) noexcept {
    constexpr std::array<std::string_view, 3> words{"fault", "warning", "remark"};
    return words[static_cast<std::size_t>(gravity)];
}

}  // namespace starzero::invariants
