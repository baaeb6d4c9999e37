#include "support.hpp"

#include <fstream>
#include <iterator>

#include "starzero/invariants/response_facts.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/sut/reference.hpp"

namespace starzero::properties {

invariants::Statistics& statistics() {
    static invariants::Statistics all;
    return all;
}

std::string statistics_summary() {
    std::string silent;
    std::size_t applied = 0;
    std::size_t asked = 0;
    for (const auto& invariant : invariants::catalogue()) {
        const auto& tally = statistics().of(invariant);
        if (tally.holds + tally.violated + tally.not_applicable == 0) continue;
        ++asked;
        if (tally.holds + tally.violated != 0) ++applied;
        else silent += " " + std::string(invariant.id);
    }
    if (asked == 0) return {};
    return std::to_string(applied) + " of " + std::to_string(asked) + " rules applied" +
           (silent.empty() ? "" : "; never:" + silent) + "\n";
}

scenario::Transcript demand_all_rules(const scenario::Scenario& scenario) {
    sut::Reference reference;
    auto judged = driver::run_judged(reference, scenario, &statistics(), true);
    if (!judged.findings.empty()) {
        RC_FAIL(to_line(judged.findings.front()) + "\n" + print_scenario(scenario));
    }
    return std::move(judged.transcript);
}

void demand_relation(std::string_view id, const scenario::Scenario& scenario,
                     scenario::Choices& choices) {
    const auto* relation = invariants::find_invariant(id);
    RC_ASSERT(relation != nullptr && relation->transform != nullptr);
    std::vector<std::uint32_t> taken;
    const auto findings = driver::run_relation(*relation, scenario, choices, taken, &statistics());
    if (findings.empty()) return;
    auto broken = scenario;
    broken.relation = {std::string(id), taken};
    RC_FAIL(to_line(findings.front()) + "\n" + print_scenario(broken));
}

scenario::Event send(const scenario::RegisterMessage& message) {
    scenario::Event event;
    event.subject = "A";
    event.octets = message.octets();
    return event;
}

scenario::Event send_at(model::Millis at, const scenario::RegisterMessage& message) {
    scenario::Event event = send(message);
    event.at = at;
    return event;
}

std::string octets_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    BOOST_TEST_REQUIRE(file.good(), path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

int status_of(const scenario::Entry& entry) {
    if (entry.responses.empty()) return 0;
    return invariants::read_response(entry.responses[0].octets).status;
}

std::size_t listed(const scenario::Entry& entry) {
    if (entry.responses.empty()) return 0;
    return invariants::read_response(entry.responses[0].octets).contacts.contacts.size();
}

}  // namespace starzero::properties
