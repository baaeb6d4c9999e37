// One line that is rewritten on a terminal, and nothing at all on a pipe.
#pragma once

#include <chrono>
#include <string>

namespace starzero::tool {

// Colours and rewriting only where a person looks (a terminal, and no NO_COLOR).
bool is_terminal(int descriptor);
std::string coloured(const std::string& text, int colour);

class Progress {
public:
    Progress();
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // At most ten times a second.
    void show(const std::string& line);

    // Whether show() would print now: building a line can cost more than the work it tells of.
    bool due() const;

private:
    bool visible_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_;
};

// Set by the first Ctrl-C: the command ends its work, tells what it has and leaves.
bool interrupted();
void watch_interrupt();

}  // namespace starzero::tool
