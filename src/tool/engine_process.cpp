#include "starzero/tool/engine_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include "starzero/tool/command.hpp"
#include "starzero/tool/progress.hpp"

extern char** environ;

namespace starzero::tool {

EngineProcess::EngineProcess(std::vector<std::string> arguments) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw Question("no pipe left");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const int failed = posix_spawnp(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    output_ = fdopen(pipe_ends[0], "r");
    if (failed == 0) return;
    std::fclose(output_);
    throw Question(fmt::format("{}: cannot be started", arguments[0]));
}

EngineProcess::~EngineProcess() { std::fclose(output_); }

std::optional<std::string> EngineProcess::line() {
    char* text = nullptr;
    std::size_t room = 0;
    const auto read = [&] {
        errno = 0;  // at the end of the file it is left as it was
        return getline(&text, &room, output_);
    };
    auto size = read();
    while (size < 0 && errno == EINTR) {
        std::clearerr(output_);
        if (interrupted()) stop();
        size = read();
    }
    std::string copy(text != nullptr && size > 0 ? text : "");
    std::free(text);
    if (size <= 0) return std::nullopt;
    while (copy.ends_with('\n')) copy.pop_back();
    return copy;
}

void EngineProcess::stop() const { kill(pid_, SIGINT); }

int EngineProcess::wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0) {
        if (errno != EINTR) return exit_question;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace starzero::tool
