// Judges an input in a process of its own: the fuzz targets of a build, each with one file.
#pragma once

#include <chrono>
#include <set>
#include <stdexcept>
#include <string>

#include "starzero/triage/death.hpp"

namespace starzero::triage {

struct TriageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Runner {
public:
    // folder: of executables fuzz_NAME, with an engine or with the replay main. memory: of a
    // process, in MiB. Throws TriageError if there is none.
    Runner(std::string folder, std::chrono::milliseconds limit, unsigned memory = 2'560);

    const std::set<std::string>& targets() const noexcept { return targets_; }

    // Thread-safe. The input lies in a file.
    Death run(const std::string& target, const std::string& file) const;

    // What a person types for the same.
    std::string command(const std::string& target, const std::string& file) const;

private:
    std::string folder_;
    std::chrono::milliseconds limit_;
    unsigned memory_;
    std::set<std::string> targets_;
};

// 'text' for the shell, whatever is in it.
std::string quoted(const std::string& text);

}  // namespace starzero::triage
