#include "support/scenario_target.hpp"

#include "starzero/driver/judged_run.hpp"
#include "starzero/sut/reference.hpp"
#include "support/report.hpp"

namespace starzero::targets {

void set_extensions(scenario::Scenario& scenario, model::Extensions extensions) {
    const auto offer = [&](model::Policy& policy) { policy.extensions = extensions; };
    scenario.policy.edit(offer);
    for (scenario::Event& event : scenario.events) {
        if (event.kind != scenario::EventKind::reload) continue;
        event.policy.edit(offer);
    }
}

void judge_scenario(const scenario::Scenario& scenario) {
    sut::Reference reference;
    const auto judged = driver::run_judged(reference, scenario, nullptr, true);
    if (judged.findings.empty()) return;
    report(judged.findings, scenario, &judged.transcript);
}

void judge_with(const std::uint8_t* data, std::size_t size, model::Extensions extensions) {
    auto scenario = read_input(data, size);
    set_extensions(scenario, extensions);
    judge_scenario(scenario);
}

}  // namespace starzero::targets
