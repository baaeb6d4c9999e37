// Messages: P-01, P-02, P-03, P-06, P-08, P-17. Raw octets, as a datagram.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(starzero::targets::as_text(data, size),
                                    {"P-02-message", "P-08", "P-17"});
    return 0;
}
