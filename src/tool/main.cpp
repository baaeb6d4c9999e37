// starzero: scenarios, verdicts and the reference registrar from the command line.
#include <csignal>

#include <fmt/core.h>

#include "starzero/tool/command.hpp"

int main(int argc, char** argv) {
    using namespace starzero::tool;
    CLI::App app{"starzero: fuzzing and property testing of SIP registrar logic"};
    app.set_version_flag("--version", "starzero " STARZERO_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 all rules hold, 1 a rule is broken, 2 the question was wrong, 130 "
        "interrupted.");
    int code = exit_ok;
    add_replay(app, code);
    add_explain(app, code);
    add_minimise(app, code);
    add_mutants(app, code);
    add_fuzz(app, code);
    add_check(app, code);
    add_probe(app, code);
    add_compare(app, code);
    add_catalogue(app, code);
    add_triage(app, code);
    add_report(app, code);
    add_zoo(app, code);
    add_serve(app, code);
    add_bench(app, code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "starzero: {}. Try starzero --help\n", error.what());
        return exit_question;
    } catch (const Question& question) {
        fmt::print(stderr, "starzero: {}\n", question.what());
        return exit_question;
    } catch (const std::exception& error) {
        fmt::print(stderr, "starzero: {}\n", error.what());
        return exit_question;
    }
    return code;
}
