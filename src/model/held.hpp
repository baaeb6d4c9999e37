// A contact that a system says it holds, when asked beside the protocol: what is left of a binding
// in the listings of its management commands.
#pragma once

#include <cstdint>
#include <string>

namespace starzero::model {

struct Held {
    std::string uri;
    std::int64_t seconds = -1;  // left; -1: not told
    friend bool operator==(const Held&, const Held&) = default;
};

}  // namespace starzero::model
