// The system under test: anything that turns the events of a scenario into observations.
// Carries octets and model types only, so that a mutant may bring its own broken parser while
// the judge keeps a healthy one.
#pragma once

#include "starzero/scenario/event.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::sut {

class SystemUnderTest {
public:
    virtual ~SystemUnderTest() = default;

    // A fresh system without bindings, at 0 s.
    virtual void start(const model::SharedPolicy& policy) = 0;

    // Does what the event says and tells what was seen until the system was quiet again.
    virtual scenario::Entry apply(const scenario::Event& event) = 0;
};

}  // namespace starzero::sut
