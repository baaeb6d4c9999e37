// What a probe found, for people, for machines, and as files.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "starzero/probe/cause.hpp"
#include "starzero/probe/expectation.hpp"

namespace starzero::tool {

using Known = std::vector<probe::Expectation>;

// For people: the rule's title, and fault, warning or remark.
std::string title_of(const probe::Cause& cause);
std::string gravity_text(const probe::Cause& cause);

// The rule, why it is believed, every message as it went, and the log lines.
std::string cause_text(const probe::Cause& cause, const Known& known);
nlohmann::json cause_json(const probe::Cause& cause, const Known& known);

// A JUnit test case for each rule; those with a cause that nobody expected fail.
std::string junit_text(const std::vector<const invariants::Invariant*>& rules,
                       const std::vector<probe::Cause>& causes, const Known& known);

// FOLDER/N-ID.scn, a transcript that `starzero explain` reads. Throws Question.
void write_causes(const std::string& folder, const std::vector<probe::Cause>& causes);

}  // namespace starzero::tool
