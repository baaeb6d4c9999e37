#include "starzero/model/log_record.hpp"

#include <array>

namespace starzero::model {

namespace {

constexpr std::array<std::string_view, 4> levels{"DEBUG", "INFO", "WARN", "ERROR"};

void append_field(std::string& line, std::string_view key, std::string_view value) {
    if (value.empty()) return;
    line.append(" ").append(key).append("=").append(value);
}

}  // namespace

std::string_view to_string(Level level) noexcept { return levels[static_cast<std::size_t>(level)]; }

std::optional<Level> level_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i] == word) return static_cast<Level>(i);
    }
    return std::nullopt;
}

std::string log_escape(std::string_view octets, std::size_t bound) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    text.reserve(octets.size() < bound ? octets.size() : bound);
    for (const char c : octets) {
        const bool plain = c > ' ' && c < 127 && c != '\\';
        if (text.size() + (plain ? 1 : 4) > bound) {
            text.resize(text.size() < bound - 3 ? text.size() : bound - 3);
            return text.append("...");
        }
        if (plain) {
            text.push_back(c);
        } else {
            const auto octet = static_cast<unsigned char>(c);
            text.append("\\x").append({digits[octet >> 4], digits[octet & 15]});
        }
    }
    return text;
}

LogRecord foreign_record(Level level, std::string_view line) {
    LogRecord record;
    record.level = level;
    record.reason = Reason::foreign_line;
    record.text = line.substr(0, foreign_line_octets);
    for (char& c : record.text) {
        if (c < ' ' || c > '~') c = ' ';
    }
    return record;
}

std::string to_line(const LogRecord& record) {
    std::string line;
    line.reserve(200);
    line.append(to_string(record.level));
    line.append(" ").append(text_of(record.reason).id);
    if (record.status != 0) append_field(line, "status", std::to_string(record.status));
    append_field(line, "method", record.method);
    append_field(line, "aor", record.aor);
    append_field(line, "call-id", record.call_id);
    append_field(line, "source", record.source);
    if (record.suppressed != 0) {
        append_field(line, "suppressed", std::to_string(record.suppressed));
    }
    if (!record.text.empty()) append_field(line, "text", log_escape(record.text, 400));
    return line;
}

}  // namespace starzero::model
