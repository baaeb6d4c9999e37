#include "starzero/probe/vital_signs.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include "starzero/process/command.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::probe {

namespace {

constexpr std::chrono::seconds liveness_limit{10};

// 0: none.
long read_pid(const std::string& text) {
    if (const auto number = sip::parse_number(text, INT32_MAX)) return static_cast<long>(*number);
    std::ifstream file(text);
    long pid = 0;
    file >> pid;
    return file ? pid : 0;
}

// A process that is not ours to signal lives as well.
bool lives(long pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM; }

}  // namespace

void VitalSigns::begin() {
    if (options_.pid.empty()) return;
    pid_ = read_pid(options_.pid);
    if (pid_ <= 0 || !lives(pid_)) {
        throw NotThere(options_.pid + ": neither the id of a running process nor a file with one");
    }
}

std::optional<std::string> VitalSigns::lost() const {
    if (!options_.pid.empty()) {
        if (!lives(pid_)) return "process " + std::to_string(pid_) + " is gone";
        if (read_pid(options_.pid) != pid_) {
            return "process " + std::to_string(pid_) + " has another in its place";
        }
    }
    if (options_.liveness.empty()) return std::nullopt;
    const auto result = process::run_command(options_.liveness, liveness_limit);
    if (!result.in_time) return "the liveness command did not end";
    if (result.code != 0) {
        return "the liveness command ended with code " + std::to_string(result.code);
    }
    return std::nullopt;
}

}  // namespace starzero::probe
