#include "starzero/scenario/choices.hpp"

namespace starzero::scenario {

std::uint32_t SeededChoices::pick(std::uint32_t n) {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    // Multiply and shift: no modulo bias worth speaking of, and the same on every machine.
    return n <= 1 ? 0 : static_cast<std::uint32_t>(((z >> 32) * n) >> 32);
}

std::uint32_t ByteChoices::pick(std::uint32_t n) {
    std::uint32_t value = 0;
    for (std::uint32_t span = n; span > 1 && !octets_.empty(); span = (span + 255) / 256) {
        value = value * 256 + static_cast<unsigned char>(octets_.front());
        octets_.remove_prefix(1);
    }
    return n <= 1 ? 0 : value % n;
}

std::uint32_t ListChoices::pick(std::uint32_t n) {
    if (list_.empty()) return 0;
    const std::uint32_t value = list_.front();
    list_ = list_.subspan(1);
    return n <= 1 ? 0 : value % n;
}

std::uint32_t RecordingChoices::pick(std::uint32_t n) {
    taken.push_back(behind_.pick(n));
    return taken.back();
}

}  // namespace starzero::scenario
