// Metamorphic relations: each input runs twice, as it is and transformed. A scenario's text; the
// relation is the one at its head, or one that its own octets choose.
#include "starzero/driver/judged_run.hpp"
#include "support/report.hpp"
#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

namespace {

using namespace starzero;

std::uint64_t seed_of(const std::uint8_t* data, std::size_t size) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (std::size_t i = 0; i < size; ++i) hash = (hash ^ data[i]) * 0x100000001b3ULL;
    return hash;
}

std::vector<const invariants::Invariant*> relations() {
    std::vector<const invariants::Invariant*> list;
    for (const auto& invariant : invariants::catalogue()) {
        if (invariant.kind() == invariants::Kind::relation) list.push_back(&invariant);
    }
    return list;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto all = relations();
    auto scenario = targets::read_input(data, size);
    scenario::SeededChoices drawn(seed_of(data, size));
    const auto* relation = scenario.relation
                               ? invariants::find_invariant(scenario.relation->id)
                               : all[drawn.pick(static_cast<std::uint32_t>(all.size()))];
    if (relation == nullptr || relation->transform == nullptr) return 0;
    scenario::ListChoices told(scenario.relation
                                   ? std::span<const std::uint32_t>(scenario.relation->choices)
                                   : std::span<const std::uint32_t>{});
    scenario::Choices& choices = scenario.relation ? static_cast<scenario::Choices&>(told) : drawn;
    std::vector<std::uint32_t> taken;
    const auto findings = driver::run_relation(*relation, scenario, choices, taken);
    if (findings.empty()) return 0;
    scenario.relation = {std::string(relation->id), taken};
    targets::report(findings, scenario);
}
