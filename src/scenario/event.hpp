// What a driver wants to happen: one event of a scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "starzero/model/flow.hpp"
#include "starzero/model/shared_policy.hpp"
#include "starzero/model/time.hpp"

namespace starzero::scenario {

enum class EventKind : std::uint8_t {
    send,        // octets on a flow; an unknown flow is a UDP flow from the default source
    flow,        // declares a flow
    close,       // the flow goes
    advance,     // time passes, and timers run
    wall,        // the wall clock jumps, time does not
    lookup,      // a proxy asks for the targets of a URI
    fail_store,  // the k-th store call from now fails
    restart,     // the system stops and starts again with what its store kept
    reload,      // another policy from now on
    subscribe,   // somebody watches the registration events of a URI
};

// With a send: the peer answers the last digest challenge it had on that flow, and sends the
// octets as they are while it had none. What is off here is off in the credentials.
struct Credentials {
    std::string user;
    std::string password;
    bool repeat_count = false;     // nc as in the credentials before
    bool first_nonce = false;      // of the first challenge on the flow, not the last
    bool without_qop = false;      // the form of RFC 2069
    std::uint32_t preference = 0;  // which of the offered challenges, the topmost being 0
    friend bool operator==(const Credentials&, const Credentials&) = default;
};

struct Event {
    EventKind kind = EventKind::send;
    std::optional<model::Millis> at;         // not before this instant; none: as soon as possible
    std::string subject;                     // flow of send and close, URI of lookup and subscribe
    std::string octets;                      // of send
    std::optional<Credentials> credentials;  // of send
    std::int64_t number = 0;                 // ms of advance and wall, k of fail-store
    model::Flow flow;                        // of flow
    model::SharedPolicy policy;              // of reload
};

// A relation that this scenario broke, and the draws that its transformation took.
struct BrokenRelation {
    std::string id;
    std::vector<std::uint32_t> choices;
    friend bool operator==(const BrokenRelation&, const BrokenRelation&) = default;
};

struct Scenario {
    model::SharedPolicy policy;
    std::optional<BrokenRelation> relation;
    std::vector<Event> events;
};

}  // namespace starzero::scenario
