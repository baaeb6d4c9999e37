// No conformant request is refused for its spelling, and none is logged at WARN or above.
#include <array>

#include "starzero/invariants/request_facts.hpp"
#include "support.hpp"

using namespace starzero;
using scenario::RegisterMessage;

namespace {

// The false-rejection guard of requirements 16.1: legal oddities, each alone.
const std::vector<std::pair<const char*, void (*)(RegisterMessage&)>> oddities{
    {"unknown header", [](RegisterMessage& m) { m.rows = {"X-Odd: ;;,,;;,;"}; }},
    {"no Contact", [](RegisterMessage& m) { m.contacts.clear(); }},
    {"removal of an unknown contact", [](RegisterMessage& m) { m.expires = "0"; }},
    {"wildcard on nothing", [](RegisterMessage& m) { m.contacts = {"*"}, m.expires = "0"; }},
    {"Max-Forwards 0", [](RegisterMessage& m) { m.max_forwards = "0"; }},
    {"Expires above 2^32-1", [](RegisterMessage& m) { m.expires = "99999999999999999999"; }},
    {"malformed expires", [](RegisterMessage& m) { m.contacts = {"<sip:a@h>;expires=soon"}; }},
    {"quoted expires", [](RegisterMessage& m) { m.contacts = {"<sip:a@h>;expires=\"60\""}; }},
    {".invalid host", [](RegisterMessage& m) { m.contacts = {"<sip:a@x.invalid>"}; }},
    {"tel contact", [](RegisterMessage& m) { m.contacts = {"<tel:+15551234567>"}; }},
    {"mailto contact", [](RegisterMessage& m) { m.contacts = {"mailto:a@example.com"}; }},
    {"third party", [](RegisterMessage& m) { m.from = "<sip:bob@example.org>;tag=x"; }},
    {"CSeq 0", [](RegisterMessage& m) { m.cseq = 0; }},
    {"reg-id without instance", [](RegisterMessage& m) { m.contacts = {"<sip:a@h>;reg-id=1"}; }},
    {"empty Supported", [](RegisterMessage& m) { m.rows = {"Supported:"}; }},
    {"unknown transport", [](RegisterMessage& m) { m.via = "SIP/2.0/UNKNOWN 192.0.2.7"; }},
    {"Date with another zone",
     [](RegisterMessage& m) { m.rows = {"Date: Sat, 13 Nov 2010 23:29:00 EST"}; }},
    {"credentials for another realm",
     [](RegisterMessage& m) { m.rows = {"Authorization: Digest realm=\"other\""}; }},
    {"To tag", [](RegisterMessage& m) { m.to += ";tag=left-over"; }},
    {"Request-URI with port and parameters",
     [](RegisterMessage& m) { m.request_uri = "sip:EXAMPLE.com:5060;transport=tcp"; }},
    {"AOR by another spelling", [](RegisterMessage& m) { m.to = "<sip:%61lice@EXAMPLE.COM>"; }},
    {"body with optional handling",
     [](RegisterMessage& m) {
         m.body = "x";
         m.rows = {"Content-Type: text/x", "Content-Disposition: x;handling=optional"};
     }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(conformant)

BOOST_AUTO_TEST_CASE(legal_oddities_get_200_and_silence) {
    for (const auto& [name, oddity] : oddities) {
        BOOST_TEST_CONTEXT(name) {
            RegisterMessage message;
            message.contacts = {"<sip:a@192.0.2.4>"};
            oddity(message);
            scenario::Scenario scenario;
            scenario.events.push_back(properties::send(message));
            const auto transcript = properties::demand_all_rules(scenario);
            BOOST_TEST(properties::status_of(transcript.entries[0]) == 200);
            for (const auto& record : transcript.entries[0].logs) {
                BOOST_TEST((record.level < model::Level::warn));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_oddities_count_as_conformant) {
    for (const auto& [name, oddity] : oddities) {
        RegisterMessage message;
        oddity(message);
        const std::string octets = message.octets();
        const auto facts = invariants::read_request(octets, sip::Framing::datagram, {});
        BOOST_TEST(facts.conformant(), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
