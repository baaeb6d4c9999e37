#include "starzero/sut/run.hpp"

namespace starzero::sut {

scenario::Transcript run(SystemUnderTest& system, const scenario::Scenario& scenario,
                         const Observer& observer) {
    scenario::Transcript transcript{scenario.policy, {}};
    transcript.entries.reserve(scenario.events.size());
    system.start(scenario.policy);
    for (const scenario::Event& event : scenario.events) {
        transcript.entries.push_back(system.apply(event));
        if (observer && !observer(transcript.entries.back())) break;
    }
    return transcript;
}

}  // namespace starzero::sut
