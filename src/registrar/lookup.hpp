// What a proxy gets for the Request-URI of a request: RFC 3261 16.5 and the extensions that decide
// which bindings may be used (RFC 5626 section 7, 5627 6.1, 5630 5.3, 6140 section 5).
#pragma once

#include <optional>
#include <string>

#include "starzero/model/lookup.hpp"
#include "starzero/model/policy.hpp"
#include "starzero/registrar/gruu.hpp"
#include "starzero/registrar/location_service.hpp"

namespace starzero::registrar {

struct LookupContext {
    const model::Policy& policy;
    LocationService& locations;
    const Gruus& gruus;
    Millis now = 0;
};

// An address-of-record of ours, or a number of a PBX.
model::Lookup look_up_address(const LookupContext& context, const sip::Uri& uri,
                              const std::string& aor);

// A URI with gr: one binding of its instance, the others as alternatives. unknown_aor if it is no
// valid GRUU (404), no_bindings if it is one of an instance that is not there now (480).
model::Lookup look_up_gruu(const LookupContext& context, const sip::Uri& uri);

// Whose a temporary GRUU is, if it is valid now.
struct GruuOwner {
    std::string aor;
    std::string instance;
};
StoreResult<std::optional<GruuOwner>> owner_of_temporary(const LookupContext& context,
                                                         const sip::Uri& uri);

}  // namespace starzero::registrar
