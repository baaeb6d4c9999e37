#include "starzero/scenario/minimiser.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/mutator.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/scenario/scenario_text.hpp"

using namespace starzero;
using namespace starzero::scenario;

BOOST_AUTO_TEST_CASE(only_what_is_needed_stays) {
    SeededChoices choices(3);
    Scenario scenario = Generator::scenario(choices, 10);
    RegisterMessage message;
    message.contacts = {"\"A\" <sip:a@h>;x=1, <sip:needle@h>"};
    message.rows = {"X: y"};
    Event event;
    event.subject = "B";
    event.at = 5'000;
    event.octets = message.octets();
    scenario.events.insert(scenario.events.begin() + 1, event);
    scenario.relation = {"M-24", {3, 0}};
    scenario.policy.edit([](model::Policy& p) { p.max_contacts = 3; });
    const auto small = minimise(scenario, [](const Scenario& candidate) {
        for (const Event& e : candidate.events) {
            if (e.octets.find("needle") != std::string::npos) return true;
        }
        return false;
    });
    BOOST_TEST_REQUIRE(small.scenario.events.size() == 1U);
    const Event& left = small.scenario.events[0];
    BOOST_TEST(!left.at);
    BOOST_TEST(left.subject == "A");
    BOOST_TEST(EditableMessage(left.octets).rows.size() == 1U);
    BOOST_TEST((small.scenario.policy == model::SharedPolicy{}));
    BOOST_TEST(small.scenario.relation->choices[0] == 0U);
}

BOOST_AUTO_TEST_CASE(tries_are_bounded) {
    Event restart;
    restart.kind = EventKind::restart;
    Scenario scenario;
    scenario.events.assign(20, restart);
    const auto small = minimise(scenario, [](const Scenario&) { return false; }, 5);
    BOOST_TEST(small.tries == 5U);
    BOOST_TEST(small.scenario.events.size() == 20U);
}

BOOST_AUTO_TEST_CASE(choices_repeat) {
    SeededChoices seeded(9);
    RecordingChoices recording(seeded);
    const auto made = print_scenario(Generator::scenario(recording));
    ListChoices list(recording.taken);
    BOOST_TEST(print_scenario(Generator::scenario(list)) == made);
    BOOST_TEST(list.pick(7) == 0U);
    ByteChoices octets("\x05\x01\x02");
    BOOST_TEST(octets.pick(4) == 1U);
    BOOST_TEST(octets.pick(1'000) == (256U + 2U) % 1'000U);
    BOOST_TEST(octets.pick(9) == 0U);
    BOOST_TEST(octets.pick(0) == 0U);
}

BOOST_AUTO_TEST_CASE(mutations_stay_within_bounds) {
    SeededChoices choices(11);
    Scenario scenario;
    for (int i = 0; i < 2'000; ++i) {
        mutate(scenario, choices, 6);
        BOOST_TEST_REQUIRE(scenario.events.size() <= 6U);
    }
    const Scenario mixed = cross_over(scenario, scenario, choices, 6);
    BOOST_TEST(mixed.events.size() <= 12U);
}

BOOST_AUTO_TEST_CASE(messages_come_apart_and_together) {
    for (const std::string& octets :
         {RegisterMessage{}.octets(), std::string("no line end"), std::string("a\r\nb"),
          std::string("a\r\nX : y\r\n z\r\n\r\nbody"), std::string("\r\n\r\n"), std::string()}) {
        BOOST_TEST(EditableMessage(octets).octets() == octets);
    }
    const auto values = split_list("\"a,b\" <sip:x,y>, c ,");
    BOOST_TEST(values.size() == 3U);
    BOOST_TEST(values[0] == "\"a,b\" <sip:x,y>");
    BOOST_TEST(split_list("\"open \\").size() == 1U);
    BOOST_TEST(map_outside_quotes("a\"a\"a<a", [](std::string_view) { return "-"; }) ==
               "-\"a\"-<a-");
}
