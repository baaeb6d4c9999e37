// Contact lists: P-02, P-04, P-05. One row's value.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(starzero::targets::as_text(data, size), {"P-05", "P-04"});
    return 0;
}
