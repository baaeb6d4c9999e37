// The third adapter of choices: each pick is a RapidCheck draw, so it shrinks towards the simplest.
#pragma once

#include <rapidcheck.h>

#include "starzero/scenario/choices.hpp"

namespace starzero::properties {

class RapidChoices final : public scenario::Choices {
public:
    std::uint32_t pick(std::uint32_t n) override {
        return n <= 1 ? 0 : *rc::gen::inRange<std::uint32_t>(0, n);
    }
};

}  // namespace starzero::properties
