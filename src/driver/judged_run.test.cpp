#include "starzero/driver/judged_run.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/driver/preloaded.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/sut/reference.hpp"

using namespace starzero;
using namespace starzero::driver;

namespace {

// A system with one fault: it never answers a wildcard.
class Silent final : public sut::SystemUnderTest {
public:
    void start(const model::SharedPolicy& policy) override { behind_.start(policy); }
    scenario::Entry apply(const scenario::Event& event) override {
        auto entry = behind_.apply(event);
        if (event.octets.find("Contact: *") != std::string::npos) entry.responses.clear();
        return entry;
    }

private:
    sut::Reference behind_;
};

scenario::Scenario wildcard() {
    scenario::RegisterMessage message;
    message.contacts = {"*"};
    message.expires = "0";
    scenario::Event event;
    event.subject = "A";
    event.octets = message.octets();
    scenario::Scenario scenario;
    scenario.events = {event, event};
    return scenario;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_faulty_system_is_found_out) {
    Silent silent;
    const auto judged = run_judged(silent, wildcard(), nullptr, true);
    BOOST_TEST_REQUIRE(!judged.findings.empty());
    BOOST_TEST(judged.findings[0].invariant->id == "R3261-8.2-1");
    BOOST_TEST(judged.transcript.entries.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_reference_keeps_all_rules) {
    invariants::Statistics statistics;
    BOOST_TEST(run_file(wildcard(), &statistics).findings.empty());
    BOOST_TEST(!breaks(wildcard(), "O-01"));
    BOOST_TEST(!run_relations(wildcard(), 1, &statistics).has_value());
    auto with_relation = wildcard();
    with_relation.relation = {"M-35", {0, 0, 0}};
    BOOST_TEST(run_file(with_relation).findings.empty());
    with_relation.relation = {"no such relation", {}};
    BOOST_TEST(run_file(with_relation).findings.empty());
}

BOOST_AUTO_TEST_CASE(statistics_add_up) {
    invariants::Statistics one;
    run_file(wildcard(), &one);
    invariants::Statistics two;
    two.add(one);
    two.add(one);
    const auto* rule = invariants::find_invariant("O-01");
    BOOST_TEST(two.of(*rule).holds == 2 * one.of(*rule).holds);
}

BOOST_AUTO_TEST_CASE(prepared_bindings_are_there_each_time) {
    const Preloaded preloaded;
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(!preloaded.judge_one(wildcard().events[0]).has_value());
    }
    BOOST_TEST(preloaded.scenario().events.size() == 3U);
}
