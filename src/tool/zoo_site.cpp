#include "starzero/tool/zoo_site.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "starzero/process/command.hpp"
#include "starzero/tool/command.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes build_limit{30};

}  // namespace

void add_site_options(CLI::App& command, ZooSite& site) {
    command.add_option("--runs", site.runs, "executions at most, a tenth for each property")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}))
        ->capture_default_str();
    command.add_option("--jobs", site.jobs, "at a time")
        ->check(CLI::Range(1U, 64U))
        ->capture_default_str();
    command.add_option("--results", site.results,
                       "file of results: what is there already is not measured again");
    command.add_option("--root", site.root, "the tree")->capture_default_str();
    command.add_option("--build", site.build, "folder of the preset zoo; built first")
        ->capture_default_str();
}

void build_preset(const ZooSite& site) {
    const std::string configure =
        fs::exists(site.build + "/build.ninja") ? "" : "cmake --preset zoo >&2 && ";
    const auto result = process::run_command(
        fmt::format("cd '{}' && {}cmake --build '{}' >&2", site.root, configure, site.build),
        build_limit);
    if (!result.in_time || result.code != 0) {
        throw Question(
            "the preset zoo could not be built: cmake --preset zoo && cmake --build "
            "--preset zoo says why");
    }
}

zoo::Workshop workshop_of(const ZooSite& site) {
    return {fs::canonical(site.root).string(), fs::canonical(site.build).string()};
}

// The probe is this very executable.
zoo::Bench bench_of(const ZooSite& site, const zoo::Workshop& workshop) {
    const std::string self = fs::read_symlink("/proc/self/exe").string();
    return {workshop.build(), site.root + "/corpus", "'" + self + "' probe"};
}

bool told(Progress& line, const zoo::Progress& progress) {
    if (line.due()) {
        line.show(fmt::format("{} of {} done, {} runs; {}", progress.done, progress.all,
                              progress.runs, progress.now));
    }
    return !interrupted();
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw Question(fmt::format("{}: cannot be written", path));
}

}  // namespace starzero::tool
