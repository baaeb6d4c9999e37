// Another server's log, as records: which lines came with a request, and how loud they are.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/process/command.hpp"
#include "starzero/model/log_record.hpp"

namespace starzero::live {

// How to find the level in a line: a regular expression whose first group is the level's word.
// Known words are those of syslog and their usual abbreviations, in any case.
class LogPattern {
public:
    // A named one (kamailio, opensips, ejabberd, asterisk, freeswitch), else the expression
    // itself (ECMAScript). Throws std::invalid_argument.
    explicit LogPattern(const std::string& name_or_expression);
    ~LogPattern();
    LogPattern(LogPattern&&) noexcept;

    // Nothing for a line without a level, which continues the one before it.
    std::optional<model::Level> level_of(std::string_view line) const;

private:
    struct Expression;
    std::unique_ptr<Expression> expression_;
};

// Where lines come from.
class LogSource {
public:
    virtual ~LogSource() = default;
    // What was written since the last call; waits for nothing.
    virtual std::string added() = 0;
};

// A file that somebody else appends to. What was there before is passed over; a file that shrinks
// or is replaced is read from its start.
class LogFile final : public LogSource {
public:
    // Throws std::invalid_argument.
    explicit LogFile(std::string path);
    std::string added() override;

private:
    std::string path_;
    std::uint64_t read_ = 0;  // octets of the file
};

// What a command prints and goes on printing, as `journalctl -f` does. What it says at first, up to
// its first silence, is passed over.
class LogCommand final : public LogSource {
public:
    // Throws std::invalid_argument for one that ends at once.
    explicit LogCommand(std::string command);
    // Throws Unreachable once it has ended.
    std::string added() override;

private:
    std::string command_;
    process::RunningCommand running_;
};

class LogWatch {
public:
    LogWatch(std::unique_ptr<LogSource> source, LogPattern pattern)
        : source_(std::move(source)), pattern_(std::move(pattern)) {}

    // The records since the last call, once nothing was added for so long. At most 1,000 lines
    // and 1 MiB; the rest is passed over.
    std::vector<model::LogRecord> collect(std::chrono::milliseconds quiet);

private:
    std::unique_ptr<LogSource> source_;
    LogPattern pattern_;
    std::string partial_;  // a line without its end
};

}  // namespace starzero::live
