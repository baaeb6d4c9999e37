#include "support/scenario_input.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/mutator.hpp"
#include "starzero/scenario/scenario_text.hpp"

// The engine's own mutator; absent in a replay build, where nothing mutates.
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t max_size);

namespace starzero::targets {

namespace {

std::size_t write(const scenario::Scenario& scenario, std::uint8_t* out, std::size_t max_size) {
    const std::string text = print_scenario(scenario);
    const std::size_t size = std::min(text.size(), max_size);
    std::memcpy(out, text.data(), size);
    return size;
}

}  // namespace

scenario::Scenario read_input(const std::uint8_t* data, std::size_t size) {
    scenario::Scenario scenario =
        scenario::read_scenario(std::string_view(reinterpret_cast<const char*>(data), size));
    if (scenario.events.size() > events_most) scenario.events.resize(events_most);
    return scenario;
}

std::size_t mutate_input(std::uint8_t* data, std::size_t size, std::size_t max_size,
                         unsigned seed) {
    scenario::SeededChoices choices(seed);
    if (LLVMFuzzerMutate != nullptr && choices.pick(16) == 15) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    scenario::Scenario scenario = read_input(data, size);
    const auto steps = 1 + choices.pick(3);
    for (std::uint32_t i = 0; i < steps; ++i) mutate(scenario, choices, events_most);
    return write(scenario, data, max_size);
}

std::size_t cross_inputs(const std::uint8_t* data1, std::size_t size1, const std::uint8_t* data2,
                         std::size_t size2, std::uint8_t* out, std::size_t max_size,
                         unsigned seed) {
    scenario::SeededChoices choices(seed);
    const auto mixed =
        cross_over(read_input(data1, size1), read_input(data2, size2), choices, events_most);
    return write(mixed, out, max_size);
}

}  // namespace starzero::targets
