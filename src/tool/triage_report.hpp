// What triage found, for machines and for people; and what an earlier one had found.
#pragma once

#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "starzero/triage/triage.hpp"

namespace starzero::tool {

// What is said of a bucket beside the others.
enum class Standing : std::uint8_t {
    fresh,     // not seen before
    known,     // in an earlier report
    returned,  // a file of the corpus' crashes falls again
    flaky,     // does not die each time
};

std::string_view to_string(Standing standing) noexcept;

struct Verdicts {
    triage::Sorted sorted;
    std::map<std::string, Standing> standing;  // by key
    std::map<std::string, std::string> names;  // proposed, by key: TARGET/crashes/NAME
};

// Keys of the buckets of an earlier report, and of what joined them. Throws Question.
std::set<std::string> keys_of_report(const std::string& path);

// command: that repeats an input, of target and file.
nlohmann::json triage_json(const Verdicts& verdicts, const triage::Runner& runner,
                           const std::string& out);

void print_verdicts(const Verdicts& verdicts, const triage::Runner& runner, const std::string& out);

// DIR/triage.json, and for each bucket DIR/TARGET/NAME, smallest input. Throws Question.
void write_verdicts(const Verdicts& verdicts, const triage::Runner& runner, const std::string& out);

}  // namespace starzero::tool
