// What a request says, read by the judge for itself, and the faults that stand in its text
// (stages 0 to 15 of the requirement catalogue). Knows nothing of the registrar's code.
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
#include "starzero/sip/route_list.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::invariants {

struct Fault {
    int stage = 0;
    std::array<int, 2> codes{};  // that a refusal for it may carry; 0: no further one
    std::string_view what;
};

// What outbound (RFC 5626 section 6) makes of a request.
enum class FlowUse : std::uint8_t {
    none,     // off, or no contact with instance-id and reg-id
    keyed,    // instance-id and reg-id are the key
    ignored,  // there is a proxy before us without ob, and the user agent does not support it
    refused,  // the same, and it does: 439
};

// How a contact is found again.
struct ContactKey {
    std::string instance;      // one spelling of the URN; empty if none counts here
    std::uint32_t reg_id = 0;  // 0: by its URI
    bool wanted = true;        // an interval other than zero is asked for
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
    std::vector<ContactKey> keys;  // of the contacts, one each; empty unless an extension is on
    std::vector<std::string_view> supported;
    std::vector<sip::RouteValue> path;  // where Path counts and could be read
    FlowUse flow_use = FlowUse::none;
    bool bulk = false;  // Require: gin from a PBX: bnc means something (RFC 6140 5.2)
    sip::Interval expires;
    std::vector<Fault> faults;
    bool complete = false;  // carries what a conformant request must (8.1.1)

    const sip::Message& message() const noexcept { return parsed.message; }
    bool is_register() const noexcept { return message().start.method == "REGISTER"; }
    bool has_contact() const noexcept { return message().count(sip::HeaderId::contact) != 0; }
    bool supports(std::string_view tag) const noexcept;
    bool requires_tag(std::string_view tag) const noexcept;
    // How the contact at this place is found again.
    ContactKey key(std::size_t index) const {
        return index < keys.size() ? keys[index] : ContactKey{};
    }
    bool faulty_up_to(int stage) const noexcept;
    // No fault in its text: the headline rule hangs on this.
    bool conformant() const noexcept { return complete && faults.empty() && silence.empty(); }
};

std::string_view tag_of(const std::optional<sip::NameAddr>& value) noexcept;

// Stages 14 and 15 of the extensions: Supported, Path, keys, and the faults they make.
void read_extension_facts(RequestFacts& facts, const model::Policy& policy);

// Are both the same binding's: by instance-id and reg-id, or by URI, in which RFC 5630 takes sip
// and sips for one?
bool same_place(const sip::Contact& a, const ContactKey& key_a, const sip::Contact& b,
                const ContactKey& key_b, const model::Policy& policy);
bool same_uri(const sip::Uri& a, const sip::Uri& b, const model::Policy& policy);

// Parameters that a contact keeps, as text in their order: all but the interval and the GRUUs,
// which only a registrar may say (RFC 5627 5.1).
std::string kept_params(const sip::Contact& contact);

// The numbers that the address-of-record stands for; nullptr if it is no PBX's.
const model::BulkNumbers* pbx_at(const model::Policy& policy, const sip::Uri& to);

// The option tags that the policy's extensions understand.
bool is_understood(const model::Policy& policy, std::string_view tag) noexcept;

// The octets must live as long as the facts, which are views into them.
RequestFacts read_request(std::string_view octets, sip::Framing framing,
                          const model::Policy& policy);

}  // namespace starzero::invariants
