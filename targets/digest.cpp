// Authorization and WWW-Authenticate values: P-01, P-06. One value.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(starzero::targets::as_text(data, size),
                                    {"P-01-auth", "P-06-auth"});
    return 0;
}
