#include "starzero/live/log_watch.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "starzero/live/connection.hpp"
#include "starzero/sip/chars.hpp"

namespace starzero::live {

namespace {

using model::Level;

constexpr std::size_t octets_most = 1 << 20;
constexpr std::size_t lines_most = 1'000;
constexpr std::size_t line_most = 2'048;

constexpr std::array<std::pair<std::string_view, const char*>, 5> patterns{{
    {"kamailio", R"((?:^|\s)(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|BUG):)"},
    {"opensips", R"((?:^|\s)(DBG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT):)"},
    {"ejabberd", R"(\[(debug|info|notice|warning|error|critical|alert|emergency)\])"},
    {"asterisk", R"(\]\s+(DEBUG|VERBOSE|NOTICE|WARNING|ERROR)\[)"},
    {"freeswitch", R"(\[(DEBUG|INFO|NOTICE|WARNING|ERR|CRIT|ALERT)\])"},
}};

constexpr std::array<std::pair<std::string_view, Level>, 19> words{{
    {"debug", Level::debug},  {"dbg", Level::debug},       {"verbose", Level::debug},
    {"trace", Level::debug},  {"info", Level::info},       {"notice", Level::info},
    {"warning", Level::warn}, {"warn", Level::warn},       {"error", Level::error},
    {"err", Level::error},    {"critical", Level::error},  {"crit", Level::error},
    {"alert", Level::error},  {"emergency", Level::error}, {"emerg", Level::error},
    {"fatal", Level::error},  {"panic", Level::error},     {"bug", Level::error},
    {"severe", Level::error},
}};

}  // namespace

struct LogPattern::Expression {
    std::regex regex;
};

LogPattern::LogPattern(const std::string& name_or_expression) {
    const auto named = std::ranges::find(patterns, std::string_view(name_or_expression),
                                         [](const auto& pattern) { return pattern.first; });
    const std::string text = named != patterns.end() ? named->second : name_or_expression;
    try {
        expression_ = std::make_unique<Expression>(Expression{std::regex(text)});
    } catch (const std::regex_error& error) {
        throw std::invalid_argument("not a regular expression: " + text + ": " + error.what());
    }
    if (expression_->regex.mark_count() == 0) {
        throw std::invalid_argument("no group for the level's word in: " + text);
    }
}

LogPattern::~LogPattern() = default;
LogPattern::LogPattern(LogPattern&&) noexcept = default;

std::optional<Level> LogPattern::level_of(std::string_view line) const {
    std::match_results<std::string_view::const_iterator> found;
    const auto part = line.substr(0, line_most);  // std::regex recurses over long subjects
    if (!std::regex_search(part.begin(), part.end(), found, expression_->regex)) {
        return std::nullopt;
    }
    std::string word = found.str(1);
    std::ranges::transform(word, word.begin(), sip::lower);
    const auto known = std::ranges::find(words, std::string_view(word),
                                         [](const auto& pair) { return pair.first; });
    if (known == words.end()) return std::nullopt;
    return known->second;
}

LogFile::LogFile(std::string path) : path_(std::move(path)) {
    std::error_code error;
    read_ = std::filesystem::file_size(path_, error);
    if (error) throw std::invalid_argument(path_ + ": " + error.message());
}

std::string LogFile::added() {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path_, error);
    if (error || size == read_) return {};
    if (size < read_) read_ = 0;
    std::ifstream file(path_, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(read_));
    std::string text(std::min<std::uint64_t>(size - read_, octets_most), '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    read_ = size;
    return text;
}

LogCommand::LogCommand(std::string command) : command_(std::move(command)), running_(command_) {
    constexpr std::chrono::milliseconds silence{200};
    constexpr unsigned silences_most = 10;
    for (unsigned i = 0; i < silences_most; ++i) {
        std::this_thread::sleep_for(silence);
        if (running_.added().empty()) break;
    }
    if (running_.ended()) throw std::invalid_argument("the log command ended at once: " + command_);
}

std::string LogCommand::added() {
    if (running_.ended()) throw Unreachable("the log command has ended: " + command_);
    return running_.added();
}

std::vector<model::LogRecord> LogWatch::collect(std::chrono::milliseconds quiet) {
    constexpr std::chrono::milliseconds step{5};
    std::string text = std::exchange(partial_, {}) + source_->added();
    auto end = std::chrono::steady_clock::now() + quiet;
    const auto cap = end + std::chrono::seconds(2);  // of a server that never stops writing
    while (std::chrono::steady_clock::now() < std::min(end, cap)) {
        std::this_thread::sleep_for(step);
        const std::string more = source_->added();
        if (!more.empty()) end = std::chrono::steady_clock::now() + quiet;
        if (text.size() < octets_most) text += more;
    }
    std::vector<model::LogRecord> records;
    std::string_view rest = text;
    for (auto line_end = rest.find('\n'); line_end != std::string_view::npos;
         line_end = rest.find('\n')) {
        const std::string_view line = rest.substr(0, line_end);
        rest.remove_prefix(line_end + 1);
        const auto level = pattern_.level_of(line);
        if (!level || records.size() == lines_most) continue;
        records.push_back(model::foreign_record(*level, line));
    }
    partial_ = rest.substr(0, line_most);
    return records;
}

}  // namespace starzero::live
