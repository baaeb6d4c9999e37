// Whether the server's process lives, asked of the machine and not of the server: one that answered
// and died, or that somebody restarted at once, looks alive from the wire.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

namespace starzero::probe {

struct VitalOptions {
    std::string pid;       // a process id, or a file that holds one; empty: not watched
    std::string liveness;  // a command that fails when the server is dead; empty: not asked
};

class NotThere : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class VitalSigns {
public:
    explicit VitalSigns(VitalOptions options) : options_(std::move(options)) {}

    // From here on this process is the server. Throws NotThere.
    void begin();

    // Why it is taken for dead; nothing while it lives.
    std::optional<std::string> lost() const;

private:
    VitalOptions options_;
    long pid_ = 0;
};

}  // namespace starzero::probe
