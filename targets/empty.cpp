// Nothing at all: the ceiling that docs/performance.md measures the other targets against.
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t) { return 0; }
