// The structural mutator as AFL++ takes one (its docs/custom_mutators.md): afl-fuzz loads this
// library by AFL_CUSTOM_MUTATOR_LIBRARY and goes on with its own mutations of octets beside it.
#include <cstring>
#include <new>
#include <vector>

#include "support/scenario_input.hpp"

namespace {

struct Mutator {
    unsigned state;  // a seed for each call, from afl-fuzz's own
    std::vector<std::uint8_t> buffer;
};

}  // namespace

extern "C" {

void* afl_custom_init(void* /*afl*/, unsigned seed) { return new (std::nothrow) Mutator{seed, {}}; }

std::size_t afl_custom_fuzz(void* data, std::uint8_t* input, std::size_t size, std::uint8_t** out,
                            std::uint8_t* other, std::size_t other_size, std::size_t max_size) {
    using namespace starzero::targets;
    auto& mutator = *static_cast<Mutator*>(data);
    const unsigned seed = mutator.state = mutator.state * 1'664'525U + 1'013'904'223U;
    mutator.buffer.resize(max_size);
    *out = mutator.buffer.data();
    if (other != nullptr && other_size > 0 && (seed >> 16) % 8 == 0) {
        return cross_inputs(input, size, other, other_size, *out, max_size, seed);
    }
    const std::size_t taken = size < max_size ? size : max_size;
    std::memcpy(*out, input, taken);
    return mutate_input(*out, taken, max_size, seed);
}

void afl_custom_deinit(void* data) { delete static_cast<Mutator*>(data); }
}
