// One typed log record. "Never logs at WARN" is a comparison of levels, not a search in text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/model/reason.hpp"

namespace starzero::model {

enum class Level : std::uint8_t { debug, info, warn, error };

struct LogRecord {
    Level level = Level::debug;
    Reason reason = Reason::registered;
    int status = 0;                // of the response; 0: none was sent
    std::string method;            // peer octets, escaped and bounded
    std::string aor;               // likewise
    std::string call_id;           // likewise
    std::string source;            // transport address of the peer
    std::uint64_t suppressed = 0;  // warnings of this minute that came out as INFO
    std::string text;  // of another server: its line as it stands, without control octets
};

std::string_view to_string(Level level) noexcept;
std::optional<Level> level_from(std::string_view word) noexcept;

// Bound on each escaped field of a record.
inline constexpr std::size_t log_field_octets = 96;

// Printable ASCII as it is, blank, backslash and any other octet as \xHH, cut at the bound (O-05).
std::string log_escape(std::string_view octets, std::size_t bound = log_field_octets);

// A line of another system's log: octets that are no printable ASCII as blanks, cut at the bound.
inline constexpr std::size_t foreign_line_octets = 2'048;
LogRecord foreign_record(Level level, std::string_view line);

// One line without its ending: LEVEL reason key=value...
std::string to_line(const LogRecord& record);

// Takes the records; given to the registrar, which never lets an exception of it through (O-09).
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void record(const LogRecord& record) = 0;
};

}  // namespace starzero::model
