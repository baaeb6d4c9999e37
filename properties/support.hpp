// What the properties share: judging a scenario, and reading what came of it.
#pragma once

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <filesystem>
#include <string>

#include "rapid_choices.hpp"
#include "starzero/driver/judged_run.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::properties {

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

// A file of the corpora, whole; fails the test if it is not there.
std::string octets_of(const std::filesystem::path& path);

// Status of the first response of an entry; 0 for none.
int status_of(const scenario::Entry& entry);

// Contacts that the first response lists.
std::size_t listed(const scenario::Entry& entry);

}  // namespace starzero::properties
