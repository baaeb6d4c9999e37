// Path, Route and Service-Route values: P-14. One row's value.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(starzero::targets::as_text(data, size), {"P-14-route"});
    return 0;
}
