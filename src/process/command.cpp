#include "starzero/process/command.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/process.hpp>

namespace starzero::process {

namespace {

namespace asio = boost::asio;
namespace bp = boost::process;
using boost::system::error_code;

constexpr std::size_t output_most = 1 << 20;
constexpr std::size_t groups_most = 256;  // what is begun beyond them is not ended by a signal

// Process groups of the commands that run now; 0 is a free place. A signal handler takes no lock.
std::array<std::atomic<pid_t>, groups_most> running{};

class Registered {
public:
    explicit Registered(pid_t group) noexcept {
        for (auto& place : running) {
            pid_t free = 0;
            if (!place.compare_exchange_strong(free, group)) continue;
            place_ = &place;
            return;
        }
    }
    ~Registered() {
        if (place_ != nullptr) place_->store(0);
    }
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;

private:
    std::atomic<pid_t>* place_ = nullptr;
};

}  // namespace

struct RunningCommand::Parts {
    asio::io_context io;
    bp::async_pipe pipe{io};
    bp::group group;
    bp::child child;
    std::optional<Registered> registered;
    std::array<char, 16'384> buffer{};
    std::string output;
    bool open = true;

    void read() {
        pipe.async_read_some(asio::buffer(buffer), [this](error_code error, std::size_t size) {
            if (output.size() < output_most) output.append(buffer.data(), size);
            if (error) open = false;
            else read();
        });
    }
    void end() {
        std::error_code ignored;
        group.terminate(ignored);
        child.wait(ignored);
    }
};

RunningCommand::RunningCommand(const std::string& command) : parts_(std::make_unique<Parts>()) {
    parts_->child = bp::child("/bin/sh", "-c", command, bp::std_out > parts_->pipe,
                              bp::std_in < bp::null, parts_->group);
    parts_->registered.emplace(parts_->group.native_handle());
    parts_->read();
}

RunningCommand::~RunningCommand() { parts_->end(); }

std::string RunningCommand::added() {
    parts_->io.restart();
    parts_->io.poll();
    return std::exchange(parts_->output, {});
}

bool RunningCommand::ended() const { return !parts_->open && parts_->output.empty(); }

CommandResult RunningCommand::finish(std::chrono::milliseconds limit) {
    parts_->io.restart();
    parts_->io.run_for(limit);
    CommandResult result;
    result.in_time = !parts_->open;
    std::error_code error;
    if (result.in_time) parts_->child.wait(error);
    else parts_->end();
    parts_->registered.reset();
    result.code = parts_->child.exit_code();
    result.output = std::exchange(parts_->output, {});
    return result;
}

CommandResult read_command(const std::string& command, std::chrono::milliseconds limit) {
    return RunningCommand(command).finish(limit);
}

CommandResult run_command(const std::string& command, std::chrono::milliseconds limit) {
    bp::group group;
    bp::child child("/bin/sh", "-c", command, bp::std_out > stderr, bp::std_in < bp::null, group);
    const Registered registered(group.native_handle());
    CommandResult result;
    std::error_code error;
    const auto end = std::chrono::steady_clock::now() + limit;
    while (child.running(error) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    result.in_time = !child.running(error);
    if (!result.in_time) {
        group.terminate(error);
        child.wait(error);
    }
    group.detach();
    result.code = child.exit_code();
    return result;
}

void end_running_commands() noexcept {
    for (const auto& place : running) {
        const pid_t group = place.load();
        if (group > 0) ::kill(-group, SIGKILL);
    }
}

}  // namespace starzero::process
