#include "starzero/driver/preloaded.hpp"

#include "starzero/scenario/register_message.hpp"

namespace starzero::driver {

namespace {

// Three bindings of alice, one of bob; the domains are those of the seeds and of bench/.
scenario::Scenario usual_bindings() {
    scenario::Scenario scenario;
    scenario.policy.edit([](model::Policy& p) {
        p.domains = {"example.net", "reg.example.net", "example.com", "[2001:db8::10]"};
    });
    int serial = 0;
    const auto bind = [&](const char* user, std::vector<std::string> contacts) {
        scenario::RegisterMessage message;
        const std::string uri = std::string("<sip:") + user + "@example.net>";
        message.request_uri = "sip:example.net";
        message.to = uri;
        message.from = uri + ";tag=p" + std::to_string(serial);
        message.call_id = "preloaded-1";
        message.branch = "z9hG4bKpre" + std::to_string(serial);
        message.cseq = static_cast<std::uint64_t>(++serial);
        message.contacts = std::move(contacts);
        scenario::Event event;
        event.subject = "A";
        event.octets = message.octets();
        scenario.events.push_back(std::move(event));
    };
    bind("alice", {"<sip:alice@192.0.2.7:5060>;q=0.5", "<sip:alice@192.0.2.7>;expires=60",
                   "\"A\" <sip:alice@192.0.2.8;x=1>;m=1"});
    bind("bob", {"<sip:bob@192.0.2.9>"});
    // Restarted, so that no transaction of these is left, as the prepared store has none.
    scenario::Event restart;
    restart.kind = scenario::EventKind::restart;
    scenario.events.push_back(std::move(restart));
    return scenario;
}

}  // namespace

Preloaded::Preloaded() : Preloaded(usual_bindings()) {}

Preloaded::Preloaded(scenario::Scenario scenario)
    : scenario_(std::move(scenario)), checker_(scenario_.policy) {
    prepared_.start(scenario_.policy);
    for (const auto& event : scenario_.events) checker_.step(prepared_.apply(event));
}

std::optional<invariants::Finding> Preloaded::judge_one(const scenario::Event& event) const {
    sut::Reference reference;
    reference.start_like(scenario_.policy, prepared_);
    invariants::Checker checker = checker_;
    auto findings = checker.step(reference.apply(event));
    if (findings.empty()) return std::nullopt;
    return std::move(findings.front());
}

}  // namespace starzero::driver
