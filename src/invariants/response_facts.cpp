#include "starzero/invariants/response_facts.hpp"

#include "starzero/sip/credentials.hpp"

namespace starzero::invariants {

namespace {

// A 200 may list as many bindings as the policy allows, whatever a request may carry.
constexpr const sip::Limits& wide = sip::accepted_text;

}  // namespace

std::string_view ResponseFacts::value(sip::HeaderId id) const noexcept {
    const auto* row = message().first(id);
    return row != nullptr ? row->value : std::string_view{};
}

std::vector<std::string> challenge_nonces(const ResponseFacts& response) {
    std::vector<std::string> nonces;
    for (const sip::HeaderRow& row : response.message().rows) {
        if (row.id != sip::HeaderId::www_authenticate) continue;
        const auto value = sip::parse_auth_value(row.value, wide);
        if (value && value->text("nonce")) nonces.push_back(*value->text("nonce"));
    }
    return nonces;
}

ResponseFacts read_response(std::string_view octets) {
    ResponseFacts facts;
    facts.parsed = sip::parse_message(octets, sip::Framing::datagram, wide);
    if (!facts.message().start.request) facts.status = facts.message().start.status;
    for (const sip::HeaderRow& row : facts.message().rows) {
        if (row.id == sip::HeaderId::via) {
            facts.vias_read = sip::parse_via_row(row.value, facts.vias, wide) && facts.vias_read;
        } else if (row.id == sip::HeaderId::contact) {
            facts.contacts_read =
                sip::parse_contact_row(row.value, facts.contacts, wide) && facts.contacts_read;
        }
    }
    if (auto from = sip::parse_single_name_addr(facts.value(sip::HeaderId::from), wide)) {
        facts.from = std::move(*from);
    }
    if (auto to = sip::parse_single_name_addr(facts.value(sip::HeaderId::to), wide)) {
        facts.to = std::move(*to);
    }
    if (const auto cseq = sip::parse_cseq(facts.value(sip::HeaderId::cseq))) facts.cseq = *cseq;
    return facts;
}

}  // namespace starzero::invariants
