// One turn of the loop on somebody else's registrar: only the rules that are asked of others.
#pragma once

#include "starzero/driver/judged_run.hpp"
#include "starzero/sut/foreign.hpp"

namespace starzero::driver {

// Under the registrar's own policy, whatever the scenario says.
JudgedRun run_foreign(sut::Foreign& system, scenario::Scenario scenario,
                      invariants::Statistics* statistics = nullptr, bool stop_at_first = false);

// An input of a fuzzing engine: a scenario's text, or else octets that choose a plain scenario.
scenario::Scenario foreign_input(const sut::Foreign& system, std::string_view octets);

}  // namespace starzero::driver
