// Who looks for a fault: each target and each property suite of a build of the preset zoo, the
// probe over a socket, and the replay of the scenario that is known to show it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "starzero/zoo/kill.hpp"

namespace starzero::zoo {

struct Driver {
    enum class Kind : std::uint8_t { known, target, property, probe, unit };
    Kind kind = Kind::target;
    std::string name;     // known; target.sequence; property.wildcard; probe; unit
    std::string part;     // sequence; wildcard
    std::string program;  // that has the tested code linked in; empty: it is loaded
};

// Can it see a change of this source? Parsers are tested as they are loaded and as they are linked;
// what no event of a scenario reaches has a program of its own.
bool reaches(const Driver& driver, std::string_view file) noexcept;

// A source that one of the programs links.
bool is_linked(std::string_view file) noexcept;

// In the order in which they are asked. Parser targets are none: they test the parser that is
// linked, which in the zoo is the judge's own and healthy.
const std::vector<Driver>& drivers();

// The unit tests of parser and registrar: none of the suite's drivers, but one of the ways in which
// an ordinary mutant is seen.
const Driver& unit_tests();

struct Budget {
    std::uint64_t seed = 1;
    std::uint64_t executions =
        10'000;  // of a target; a tenth of it for each property and the probe
    unsigned seconds = 120;

    // With the time that so many may take: as long again for each 10,000.
    static Budget of(std::uint64_t executions);
};

// Runs of one build on one shared object.
class Bench {
public:
    // build: folder of the preset zoo; corpus: the tree's, of which the seeds are used but for
    // those of the story that the project began with; probe: the tool, which probes. Throws
    // FaultError.
    Bench(std::string build, const std::string& corpus, std::string probe);

    // mutant: the shared object, or the program; folder: for what a run leaves, made anew.
    // scenario: of a known driver. The log of the run is kept there.
    Kill run(const Driver& driver, const std::string& mutant, const std::string& folder,
             const std::string& scenario, const Budget& budget) const;

    std::string executable(const Driver& driver, const std::string& scenario) const;

    // What a run hangs on beside mutant and executable, as a short text: the seeds, the scenario,
    // the program that probes.
    std::string inputs_of(const Driver& driver, const std::string& scenario) const;

private:
    std::string command_of(const Driver& driver, const std::string& executable,
                           const Budget& budget) const;

    std::string build_, probe_;
    std::map<std::string, std::string, std::less<>> inputs_;  // by part of the driver
};

// What a run may do at most: a tenth for each property, a hundredth for the probe.
std::uint64_t share_of(std::string_view driver, std::uint64_t executions) noexcept;

}  // namespace starzero::zoo
