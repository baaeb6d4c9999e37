// What was measured: one line of JSON a run, added at the end of a file, so that a run that was cut
// off goes on where it stopped.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "starzero/zoo/kill.hpp"

namespace starzero::zoo {

struct Result {
    std::string fault, driver, fingerprint;  // of the mutant and of the driver that looked for it
    std::uint64_t seed = 0;
    std::uint64_t budget = 0;  // executions at most
    Kill kill;
};

class Results {
public:
    // Empty path: kept in memory alone. A line that is cut off is passed over. Throws FaultError.
    explicit Results(std::string path);

    std::optional<Result> find(const std::string& fault, const std::string& driver,
                               std::uint64_t seed, std::uint64_t budget,
                               const std::string& fingerprint) const;
    void add(const Result& result);
    std::vector<Result> all() const;

private:
    mutable std::mutex mutex_;
    std::string path_;
    std::vector<Result> results_;
};

// Of the octets of both files.
std::string fingerprint_of(const std::string& mutant, const std::string& driver);

}  // namespace starzero::zoo
