// The one list of everything this suite knows of a registrar. Targets, properties, replay,
// triage and the generated documentation read it; nobody keeps a rule elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/invariants/exchange.hpp"
#include "starzero/invariants/verdict.hpp"
#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::invariants {

enum class Strength : std::uint8_t {
    must,    // a MUST of an RFC, or follows from one
    should,  // a SHOULD: a warning against somebody else's server
    policy,  // this project's choice: binds our core, a remark about others
};

// What has to be visible for a rule to be asked at all.
enum Need : std::uint8_t {
    wire = 1 << 0,
    log = 1 << 1,
    snapshot = 1 << 2,
    lookup = 1 << 3,
    events = 1 << 4,
    octets = 1 << 5,    // a value check: no transcript, only text
    held = 1 << 7,      // which contacts the system holds, in a snapshot or by URI alone
    extended = 1 << 6,  // some extension on offer: nothing to judge while the policy has none
};

enum class Kind : std::uint8_t { judge, relation, value };

// A judge is a fold over the transcript whose state is the ledger: one verdict an entry.
using Judge = Verdict (*)(const Exchange& exchange);

// A relation says how another scenario must come out beside this one. The driver runs both.
using Transform = std::optional<scenario::Scenario> (*)(const scenario::Scenario& scenario,
                                                        scenario::Choices& choices);
using Compare = Verdict (*)(const scenario::Transcript& left, const scenario::Transcript& right);

// A value check looks at octets as one kind of text.
using ValueCheck = Verdict (*)(std::string_view octets);

struct Invariant {
    std::string_view id;
    std::string_view requirements;  // ids of the requirement catalogue, blank separated
    Strength strength = Strength::must;
    std::string_view title;
    std::string_view statement;
    unsigned needs = wire;
    Judge judge = nullptr;
    Transform transform = nullptr;
    Compare compare = nullptr;
    ValueCheck value = nullptr;

    Kind kind() const noexcept {
        if (judge != nullptr) return Kind::judge;
        return transform != nullptr ? Kind::relation : Kind::value;
    }
};

// For the families' arrays: a relation, and a value check.
consteval Invariant relation(std::string_view id, std::string_view requirements,
                             std::string_view title, std::string_view statement, unsigned needs,
                             Transform transform, Compare compare,
                             Strength strength = Strength::must) {
    Invariant entry{id, requirements, strength, title, statement, needs};
    entry.transform = transform;
    entry.compare = compare;
    return entry;
}

consteval Invariant value(std::string_view id, std::string_view requirements,
                          std::string_view title, std::string_view statement, ValueCheck check) {
    Invariant entry{id, requirements, Strength::must, title, statement, octets};
    entry.value = check;
    return entry;
}

// Every entry, judges first, in the order of docs/invariants.md.
std::span<const Invariant> catalogue();

const Invariant* find_invariant(std::string_view id);

// The families, one file each.
std::span<const Invariant> state_rules();          // S rows
std::span<const Invariant> operational_rules();    // O rows
std::span<const Invariant> register_rules();       // RFC 3261 10.3
std::span<const Invariant> answer_rules();         // RFC 3261 8.2, 17.2, 18.2, 20
std::span<const Invariant> listing_rules();        // what a 2xx lists, from the wire alone
std::span<const Invariant> outbound_rules();       // RFC 5626
std::span<const Invariant> path_rules();           // RFC 3327, 3608, 5630, 6140, 8599, 7118, 3581
std::span<const Invariant> gruu_rules();           // RFC 5627, 5628
std::span<const Invariant> digest_rules();         // RFC 7616, 8760, 3261 section 22
std::span<const Invariant> event_rules();          // RFC 3680
std::span<const Invariant> message_relations();    // M rows on one request
std::span<const Invariant> sequence_relations();   // M rows on whole sequences
std::span<const Invariant> extension_relations();  // M rows on what extensions read
std::span<const Invariant> value_rules();          // P rows
std::span<const Invariant> extension_values();     // P rows of what extensions read

std::string_view to_string(Strength strength) noexcept;
std::string_view to_string(Kind kind) noexcept;
std::string needs_text(unsigned needs);

}  // namespace starzero::invariants
