// One request on its way through the stages: what each stage learns, the next may use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/flow.hpp"
#include "starzero/model/policy.hpp"
#include "starzero/registrar/location_service.hpp"
#include "starzero/registrar/transactions.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/cseq.hpp"
#include "starzero/sip/message.hpp"

namespace starzero::registrar {

// A contact with the interval it will get.
struct Change {
    const sip::Contact* contact = nullptr;
    sip::Uri const* uri = nullptr;
    int q = -1;                 // thousandths
    std::uint32_t granted = 0;  // seconds; 0 removes
};

struct Request {
    // given
    const sip::ParsedMessage& parsed;
    const model::Flow& flow;
    const model::Policy& policy;
    const sip::Limits& limits;
    LocationService& locations;
    const Transactions& transactions;
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
    std::vector<Change> changes;
    std::vector<Binding> bindings;  // live before; after the update stage: as they will be
    bool keeps_state = false;       // out of order, and the policy answers 200 (D-01)

    const sip::Message& message() const noexcept { return parsed.message; }
    std::string_view from_tag() const noexcept { return tag_of(from); }
    std::string_view to_tag() const noexcept { return tag_of(to); }
    bool is_query() const noexcept { return message().count(sip::HeaderId::contact) == 0; }

private:
    static std::string_view tag_of(const sip::NameAddr& value) noexcept {
        const sip::Param* tag = sip::find_param(value.params, "tag");
        return tag != nullptr && tag->value ? *tag->value : std::string_view{};
    }
};

}  // namespace starzero::registrar
