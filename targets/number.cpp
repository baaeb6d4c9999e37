// Expires and other numbers: P-16, V-EXP, V-Q, V-CSEQ, V-DATE. One value.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(starzero::targets::as_text(data, size),
                                    {"P-16", "V-Q", "V-CSEQ", "V-DATE"});
    return 0;
}
