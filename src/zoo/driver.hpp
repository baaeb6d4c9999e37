// Who looks for a fault: each target and each property suite of a build of the preset zoo, and the
// replay of the scenario that is known to show it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "starzero/zoo/kill.hpp"

namespace starzero::zoo {

struct Driver {
    enum class Kind : std::uint8_t { known, target, property };
    Kind kind = Kind::target;
    std::string name;  // known; target.sequence; property.wildcard
    std::string part;  // sequence; wildcard
};

// In the order in which they are asked. Parser targets and vectors of values are none: they test
// the parser that is linked, which in the zoo is the judge's own and healthy.
const std::vector<Driver>& drivers();

struct Budget {
    std::uint64_t seed = 1;
    std::uint64_t executions = 10'000;  // of a target; a tenth of it for each property
    unsigned seconds = 120;
};

// Runs of one build on one shared object.
class Bench {
public:
    // build: folder of the preset zoo; corpus: the tree's, of which the seeds are used but for
    // those of the story that the project began with. Throws FaultError.
    Bench(std::string build, const std::string& corpus);

    // library: the shared object; folder: for what a run leaves, made anew. scenario: of a known
    // driver. The log of the run is kept there.
    Kill run(const Driver& driver, const std::string& library, const std::string& folder,
             const std::string& scenario, const Budget& budget) const;

    std::string executable(const Driver& driver, const std::string& scenario) const;

private:
    std::string build_;
};

}  // namespace starzero::zoo
