// One turn of the loop: scenario, system, transcript, verdicts. What every driver calls.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "starzero/invariants/checker.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/scenario/transcript.hpp"
#include "starzero/sut/system.hpp"

namespace starzero::driver {

struct JudgedRun {
    scenario::Transcript transcript;
    std::vector<invariants::Finding> findings;
};

// Judges after every event; stops at the first broken rule if told so.
JudgedRun run_judged(sut::SystemUnderTest& system, const scenario::Scenario& scenario,
                     invariants::Statistics* statistics = nullptr, bool stop_at_first = false);

// One relation of the catalogue on the reference registrar, with fresh choices; the choices
// that were taken end up in taken.
std::vector<invariants::Finding> run_relation(const invariants::Invariant& relation,
                                              const scenario::Scenario& scenario,
                                              scenario::Choices& choices,
                                              std::vector<std::uint32_t>& taken,
                                              invariants::Statistics* statistics = nullptr);

// Everything that the file itself asks for: the judges, and the relation at its head if it has
// one. On the reference registrar.
JudgedRun run_file(const scenario::Scenario& scenario,
                   invariants::Statistics* statistics = nullptr);

// Does the scenario break this rule on the reference registrar?
bool breaks(const scenario::Scenario& scenario, std::string_view id);

// Every relation once, with choices drawn from a seed. The first broken one, and the scenario
// with that relation at its head.
struct BrokenScenario {
    scenario::Scenario scenario;
    invariants::Finding finding;
};
std::optional<BrokenScenario> run_relations(const scenario::Scenario& scenario, std::uint64_t seed,
                                            invariants::Statistics* statistics = nullptr);

}  // namespace starzero::driver
