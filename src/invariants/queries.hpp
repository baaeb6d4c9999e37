// Small questions that several judges ask of an exchange.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/invariants/exchange.hpp"

namespace starzero::invariants {

// The views of one address-of-record, in the snapshot's order.
model::Snapshot of_aor(const model::Snapshot& snapshot, std::string_view aor);

// All views but those of one address-of-record.
model::Snapshot without_aor(const model::Snapshot& snapshot, std::string_view aor);

// The view with these URI octets, or nullptr.
const model::BindingView* with_uri(const model::Snapshot& snapshot, std::string_view uri);

// Is the snapshot after the entry what lived before it?
bool unchanged(const Exchange& x);

// Every fault of the request, which is not a repeat, is of this stage and kind.
bool only_fault(const Exchange& x, int stage, std::string_view what);
bool has_fault(const Exchange& x, int stage, std::string_view what);

// A failing store may turn any answer into a 500.
bool store_failed(const Exchange& x);

// 200 that changed nothing because the CSeq was not higher and the policy says so (D-01).
bool ignored(const Exchange& x);

// Executed REGISTER whose contacts were read, answered 2xx and not ignored.
bool took_effect(const Exchange& x);

// Does the policy know the user of this address-of-record?
bool is_known(const model::Policy& policy, std::string_view aor);

// The same, with contacts of which none is overruled by an equal one (D-04): what is asked of one
// contact may be looked for in the outcome.
bool each_contact_counts(const Exchange& x);

// No two bindings have the same URI octets, as matching the first alone may leave (D-05): a binding
// may be looked for by its URI.
bool one_binding_a_uri(const Exchange& x);

// The binding that a contact of the request names, as it is afterwards: by instance-id and reg-id
// where those are the key, else by URI octets; nullptr if there is none.
const model::BindingView* bound(const Exchange& x, const sip::Contact& contact);

// The key of a contact of the request.
ContactKey key_of(const Exchange& x, const sip::Contact& contact);

// The interval that a contact asks for, and whether the client gave it.
struct Asked {
    bool given = false;
    bool malformed = false;
    std::uint32_t seconds = 0;
};
Asked asked_interval(const RequestFacts& request, const sip::Contact& contact);

// Seconds that a contact of the answer shows; -1 if none can be read.
std::int64_t shown_interval(const sip::Contact& contact);

// The tag that the answer put into a To that had none (8.2.6.2); empty if it is no such answer.
std::string_view new_to_tag(const Exchange& x);

// The bindings of the address-of-record that a lookup asks for; nullptr where it cannot be said
// which of them must be offered: of GRUUs, of numbers of a PBX, of sips requests, of a store that
// fails.
const TrackedList* asked_of(const Exchange& x);

// Does a target of the lookup stand for the binding: the contact itself, one that equals it
// (RFC 3261 16.5), or one of its instance where a lookup offers one of each (RFC 5626 section 7)?
bool is_offered(const Exchange& x, const Tracked& binding);

// Multicast, broadcast or unspecified: an address to which no response may go (O-33).
bool is_for_many(const sip::Host& host) noexcept;

std::string quoted(std::string_view text);

}  // namespace starzero::invariants
