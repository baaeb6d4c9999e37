// What transformations share: which scenarios and messages they may touch, and how.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "starzero/invariants/request_facts.hpp"
#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/event.hpp"

namespace starzero::invariants {

using scenario::Choices;
using scenario::EditableMessage;
using scenario::Event;
using scenario::Scenario;

// Default limits, no streams: small limits make spelling count, pieces have no rows to edit.
bool is_plain(const Scenario& scenario);

// Does a policy of the scenario, at its head or later, offer this?
bool ever_offers(const Scenario& scenario, model::Extension extension);

// Does a lookup name a GRUU by the order in which answers showed them?
bool looks_back(const Scenario& scenario);

bool has_event(const Scenario& scenario, scenario::EventKind kind);

// A REGISTER datagram whose text is sound up to its contacts, with a branch of our time. The
// policy is that of the scenario's head.
std::optional<RequestFacts> clean_register(const Scenario& scenario, const Event& event);

// Indices of the clean REGISTER events.
std::vector<std::size_t> clean_registers(const Scenario& scenario);

// Edits one clean REGISTER or all of them; nothing when no edit changed anything.
using Edit = std::function<void(EditableMessage& message, Choices& choices)>;
std::optional<Scenario> edit_registers(const Scenario& scenario, Choices& choices,
                                       const Edit& edit);

// When each event happens, as far as the scenario itself says (which is all there is).
std::vector<model::Millis> times_of(const Scenario& scenario);

// A send event at the time of the one it stands before.
Event inserted_send(std::string octets);

// The scenario's Contact URIs, as written between brackets or alone, without repeats.
std::vector<std::string> contact_uris(const Scenario& scenario);

}  // namespace starzero::invariants
