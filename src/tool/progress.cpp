#include "starzero/tool/progress.hpp"

#include <csignal>
#include <cstdlib>
#include <unistd.h>

#include <fmt/core.h>

#include "starzero/process/command.hpp"

namespace starzero::tool {

namespace {

volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int) {
    if (interrupt_seen != 0) {
        process::end_running_commands();
        _exit(130);
    }
    interrupt_seen = 1;
}

}  // namespace

bool is_terminal(int descriptor) {
    return isatty(descriptor) != 0 && std::getenv("NO_COLOR") == nullptr;
}

std::string coloured(const std::string& text, int colour) {
    return is_terminal(STDOUT_FILENO) ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : text;
}

Progress::Progress() : visible_(is_terminal(STDERR_FILENO)) {}

Progress::~Progress() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
}

bool Progress::due() const {
    using namespace std::chrono;
    return visible_ && steady_clock::now() - last_ >= milliseconds(100);
}

void Progress::show(const std::string& line) {
    if (!due()) return;
    fmt::print(stderr, "\r\x1b[K{}", line.substr(0, 160));
    last_ = std::chrono::steady_clock::now();
    shown_ = true;
}

bool interrupted() { return interrupt_seen != 0; }

void watch_interrupt() {
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

}  // namespace starzero::tool
