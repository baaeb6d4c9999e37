// Findings that are known: a folder of *.expected files, each with the rule, the cause and a
// sentence on why the server is wrong.
//   rule: O-01
//   cause: ERROR: outbound [outbound_mod.c:#]: use_outbound_register(): empty Contact:
//   why: Contact: * with Expires: 0 is the ordinary way to unregister (RFC 3261 10.2.2).
// Without cause: every cause of that rule.
#pragma once

#include <string>
#include <vector>

#include "starzero/probe/cause.hpp"

namespace starzero::probe {

struct Expectation {
    std::string file;
    std::string rule;
    std::string cause;
    std::string why;
    bool matches(const Cause& found) const;
};

// In the order of the files' names. Throws std::runtime_error for a folder that cannot be read and
// a file without rule or why.
std::vector<Expectation> read_expectations(const std::string& folder);

const Expectation* expected(const std::vector<Expectation>& known, const Cause& cause);

// Those that no cause matches.
std::vector<const Expectation*> lost(const std::vector<Expectation>& known,
                                     const std::vector<Cause>& causes);

}  // namespace starzero::probe
