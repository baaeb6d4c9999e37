#include "starzero/tool/zoo_site.hpp"

#include <filesystem>

#include <fmt/core.h>

#include "starzero/process/command.hpp"
#include "starzero/tool/command.hpp"

namespace starzero::tool {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes build_limit{30};

// From the root of the tree, as the preset has it.
fs::path build_of(const ZooSite& site) { return fs::path(site.root) / site.build; }

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
    command.add_option("--build", site.build, "folder of the preset zoo, from there; built first")
        ->capture_default_str();
}

void build_preset(const ZooSite& site) {
    const fs::path build = build_of(site);
    const std::string configure =
        fs::exists(build / "build.ninja") ? "" : "cmake --preset zoo >&2 && ";
    const auto result =
        process::run_command(fmt::format("cd '{}' && {}cmake --build '{}' >&2", site.root,
                                         configure, fs::absolute(build).string()),
                             build_limit);
    if (!result.in_time || result.code != 0) {
        throw Question(
            "the preset zoo could not be built: cmake --preset zoo && cmake --build "
            "--preset zoo says why");
    }
}

zoo::Workshop workshop_of(const ZooSite& site) {
    return {fs::canonical(site.root).string(), fs::canonical(build_of(site)).string()};
}

// The probe is this very executable.
zoo::Bench bench_of(const ZooSite& site, const zoo::Workshop& workshop) {
    const std::string self = fs::read_symlink("/proc/self/exe").string();
    return {workshop.build(), site.root + "/corpus", self};
}

bool told(Progress& line, const zoo::Progress& progress) {
    if (line.due()) {
        line.show(fmt::format("{} of {} done, {} runs; {}", progress.done, progress.all,
                              progress.runs, progress.now));
    }
    return !interrupted();
}

int cut_off(const ZooSite& site) {
    fmt::print(stderr, "interrupted: no table was written; {}\n",
               site.results.empty() ? "with --results FILE the next run would go on from here"
                                    : "the same command goes on from here");
    return exit_interrupted;
}

}  // namespace starzero::tool
