#include "starzero/zoo/mutant/exported.hpp"

// Everything else in the shared object is hidden.
#define STARZERO_EXPORTED __attribute__((visibility("default")))

using starzero::sut::Reference;
using starzero::sut::SystemUnderTest;

STARZERO_EXPORTED SystemUnderTest* starzero_zoo_make(const starzero::model::DigestHash* hash) {
    return hash != nullptr ? new Reference(*hash) : new Reference;
}

STARZERO_EXPORTED void starzero_zoo_start_like(SystemUnderTest* system,
                                               const starzero::model::SharedPolicy* policy,
                                               const SystemUnderTest* other) {
    static_cast<Reference*>(system)->start_like(*policy, *static_cast<const Reference*>(other));
}

STARZERO_EXPORTED void starzero_zoo_end(SystemUnderTest* system) { delete system; }
