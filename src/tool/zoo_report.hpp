// The zoo's outcome for people and machines.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "starzero/zoo/hunt.hpp"
#include "starzero/zoo/table.hpp"

namespace starzero::tool {

struct ZooReport {
    std::vector<zoo::Fault> faults;
    std::vector<zoo::Row> rows;  // one a fault, in the same order
    std::vector<std::string> drivers;
    zoo::Row healthy;  // no cells where it was not asked
    std::vector<zoo::Unmade> unmade;

    // Each fault found, by a rule that its file expects; nothing found in the healthy core; no run
    // that could not be judged.
    bool sound() const;
    // Drivers that found nothing, and faults that only a sanitizer or an assertion found though
    // one of their rules should.
    std::vector<std::string> idle_drivers() const;
    std::vector<std::string> sanitizer_alone() const;
    // Runs that failed by themselves, as FAULT by DRIVER.
    std::vector<std::string> broken() const;
    // Of those that were found by what counts.
    std::uint64_t median_executions() const;
    // How many were found, and by both of what the suite is made of.
    std::string summary() const;
};

ZooReport zoo_report(const std::vector<zoo::Fault>& faults, const std::vector<zoo::Result>& results,
                     std::vector<zoo::Unmade> unmade);

std::string zoo_text(const ZooReport& report);
// One fault from the mistake to the scenario that shows it.
std::string zoo_story(const std::vector<zoo::Fault>& faults, const ZooReport& report);
nlohmann::json zoo_json(const ZooReport& report);
std::string zoo_markdown(const ZooReport& report);
std::string zoo_page(const ZooReport& report);

}  // namespace starzero::tool
