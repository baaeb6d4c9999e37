// The two sides of a registrar that is loaded at run time: a shared object with a parser and a core
// of its own, healthy or with one fault, and the executable with the judge, which has neither from
// it.
#pragma once

#include "starzero/model/digest.hpp"
#include "starzero/sut/reference.hpp"

extern "C" {

// Exported by the shared object; the caller deletes it through starzero_zoo_end.
starzero::sut::SystemUnderTest* starzero_zoo_make(const starzero::model::DigestHash* hash);
void starzero_zoo_start_like(starzero::sut::SystemUnderTest* system,
                             const starzero::model::SharedPolicy* policy,
                             const starzero::sut::SystemUnderTest* other);
void starzero_zoo_end(starzero::sut::SystemUnderTest* system);
}
