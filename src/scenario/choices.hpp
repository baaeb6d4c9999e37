// A source of small decisions. Everything that generates or mutates takes one, so that libFuzzer
// bytes, RapidCheck and a seed drive the same code. 0 is always the simplest choice.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace starzero::scenario {

class Choices {
public:
    virtual ~Choices() = default;

    // 0..n-1; n of 0 counts as 1.
    virtual std::uint32_t pick(std::uint32_t n) = 0;

    bool chance(std::uint32_t one_in) { return pick(one_in) + 1 == one_in; }

    template <class Container>
    const auto& among(const Container& values) {
        return values[pick(static_cast<std::uint32_t>(std::size(values)))];
    }
};

// Our own generator (SplitMix64): std distributions differ between libraries.
class SeededChoices final : public Choices {
public:
    explicit SeededChoices(std::uint64_t seed) : state_(seed) {}
    std::uint32_t pick(std::uint32_t n) override;

private:
    std::uint64_t state_;
};

// Draws from octets, one or more for each; simplest choices when they run out.
class ByteChoices final : public Choices {
public:
    explicit ByteChoices(std::string_view octets) : octets_(octets) {}
    std::uint32_t pick(std::uint32_t n) override;

private:
    std::string_view octets_;
};

// Repeats a recorded list; simplest choices when it runs out.
class ListChoices final : public Choices {
public:
    explicit ListChoices(std::span<const std::uint32_t> list) : list_(list) {}
    std::uint32_t pick(std::uint32_t n) override;

private:
    std::span<const std::uint32_t> list_;
};

// Passes through and remembers.
class RecordingChoices final : public Choices {
public:
    explicit RecordingChoices(Choices& behind) : behind_(behind) {}
    std::uint32_t pick(std::uint32_t n) override;
    std::vector<std::uint32_t> taken;

private:
    Choices& behind_;
};

}  // namespace starzero::scenario
