// Other values: Via (P-02, P-12), quoting (P-07), escaping (P-09), instance-ids, reginfo, STUN.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    starzero::targets::check_values(
        starzero::targets::as_text(data, size),
        {"P-02-via", "P-07", "P-09", "P-15-instance", "P-06-reginfo", "P-06-stun"});
    return 0;
}
