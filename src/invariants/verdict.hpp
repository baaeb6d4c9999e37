// What a rule says of one entry of a transcript. "Not applicable" is an answer of its own: a
// rule that never applied has not been tested.
#pragma once

#include <cstdint>
#include <string>

namespace starzero::invariants {

enum class Outcome : std::uint8_t { not_applicable, holds, violated };

struct Verdict {
    Outcome outcome = Outcome::not_applicable;
    std::string explanation;  // of a violation: what was seen, and what should have been
};

inline Verdict not_applicable() { return {}; }
inline Verdict holds() { return {Outcome::holds, {}}; }
inline Verdict violated(std::string explanation) {
    return {Outcome::violated, std::move(explanation)};
}

// The explanation is only built when it is needed.
template <class Explain>
Verdict require(bool ok, Explain&& explain) {
    return ok ? holds() : violated(explain());
}

}  // namespace starzero::invariants
