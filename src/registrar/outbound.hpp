// Is outbound used for this REGISTER? (RFC 5626 section 6.) One named function, since this very
// question, asked of `Contact: *`, is where Kamailio first logged an error and then crashed. The
// answer never depends on Expires, so no form of it can be read wrongly here.
#pragma once

#include <cstddef>
#include <cstdint>

#include "starzero/model/policy.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/route_list.hpp"

namespace starzero::registrar {

enum class OutboundUse : std::uint8_t {
    not_asked,       // no contact has a usable reg-id: nothing to decide
    used,            // (AOR, instance-id, reg-id) is the key of the contacts that have one
    ignored,         // not the first hop, no ob on the path: reg-id counts for nothing
    lacks_first_hop  // the same, and the user agent supports outbound: 439
};

struct OutboundQuestion {
    const model::Policy& policy;
    const sip::ContactList& contacts;          // a wildcard and a query have none
    std::size_t via_values = 1;                // 1: the registrar is the first hop
    const std::vector<sip::RouteValue>& path;  // topmost first
    bool supported = false;                    // `outbound` stands in Supported
};

OutboundUse outbound_use(const OutboundQuestion& question) noexcept;

// Does the registrar see the user agent's own flow, without a proxy between?
inline bool is_first_hop(const OutboundQuestion& question) noexcept {
    return question.via_values == 1;
}

}  // namespace starzero::registrar
