// What a response says, read by the judge.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/contact.hpp"
#include "starzero/sip/cseq.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::invariants {

struct ResponseFacts {
    sip::ParsedMessage parsed;
    int status = 0;
    std::vector<sip::Via> vias;
    bool vias_read = true;
    std::optional<sip::NameAddr> from;
    std::optional<sip::NameAddr> to;
    std::optional<sip::CSeq> cseq;
    sip::ContactList contacts;
    bool contacts_read = true;

    const sip::Message& message() const noexcept { return parsed.message; }
    std::string_view value(sip::HeaderId id) const noexcept;
    bool is_success() const noexcept { return status >= 200 && status < 300; }
};

// The nonces of its challenges that can be read.
std::vector<std::string> challenge_nonces(const ResponseFacts& response);

// The octets must live as long as the facts.
ResponseFacts read_response(std::string_view octets);

}  // namespace starzero::invariants
