// What the tests of the relations share: a scenario where one applies and holds, the same with the
// transformed run spoilt, and one that it has nothing to say of.
#pragma once

#include "starzero/invariants/judge_case.hpp"

namespace starzero::invariants {

// Every answer becomes another and every binding is lost.
void spoil_all(scenario::Transcript& transcript);

// With some seed the relation must apply; then the spoilt right side must break it.
void check_relation(const char* id, const scenario::Scenario& holds,
                    const scenario::Scenario& silent, const Spoil& spoil = spoil_all);

}  // namespace starzero::invariants
