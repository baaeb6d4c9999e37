// What a scenario came to, in a form that two transcripts can be compared by: statuses, listed
// contacts and bindings, without tags, branches, dates and spelling that does not count.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "starzero/invariants/verdict.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::invariants {

// One spelling for all URIs that differ only in ways which keep them equal to the same third
// URIs: case of scheme, host, parameter names and values, order of parameters and headers,
// escapes of unreserved characters, spelling of addresses.
std::string canonical_uri(std::string_view text);

struct Effect {
    std::vector<int> statuses;
    std::vector<std::string> contacts;  // of 2xx responses, sorted
    std::vector<std::string> targets;   // of a lookup, in order
    std::vector<std::string> bindings;  // of the snapshot, sorted
    friend bool operator==(const Effect&, const Effect&) = default;
};

// How much of a binding counts.
enum class Detail : std::uint8_t {
    all,      // everything but the instant of first registration
    lasting,  // what outlives a refresh: URI, display, parameters, q, but no times and CSeq
};

Effect effect_of(const scenario::Entry& entry, Detail detail);

// An event that a relation put in; comparisons pass over it.
inline constexpr std::string_view inserted_mark = "starzero-inserted";
bool is_inserted(const scenario::Event& event);

// Entries pairwise, inserted ones left out.
Verdict same_effect(const scenario::Transcript& left, const scenario::Transcript& right,
                    Detail detail = Detail::all);

// The same with every detail, as most relations compare.
Verdict same_in_all(const scenario::Transcript& left, const scenario::Transcript& right);

// The same for two ranges of entries.
Verdict same_entries(const std::vector<const scenario::Entry*>& left,
                     const std::vector<const scenario::Entry*>& right, Detail detail);

std::vector<const scenario::Entry*> own_entries(const scenario::Transcript& transcript);

}  // namespace starzero::invariants
