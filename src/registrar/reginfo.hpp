// application/reginfo+xml: what a watcher of an address-of-record is told (RFC 3680 section 5, with
// the GRUUs of RFC 5628).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/registrar/gruu.hpp"
#include "starzero/registrar/location_service.hpp"

namespace starzero::registrar {

struct RegistrationInfo {
    std::string_view aor;
    std::uint32_t version = 0;  // from 0, one more with each document of a subscription
    bool full = false;          // all contacts; else those that changed
    bool any_bound = false;     // afterwards
    std::vector<BindingChange> contacts;
};

// gruus: nullptr where the registrar offers none.
std::string print_reginfo(const RegistrationInfo& info, std::uint64_t registration_id,
                          const Gruus* gruus, Millis now);

}  // namespace starzero::registrar
