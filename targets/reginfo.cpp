// Registration events there and back (R3680, S-25): two addresses-of-record are watched from the
// start, documents are read again and folded, and must give the bindings. A scenario's text.
#include <algorithm>

#include "support/scenario_target.hpp"

STARZERO_SCENARIO_MUTATOR

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto scenario = starzero::targets::read_input(data, size);
    for (const char* uri : {"sip:bob@example.com", "sip:alice@example.com"}) {
        starzero::scenario::Event watch;
        watch.kind = starzero::scenario::EventKind::subscribe;
        watch.subject = uri;
        scenario.events.insert(scenario.events.begin(), watch);
    }
    starzero::targets::judge_scenario(scenario);
    return 0;
}
