// What the properties share: RapidCheck as a source of choices, and judging a scenario.
#pragma once

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <string>

#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::properties {

// The third adapter: each pick is a RapidCheck draw, so it shrinks towards the simplest.
class RapidChoices final : public scenario::Choices {
public:
    std::uint32_t pick(std::uint32_t n) override {
        return n <= 1 ? 0 : *rc::gen::inRange<std::uint32_t>(0, n);
    }
};

// Counts of the whole test run.
invariants::Statistics& statistics();
std::string statistics_summary();

// Runs and judges on the reference registrar; fails the property with the rule and the scenario.
scenario::Transcript demand_all_rules(const scenario::Scenario& scenario);

// The same with one relation.
void demand_relation(std::string_view id, const scenario::Scenario& scenario,
                     scenario::Choices& choices);

scenario::Event send(const scenario::RegisterMessage& message);
scenario::Event send_at(model::Millis at, const scenario::RegisterMessage& message);

// Status of the first response of an entry; 0 for none.
int status_of(const scenario::Entry& entry);

// Contacts that the first response lists.
std::size_t listed(const scenario::Entry& entry);

}  // namespace starzero::properties
