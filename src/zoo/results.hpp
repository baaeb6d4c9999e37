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
    std::string inputs;  // what else it hung on, Bench::inputs_of

    // Fault, driver, seed, budget and all that they hang on are the same.
    bool asks_as(const Result& other) const noexcept;
    // And it is an answer: it could be judged.
    bool answers(const Result& question) const noexcept;
};

class Results {
public:
    // Empty path: kept in memory alone. A line that is cut off is passed over. Throws FaultError.
    explicit Results(std::string path);

    // One that was measured of the same; of what could not be judged there is none.
    std::optional<Result> find(const Result& question) const;
    // Throws FaultError where the file takes no more.
    void add(const Result& result);
    std::vector<Result> all() const;

private:
    mutable std::mutex mutex_;
    std::string path_;
    std::vector<Result> results_;
};

// Tells apart what was measured: 64 bits of FNV-1a, as 16 hexadecimal digits.
class Fingerprint {
public:
    Fingerprint& add(std::string_view octets) noexcept;
    std::string text() const;

private:
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

// Of the octets of both files.
std::string fingerprint_of(const std::string& mutant, const std::string& driver);

}  // namespace starzero::zoo
