// What a driver wants to happen: one event of a scenario.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "starzero/model/flow.hpp"
#include "starzero/model/policy.hpp"
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
};

struct Event {
    EventKind kind = EventKind::send;
    std::optional<model::Millis> at;  // not before this instant; none: as soon as possible
    std::string subject;              // flow of send and close, URI of lookup
    std::string octets;               // of send
    std::int64_t number = 0;          // ms of advance and wall, k of fail-store
    model::Flow flow;                 // of flow
    std::shared_ptr<const model::Policy> policy;  // of reload
};

// A relation that this scenario broke, and the draws that its transformation took.
struct BrokenRelation {
    std::string id;
    std::vector<std::uint32_t> choices;
    friend bool operator==(const BrokenRelation&, const BrokenRelation&) = default;
};

struct Scenario {
    model::Policy policy;
    std::optional<BrokenRelation> relation;
    std::vector<Event> events;
};

}  // namespace starzero::scenario
