// What a request says, read by the judge for itself, and the faults that stand in its text
// (stages 0 to 14 of the requirement catalogue). Knows nothing of the registrar's code.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/flow.hpp"
#include "starzero/model/policy.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/cseq.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::invariants {

struct Fault {
    int stage = 0;
    std::array<int, 2> codes{};  // that a refusal for it may carry; 0: no further one
    std::string_view what;
};

struct RequestFacts {
    sip::ParsedMessage parsed;
    std::string_view silence;  // why no answer may come at all; empty: one must
    std::optional<sip::Via> top;
    std::vector<sip::Via> vias;
    std::optional<sip::Uri> request_uri;
    std::optional<sip::NameAddr> from;
    std::optional<sip::NameAddr> to;
    std::string_view call_id;
    std::optional<sip::CSeq> cseq;
    std::vector<std::string_view> require;
    std::string aor;  // empty unless To is a SIP URI
    sip::ContactList contacts;
    bool contacts_read = false;
    sip::Interval expires;
    std::vector<Fault> faults;
    bool complete = false;  // carries what a conformant request must (8.1.1)

    const sip::Message& message() const noexcept { return parsed.message; }
    bool is_register() const noexcept { return message().start.method == "REGISTER"; }
    bool has_contact() const noexcept { return message().count(sip::HeaderId::contact) != 0; }
    bool faulty_up_to(int stage) const noexcept;
    // No fault in its text: the headline rule hangs on this.
    bool conformant() const noexcept { return complete && faults.empty() && silence.empty(); }
};

std::string_view tag_of(const std::optional<sip::NameAddr>& value) noexcept;

// The octets must live as long as the facts, which are views into them.
RequestFacts read_request(std::string_view octets, sip::Framing framing,
                          const model::Policy& policy);

}  // namespace starzero::invariants
