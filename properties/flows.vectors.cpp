// The registrar's side of RFC 3665 section 2: the pictures of the RFC in one sequence, with CSeq
// renumbered so that they can follow each other.
#include "starzero/invariants/response_facts.hpp"
#include "support.hpp"

using namespace starzero;
using scenario::RegisterMessage;

namespace {

RegisterMessage bob(std::uint64_t cseq) {
    RegisterMessage message;
    message.request_uri = "sips:ss2.biloxi.example.com";
    message.via = "SIP/2.0/TLS client.biloxi.example.com:5061";
    message.branch = "z9hG4bKnashds" + std::to_string(cseq);
    message.from = "Bob <sips:bob@biloxi.example.com>;tag=a73kszlfl" + std::to_string(cseq);
    message.to = "Bob <sips:bob@biloxi.example.com>";
    message.call_id = "1j9FpLxk3uxtm8tn@biloxi.example.com";
    message.cseq = cseq;
    return message;
}

model::Policy biloxi() {
    model::Policy policy;
    policy.domains = {"ss2.biloxi.example.com", "biloxi.example.com"};
    policy.max_expires = 0xFFFF'FFFFU;
    return policy;
}

std::vector<std::string> contact_rows(const scenario::Entry& entry) {
    std::vector<std::string> rows;
    const auto facts = invariants::read_response(entry.responses.at(0).octets);
    for (const auto& contact : facts.contacts.contacts) rows.emplace_back(contact.text);
    return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flows)

BOOST_AUTO_TEST_CASE(f_3665_2_1_to_2_4) {
    scenario::Scenario scenario;
    scenario.policy = biloxi();
    RegisterMessage first = bob(1);  // 2.1: a new registration, the server's default interval
    first.contacts = {"<sips:bob@client.biloxi.example.com>"};
    RegisterMessage second = bob(2);  // 2.2: another contact, not SIP, without brackets
    second.contacts = {"mailto:bob@biloxi.example.com;expires=4294967295"};
    RegisterMessage last = bob(4);  // 2.4: Expires stands before Contact
    last.rows = {"Expires: 0", "Contact: *"};
    for (const auto& message : {first, second, bob(3), last}) {  // 2.3 is the query
        scenario.events.push_back(properties::send(message));
    }
    const auto transcript = properties::demand_all_rules(scenario);
    for (const auto& entry : transcript.entries) BOOST_TEST(properties::status_of(entry) == 200);
    const std::vector<std::string> one{"<sips:bob@client.biloxi.example.com>;expires=3600"};
    const std::vector<std::string> both{one[0],
                                        "<mailto:bob@biloxi.example.com>;expires=4294967295"};
    BOOST_TEST(contact_rows(transcript.entries[0]) == one, boost::test_tools::per_element());
    BOOST_TEST(contact_rows(transcript.entries[1]) == both, boost::test_tools::per_element());
    BOOST_TEST(contact_rows(transcript.entries[2]) == both, boost::test_tools::per_element());
    BOOST_TEST(contact_rows(transcript.entries[3]).empty());
    BOOST_TEST(transcript.entries[3].responses[0].octets.find("Contact") == std::string::npos);
}

// The RFC's pictures reuse one CSeq; played as printed, 2.4 must fail by 10.3 step 6.
BOOST_AUTO_TEST_CASE(f_3665_2_4_as_printed_is_out_of_order) {
    scenario::Scenario scenario;
    scenario.policy = biloxi();
    RegisterMessage first = bob(1);
    first.contacts = {"<sips:bob@client.biloxi.example.com>"};
    RegisterMessage last = bob(1);
    last.branch = "z9hG4bKother";
    last.from = "Bob <sips:bob@biloxi.example.com>;tag=other";
    last.contacts = {"*"};
    last.expires = "0";
    scenario.events = {properties::send(first), properties::send(last)};
    const auto transcript = properties::demand_all_rules(scenario);
    BOOST_TEST(properties::status_of(transcript.entries[1]) == 500);
    BOOST_TEST(transcript.entries[1].snapshot->size() == 1U);
}

// 2.1 and 2.5: nothing is bound by the request that was challenged, nor by a wrong password.
BOOST_AUTO_TEST_CASE(f_3665_2_1_and_2_5_with_digest) {
    scenario::Scenario scenario;
    scenario.policy = biloxi();
    scenario.policy.edit([](model::Policy& policy) {
        policy.extensions.add(model::Extension::digest);
        policy.digest.users = {{"bob", "zanzibar"}};
        policy.digest.realm = "atlanta.example.com";
    });
    for (const char* password : {"", "zanzibar", "", "wrong"}) {
        RegisterMessage message = bob(scenario.events.size() + 1);
        message.contacts = {"<sips:bob@client.biloxi.example.com>"};
        scenario.events.push_back(properties::send(message));
        if (*password != 0) scenario.events.back().credentials = {"bob", password};
    }
    const auto transcript = properties::demand_all_rules(scenario);
    const std::vector<int> wanted{401, 200, 401, 401};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        BOOST_TEST(properties::status_of(transcript.entries[i]) == wanted[i]);
    }
    BOOST_TEST(transcript.entries[0].snapshot->empty());
    BOOST_TEST(transcript.entries[1].snapshot->size() == 1U);
    BOOST_TEST((*transcript.entries[3].snapshot->at(0) == *transcript.entries[1].snapshot->at(0)));
    BOOST_TEST(transcript.entries[3].responses[0].octets.find("stale") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
