#include "starzero/zoo/fault.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace starzero::zoo {

namespace {

constexpr std::array<std::string_view, 3> difficulties{"easy", "middle", "hard"};
constexpr std::string_view section_mark = "--- ";

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end != 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

class Reader {
public:
    Reader(const std::string& id, std::string_view text) : rest_(text) { fault_.id = id; }

    Fault read() {
        while (!rest_.empty()) {
            const std::string_view line = next_line();
            if (line.starts_with(section_mark)) begin_section(line.substr(section_mark.size()));
            else if (section_ != nullptr) section_->append(line).append("\n");
            else if (!line.empty()) read_field(line);
        }
        check();
        return std::move(fault_);
    }

private:
    [[noreturn]] void complain(const std::string& what) const {
        throw FaultError(fault_.id + ".fault: " + what);
    }
    std::string_view next_line() {
        const std::size_t end = std::min(rest_.find('\n'), rest_.size());
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return line;
    }
    void begin_section(std::string_view name) {
        if (name == "old") {
            section_ = &fault_.replacements.emplace_back().old;
        } else if (name == "new" && !fault_.replacements.empty()) {
            section_ = &fault_.replacements.back().fresh;
        } else if (name == "scenario") {
            section_ = &fault_.scenario;
        } else {
            complain("no section has the name " + std::string(name));
        }
    }
    void read_field(std::string_view line) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos)
            complain("neither field nor section: " + std::string(line));
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = line.substr(colon + 2);
        if (name == "expects") fault_.expects = words_of(value);
        else if (name == "source") fault_.source = value;
        else if (name == "class") fault_.kind = value;
        else if (name == "story") fault_.story = value;
        else if (name == "file") fault_.file = value;
        else if (name == "difficulty") fault_.difficulty = value;
        else complain("no field has the name " + std::string(name));
    }
    void check() {
        const auto need = [&](const std::string& value, const char* name) {
            if (value.empty()) complain(std::string("no ") + name);
        };
        need(fault_.source, "source");
        need(fault_.kind, "class");
        need(fault_.story, "story");
        need(fault_.file, "file");
        if (fault_.expects.empty()) complain("no expects");
        if (fault_.replacements.empty()) complain("no old text");
        if (std::ranges::find(difficulties, fault_.difficulty) == difficulties.end()) {
            complain("difficulty is easy, middle or hard");
        }
        for (Replacement& replacement : fault_.replacements) {
            if (!replacement.old.empty()) replacement.old.pop_back();
            if (!replacement.fresh.empty()) replacement.fresh.pop_back();
            if (replacement.old.empty()) complain("an old text is empty");
        }
    }

    std::string_view rest_;
    Fault fault_;
    std::string* section_ = nullptr;
};

}  // namespace

Fault parse_fault(const std::string& id, std::string_view text) { return Reader(id, text).read(); }

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw FaultError(path + ": cannot be read");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<Fault> read_faults(const std::string& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".fault") paths.push_back(entry.path());
    }
    if (error) throw FaultError(folder + ": " + error.message());
    std::ranges::sort(paths);
    std::vector<Fault> faults;
    for (const auto& path : paths) {
        faults.push_back(parse_fault(path.stem().string(), read_file(path.string())));
    }
    return faults;
}

std::string planted(const Fault& fault, const std::string& source) {
    std::string text = source;
    for (const Replacement& replacement : fault.replacements) {
        const std::size_t at = text.find(replacement.old);
        if (at == std::string::npos || text.find(replacement.old, at + 1) != std::string::npos) {
            throw FaultError(fault.id + ".fault: an old text stands in " + fault.file + " " +
                             (at == std::string::npos ? "not at all" : "more than once"));
        }
        text.replace(at, replacement.old.size(), replacement.fresh);
    }
    return text;
}

}  // namespace starzero::zoo
