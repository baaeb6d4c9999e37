// URIs: P-02, P-11, P-15. One URI, or two on a line each to be compared.
#include "support/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = starzero::targets::as_text(data, size);
    starzero::targets::check_values(text.substr(0, text.find('\n')), {"P-02-uri"});
    starzero::targets::check_values(text, {"P-15", "P-11"});
    return 0;
}
