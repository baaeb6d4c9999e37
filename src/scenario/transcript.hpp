// What came of a scenario: under each event what was seen. Invariants read this and nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "starzero/model/binding_view.hpp"
#include "starzero/model/held.hpp"
#include "starzero/model/log_record.hpp"
#include "starzero/model/lookup.hpp"
#include "starzero/model/reg_event.hpp"
#include "starzero/scenario/event.hpp"

namespace starzero::scenario {

struct Entry {
    Event event;
    model::Millis now = 0;   // when the event happened
    model::Millis wall = 0;  // what the wall clock showed
    // What really went out where the event does not spell it: the octets of a send with
    // credentials, the URI of a lookup of a GRUU; else empty.
    std::string sent;
    std::vector<model::Transmit> responses;
    std::vector<std::string> closed;  // flows the system gave up
    std::vector<model::LogRecord> logs;
    std::vector<model::RegEvent> reg_events;
    std::vector<model::RegDocument> documents;
    std::optional<model::Lookup> lookup;      // of a lookup event
    std::optional<model::Snapshot> snapshot;  // afterwards, where the system shows its bindings
    // Afterwards, for the address-of-record of a send, where the system tells no more than that.
    std::optional<std::vector<model::Held>> held;
};

// What went over the wire in a send event.
inline const std::string& octets_of(const Entry& entry) noexcept {
    return entry.sent.empty() ? entry.event.octets : entry.sent;
}

// The URI of a lookup.
inline const std::string& looked_up(const Entry& entry) noexcept {
    return entry.sent.empty() ? entry.event.subject : entry.sent;
}

struct Transcript {
    model::SharedPolicy policy;
    std::vector<Entry> entries;
};

}  // namespace starzero::scenario
