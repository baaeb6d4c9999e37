#include "starzero/driver/foreign_run.hpp"

#include "starzero/invariants/asked.hpp"
#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/sut/run.hpp"

namespace starzero::driver {

namespace {

constexpr std::size_t events_most = 12;

// What a registrar behind the C interface can be told. A restart that it does not make would be one
// for the judge.
bool is_known(const scenario::Event& event) {
    using scenario::EventKind;
    switch (event.kind) {
        case EventKind::send:
        case EventKind::flow:
        case EventKind::close:
        case EventKind::advance: return true;
        default: return false;
    }
}

}  // namespace

JudgedRun run_foreign(sut::Foreign& system, scenario::Scenario scenario,
                      invariants::Statistics* statistics, bool stop_at_first) {
    using namespace invariants;
    scenario.policy = system.policy();
    std::erase_if(scenario.events, [](const scenario::Event& event) { return !is_known(event); });
    const unsigned available = wire | log | (system.shows_holdings() ? unsigned{held} : 0U);
    JudgedRun judged;
    Checker checker(scenario.policy, statistics, available);
    judged.transcript = sut::run(system, scenario, [&](const scenario::Entry& entry) {
        for (auto& finding : checker.step(entry)) {
            if (!is_asked(*finding.invariant) || is_own_decision(*finding.invariant, entry))
                continue;
            judged.findings.push_back(std::move(finding));
        }
        return !stop_at_first || judged.findings.empty();
    });
    return judged;
}

scenario::Scenario foreign_input(const sut::Foreign& system, std::string_view octets) {
    if (octets.starts_with(scenario::first_line)) {
        scenario::Scenario scenario = scenario::read_scenario(octets);
        if (scenario.events.size() > events_most) scenario.events.resize(events_most);
        return scenario;
    }
    scenario::ByteChoices choices(octets);
    return scenario::Generator::plain(choices, system.policy(), events_most);
}

}  // namespace starzero::driver
