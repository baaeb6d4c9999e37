// Stream framing: M-43, P-18, P-20. Raw octets of a connection, cut in several ways.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(starzero::targets::as_text(data, size), {"M-43", "P-18"});
    return 0;
}
