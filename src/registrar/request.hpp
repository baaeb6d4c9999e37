// One request on its way through the stages: what each stage learns, the next may use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/flow.hpp"
#include "starzero/model/policy.hpp"
#include "starzero/registrar/digest_gate.hpp"
#include "starzero/registrar/gruu.hpp"
#include "starzero/registrar/location_service.hpp"
#include "starzero/registrar/outbound.hpp"
#include "starzero/registrar/transactions.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/cseq.hpp"
#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::registrar {

// A contact with the interval it will get.
struct Change {
    const sip::Contact* contact = nullptr;
    sip::Uri const* uri = nullptr;
    int q = -1;                 // thousandths
    std::uint32_t granted = 0;  // seconds; 0 removes
    std::string instance;       // sip::instance_key; empty: none, or nobody here reads it
    std::uint32_t reg_id = 0;   // not 0: (AOR, instance, reg-id) is the key of the binding
};

struct Request {
    // given
    const sip::ParsedMessage& parsed;
    const model::Flow& flow;
    const model::Policy& policy;
    const sip::Limits& limits;
    LocationService& locations;
    const Transactions& transactions;
    Gruus& gruus;
    DigestGate& gate;
    Millis now = 0;

    // learned
    bool whole = false;  // stages 0 to 2 passed: there is a transaction
    sip::Uri request_uri;
    std::vector<sip::Via> vias;
    sip::NameAddr from;
    sip::NameAddr to;
    std::string_view call_id;
    sip::CSeq cseq;
    std::string transaction;  // key, once whole
    std::string merge;
    std::string aor;
    sip::ContactList contacts;
    sip::Interval expires;
    std::string identity;                     // who authenticated; empty without digest
    std::vector<std::string_view> supported;  // option tags, where an extension asks for them
    std::vector<sip::RouteValue> path;
    bool supported_read = true;
    bool path_read = true;
    bool bulk = false;  // Require: gin from a PBX: contacts with bnc stand for its numbers
    OutboundUse outbound = OutboundUse::not_asked;
    std::vector<Change> changes;
    std::vector<Binding> bindings;          // live before; after the update stage: as they will be
    std::vector<InstanceRecord> instances;  // likewise
    bool keeps_state = false;               // out of order, and the policy answers 200 (D-01)

    const sip::Message& message() const noexcept { return parsed.message; }
    std::string_view from_tag() const noexcept { return tag_of(from); }
    std::string_view to_tag() const noexcept { return tag_of(to); }
    bool offers(model::Extension e) const noexcept { return policy.offers(e); }
    bool supports(std::string_view tag) const noexcept { return sip::contains_tag(supported, tag); }
    OutboundQuestion outbound_question() const noexcept {
        return {policy, contacts, vias.size(), path, supports("outbound")};
    }
    // Equal as contacts are: RFC 3261 19.1.4, with sip and sips alike under RFC 5630 (D-38).
    bool same_uri(const sip::Uri& a, const sip::Uri& b) const {
        return offers(model::Extension::sips) ? sip::equal_across_sips(a, b) : sip::equal(a, b);
    }
    bool is_query() const noexcept { return message().count(sip::HeaderId::contact) == 0; }

private:
    static std::string_view tag_of(const sip::NameAddr& value) noexcept {
        const sip::Param* tag = sip::find_param(value.params, "tag");
        return tag != nullptr && tag->value ? *tag->value : std::string_view{};
    }
};

}  // namespace starzero::registrar
