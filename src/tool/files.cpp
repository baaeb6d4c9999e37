#include "starzero/tool/files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "starzero/scenario/scenario_text.hpp"
#include "starzero/tool/command.hpp"

namespace starzero::tool {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    if (!fs::exists(path)) throw Question(fmt::format("{}: no such file", path.string()));
    if (fs::is_directory(path)) {
        throw Question(fmt::format("{}: is a folder; name the files in it", path.string()));
    }
    if (fs::is_regular_file(path) && fs::file_size(path) > file_octets_max) {
        throw Question(fmt::format("{}: larger than {} octets", path.string(), file_octets_max));
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Question(fmt::format("{}: cannot be read", path.string()));
    return {std::istreambuf_iterator<char>(file), {}};
}

scenario::Scenario read_scenario_file(const fs::path& path) {
    return scenario::read_scenario(read_file(path));
}

void write_file(const fs::path& path, const std::string& octets) {
    const fs::path beside = path.string() + ".part";
    std::ofstream file(beside, std::ios::binary);
    file << octets;
    file.close();
    if (!file) throw Question(fmt::format("{}: cannot be written", path.string()));
    fs::rename(beside, path);
}

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::is_directory(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const bool hidden = entry.path().filename().string().starts_with('.');
        if (entry.is_regular_file() && !hidden) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace starzero::tool
