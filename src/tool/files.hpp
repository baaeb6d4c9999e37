// Reading and writing files, with errors that say what to do.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "starzero/scenario/event.hpp"

namespace starzero::tool {

inline constexpr std::uintmax_t file_octets_max = 16 << 20;

// Throws Question for a missing file, a folder, or more than file_octets_max.
std::string read_file(const std::filesystem::path& path);
scenario::Scenario read_scenario_file(const std::filesystem::path& path);

// All or nothing: through a file beside it.
void write_file(const std::filesystem::path& path, const std::string& octets);

// Regular files below the folder whose names do not start with a dot, sorted.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

}  // namespace starzero::tool
