// One datagram against a registrar that knows some bindings: all judges of the catalogue.
// Raw octets; the bindings are those of preloaded() below, made once.
#include "starzero/driver/preloaded.hpp"
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const starzero::driver::Preloaded preloaded;
    starzero::scenario::Event event;
    event.subject = "A";
    event.octets = starzero::targets::as_text(data, size);
    if (const auto finding = preloaded.judge_one(event)) {
        auto scenario = preloaded.scenario();
        scenario.events.push_back(event);
        starzero::targets::report({&*finding, 1}, scenario);
    }
    return 0;
}
