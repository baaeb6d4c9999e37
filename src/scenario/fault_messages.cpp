#include "starzero/scenario/fault_messages.hpp"

#include <array>

#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/pools.hpp"

namespace starzero::scenario {

namespace {

using sip::HeaderId;

// Faults that RegisterMessage can hold.
void plant_in_parts(RegisterMessage& m, std::string_view require, Choices& choices) {
    constexpr std::array<std::string_view, 6> known{"OPTIONS",   "INVITE",  "CANCEL",
                                                    "SUBSCRIBE", "MESSAGE", "BYE"};
    constexpr std::array<std::string_view, 10> contacts{"<sip:a@192.0.2.4",
                                                        "sip:a@192.0.2.4?Route=x",
                                                        "\"open <sip:a@192.0.2.4>",
                                                        ";,",
                                                        "None",
                                                        "<sip:a@192.0.2.4>;x=1;X=2",
                                                        "<sip:a@192.0.2.4;y;Y=1>",
                                                        "a, b <sip:a@192.0.2.4>",
                                                        "<sip:a@192.0.2.4>;q=1.5",
                                                        "<sip:@192.0.2.4>"};
    constexpr std::array<std::string_view, 5> bad_to{
        "<tel:+15551234567>", "<isbn:2983792873>", "<sip:alice@elsewhere.invalid>",
        "\"open <sip:alice@example.com>", "<sip:al%4@example.com>"};
    constexpr std::array<std::string_view, 5> bad_uri{"sip:elsewhere.invalid", "http:example.com",
                                                      "<sip:example.com>", "sip:2001:db8::10",
                                                      "nobodyKnowsThisScheme:x"};
    switch (choices.pick(11)) {
        case 0: m.method = choices.among(known); break;
        case 1: m.method = choices.among(pools::unknown_methods); break;
        case 2: m.request_uri = choices.among(bad_uri); break;
        case 3: m.rows.emplace_back(require); break;
        case 4: m.to = choices.among(bad_to); break;
        case 5: m.contacts = {std::string(choices.among(contacts))}; break;
        case 6: m.contacts = {"*"}, m.expires.reset(); break;
        case 7: m.contacts = {"*", "<sip:a@192.0.2.4>"}, m.expires = "0"; break;
        case 8: m.contacts = {"<sip:a@192.0.2.4>", "<sip:%61@192.0.2.4>;q=0.1"}; break;
        case 9: m.contacts = {"<sip:a@192.0.2.4>", "<sip:b@192.0.2.4>;expires=1"}; break;
        default: m.version = choices.pick(2) == 0 ? "SIP/7.0" : "HTTP/1.1"; break;
    }
}

// Faults that need the rows.
void plant_in_rows(EditableMessage& m, Choices& choices) {
    constexpr std::array<HeaderId, 5> mandatory{HeaderId::to, HeaderId::from, HeaderId::call_id,
                                                HeaderId::cseq, HeaderId::via};
    constexpr std::array<std::string_view, 5> cseqs{"4294967296 REGISTER", "-1 REGISTER",
                                                    "1 INVITE", "x", "1"};
    constexpr std::array<std::string_view, 4> lengths{"9999", "-999", "five",
                                                      "99999999999999999999"};
    switch (choices.pick(9)) {
        case 7: m.tail += "REGISTER sip:example.com SIP/2.0\r\n\r\n"; break;
        case 0: m.erase(choices.among(mandatory)); break;
        case 1: m.set(HeaderId::cseq, choices.among(cseqs)); break;
        case 2: m.set(HeaderId::content_length, choices.among(lengths)); break;
        case 3:
            if (const auto* row = m.first(choices.among(mandatory))) m.rows.push_back(*row);
            break;
        case 4:
            m.tail += "body";
            m.set(HeaderId::content_length, "4");
            break;
        case 5:
            m.tail += "body";
            m.set(HeaderId::content_length, "4");
            m.rows.push_back({"Content-Type", "application/x-unknown"});
            if (choices.pick(2) == 1) {
                m.rows.push_back({"Content-Disposition", "x;handling=optional"});
            }
            break;
        case 6: m.rows.push_back({"Expires", "60"}), m.rows.push_back({"e x", "1"}); break;
        default: m.set(HeaderId::call_id, "two@at@signs"); break;
    }
}

}  // namespace

std::string with_fault(RegisterMessage message, Choices& choices, std::string_view require) {
    const auto kind = choices.pick(3);
    if (kind != 1) plant_in_parts(message, require, choices);
    EditableMessage rows(message.octets());
    if (kind != 0) plant_in_rows(rows, choices);
    return rows.octets();
}

}  // namespace starzero::scenario
