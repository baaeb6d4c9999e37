// What measuring mutants needs of a tree: the preset's build, a workshop and a bench in it.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "starzero/tool/progress.hpp"
#include "starzero/zoo/hunt.hpp"

namespace starzero::tool {

struct ZooSite {
    std::string root = ".", build = "build/zoo", results;
    unsigned jobs = 2;
    std::uint64_t runs = 10'000;
};

void add_site_options(CLI::App& command, ZooSite& site);

// Builds the preset, which must be as new as the tree. Throws Question.
void build_preset(const ZooSite& site);

zoo::Workshop workshop_of(const ZooSite& site);
zoo::Bench bench_of(const ZooSite& site, const zoo::Workshop& workshop);

// Shows where a hunt is; false once somebody pressed Ctrl-C.
bool told(Progress& line, const zoo::Progress& progress);

// Says how to go on with what was measured so far. Answers the exit code.
int cut_off(const ZooSite& site);

}  // namespace starzero::tool
