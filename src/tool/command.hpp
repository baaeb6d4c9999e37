// What the sub-commands share: how they register, their exit codes, the schema of their JSON.
#pragma once

#include <CLI/CLI.hpp>

namespace starzero::tool {

inline constexpr int exit_ok = 0;             // all rules hold
inline constexpr int exit_finding = 1;        // a rule is broken
inline constexpr int exit_question = 2;       // the question was wrong
inline constexpr int exit_interrupted = 130;  // before a measurement was at its end
inline constexpr int json_schema = 1;

// Thrown with one clear line; main prints it and leaves with exit_question.
struct Question : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Each adds its sub-command; its callback sets the exit code.
void add_bench(CLI::App& app, int& code);
void add_catalogue(CLI::App& app, int& code);
void add_compare(CLI::App& app, int& code);
void add_check(CLI::App& app, int& code);
void add_explain(CLI::App& app, int& code);
void add_fuzz(CLI::App& app, int& code);
void add_minimise(CLI::App& app, int& code);
void add_mutants(CLI::App& app, int& code);
void add_probe(CLI::App& app, int& code);
void add_replay(CLI::App& app, int& code);
void add_report(CLI::App& app, int& code);
void add_serve(CLI::App& app, int& code);
void add_triage(CLI::App& app, int& code);
void add_zoo(CLI::App& app, int& code);

}  // namespace starzero::tool
