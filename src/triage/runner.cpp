#include "starzero/triage/runner.hpp"

#include <filesystem>

#include <fmt/core.h>

#include "starzero/process/command.hpp"

namespace starzero::triage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "fuzz_";
constexpr std::string_view symbolizer = "/usr/bin/llvm-symbolizer-19";

// The reports must be whole and alike, whatever the caller's environment says. A leak is a finding.
std::string environment(unsigned memory, bool abort_is_told) {
    std::string text = fmt::format(
        "ASAN_OPTIONS=symbolize=1:detect_leaks=1:handle_abort={}:hard_rss_limit_mb={}:"
        "max_allocation_size_mb={}:quarantine_size_mb=10 "
        "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 ",
        abort_is_told ? 1 : 0, memory, memory);
    if (fs::exists(symbolizer))
        text += fmt::format("ASAN_SYMBOLIZER_PATH={0} UBSAN_SYMBOLIZER_PATH={0} ", symbolizer);
    return text;
}

}  // namespace

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

Runner::Runner(std::string folder, std::chrono::milliseconds limit, unsigned memory)
    : folder_(std::move(folder)), limit_(limit), memory_(memory) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.find('.') == std::string::npos) {
            targets_.insert(name.substr(prefix.size()));
        }
    }
    if (targets_.empty()) {
        throw TriageError(fmt::format(
            "{}: no fuzz targets; build them: cmake --workflow --preset fuzz", folder_));
    }
}

std::string Runner::command(const std::string& target, const std::string& file) const {
    return fmt::format("{}/fuzz_{} {}", folder_, target, file);
}

Death Runner::run(const std::string& target, const std::string& file) const {
    const auto attempt = [&](bool abort_is_told) {
        const auto result = process::read_command(
            environment(memory_, abort_is_told) +
                fmt::format("exec {} -handle_abrt={} -rss_limit_mb={} {} 2>&1",
                            quoted(folder_ + "/fuzz_" + target), abort_is_told ? 1 : 0, memory_,
                            quoted(file)),
            limit_);
        return read_death(result.output, result.code, result.in_time);
    };
    const Death death = attempt(false);
    // An exception that nobody caught, or an abort without a word, has a stack only if it is told
    // of.
    const bool exception = death.kind == Kind::sanitizer && death.name.starts_with("exception");
    const bool mute = death.kind == Kind::failed && death.name.empty();
    if (!exception && !mute) return death;
    Death told = attempt(true);
    if (told.kind != Kind::sanitizer || told.frames.empty()) return death;
    if (exception) told.name = death.name;
    return told;
}

}  // namespace starzero::triage
