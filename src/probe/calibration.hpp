// What a server's policy is, learnt from a few requests: the freedom that the RFCs grant is no
// finding, so it must be known before anything is judged.
#pragma once

#include <string>
#include <vector>

#include "starzero/live/live_system.hpp"
#include "starzero/model/policy.hpp"

namespace starzero::probe {

// The server cannot be probed as asked; the text says what to do.
class Unusable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Calibration {
    model::Policy policy;
    std::vector<std::string> lines;  // what was learnt, for people
};

// About twenty requests under an address-of-record of its own. Throws Unusable, live::Unreachable.
Calibration calibrate(live::LiveSystem& system, const std::string& domain);

}  // namespace starzero::probe
