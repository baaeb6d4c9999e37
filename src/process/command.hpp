// Commands: those that a user gave, to read a log, look into a server or bring it back, and those
// that a tool of ours runs. Each runs in a process group of its own, which is ended by its id.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace starzero::process {

struct CommandResult {
    bool in_time = false;  // else it was ended
    int code = -1;         // 127: the shell did not find it
    std::string output;    // of read_command: at most 1 MiB, the rest is passed over
};

// `sh -c`; what it prints goes to standard error. What it leaves running goes on.
CommandResult run_command(const std::string& command, std::chrono::milliseconds limit);

// The same with its standard output, and nothing left running.
CommandResult read_command(const std::string& command, std::chrono::milliseconds limit);

// A command that goes on, and what it prints.
class RunningCommand {
public:
    explicit RunningCommand(const std::string& command);
    ~RunningCommand();
    RunningCommand(const RunningCommand&) = delete;
    RunningCommand& operator=(const RunningCommand&) = delete;

    // Its output since the last call; waits for nothing. At most 1 MiB is kept between two calls.
    std::string added();
    // Its output is at its end, and all of it taken.
    bool ended() const;
    // Waits for that end, or ends it.
    CommandResult finish(std::chrono::milliseconds limit);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// Kills what runs of all of these, for a process that is about to end; may be called by a signal
// handler.
void end_running_commands() noexcept;

}  // namespace starzero::process
