// A probe's outcome as one HTML page.
#pragma once

#include <string>
#include <vector>

#include "starzero/probe/campaign.hpp"
#include "starzero/tool/probe_report.hpp"

namespace starzero::tool {

struct ProbeFacts {
    std::string endpoint;
    std::vector<std::string> policy;  // what was learnt
    std::uint64_t requests = 0;
    std::string stopped;  // why it ended before its time; mostly empty
};

std::string probe_page(const probe::Campaign& campaign, const Known& known,
                       const ProbeFacts& facts);

}  // namespace starzero::tool
