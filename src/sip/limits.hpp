// Bounds on what a peer can make the parsers hold (requirements O-17 to O-20).
#pragma once

#include <cstddef>

namespace starzero::sip {

struct Limits {
    std::size_t message_octets = 65'535;  // whole message, framing included
    std::size_t rows = 256;               // header rows of one message
    std::size_t row_octets = 8'192;       // one header value, folds included
    std::size_t list_values = 64;         // values of one comma list over all its rows
    std::size_t params = 32;              // parameters of one value or one URI
};

// For text that was accepted once under whatever limits a policy set: reading it again never fails.
inline constexpr Limits accepted_text{.message_octets = 1U << 30,
                                      .rows = 1U << 20,
                                      .row_octets = 1U << 30,
                                      .list_values = 1U << 20,
                                      .params = 1U << 20};

}  // namespace starzero::sip
