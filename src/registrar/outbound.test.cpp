// Is outbound used? A row for each shape of a REGISTER: the wildcard and the query of the seed
// story, every form of Expires, every place of ob.
#include "starzero/registrar/outbound.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/registrar.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

const std::string flow = "<sip:a@h>;+sip.instance=\"<urn:x-b:1>\";reg-id=1";

model::Policy offering() {
    model::Policy policy;
    policy.extensions.add(model::Extension::outbound);
    return policy;
}

struct Row {
    const char* contact;  // nullptr: none
    std::size_t vias;
    const char* path;  // nullptr: none
    bool supported;
    OutboundUse use;
};

OutboundUse answer(const Row& row, const model::Policy& policy = offering()) {
    sip::ContactList contacts;
    if (row.contact != nullptr)
        BOOST_TEST(sip::parse_contact_row(row.contact, contacts).has_value());
    std::vector<sip::RouteValue> path;
    if (row.path != nullptr) BOOST_TEST(sip::parse_route_row(row.path, path).has_value());
    return outbound_use({policy, contacts, row.vias, path, row.supported});
}

struct Silence final : model::LogSink {
    void record(const model::LogRecord& record) override {
        loud = loud || record.level >= model::Level::warn;
    }
    bool loud = false;
};

}  // namespace

BOOST_AUTO_TEST_CASE(one_row_a_shape) {
    using enum OutboundUse;
    const char* with_flow = flow.c_str();
    const char* no_ob = "<sip:p1;lr>";
    const char* ob = "<sip:edge;lr;ob>";
    const char* ob_below = "<sip:p1;lr>, <sip:edge;lr;ob>";
    const char* ob_above = "<sip:edge;lr;ob>, <sip:p1;lr>";
    const Row rows[] = {
        {"*", 1, nullptr, true, not_asked},
        {"*", 2, nullptr, true, not_asked},
        {"*", 2, no_ob, true, not_asked},
        {nullptr, 1, nullptr, true, not_asked},
        {nullptr, 2, nullptr, true, not_asked},
        {"<sip:a@h>", 1, nullptr, true, not_asked},
        {"<sip:a@h>;reg-id=1", 2, nullptr, true, not_asked},
        {"<sip:a@h>;+sip.instance=\"<urn:x-b:1>\"", 2, nullptr, true, not_asked},
        {with_flow, 1, nullptr, true, used},
        {with_flow, 1, nullptr, false, used},
        {with_flow, 1, no_ob, true, used},
        {with_flow, 2, nullptr, true, lacks_first_hop},
        {with_flow, 2, nullptr, false, ignored},
        {with_flow, 2, no_ob, true, lacks_first_hop},
        {with_flow, 2, ob, true, used},
        {with_flow, 3, ob_below, true, used},
        {with_flow, 3, ob_above, true, lacks_first_hop},
    };
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT((row.contact != nullptr ? row.contact : "query") << " " << row.vias) {
            BOOST_TEST((answer(row) == row.use));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_policy_decides_where_ob_stands_and_whether_anybody_looks) {
    const Row above{flow.c_str(), 2, "<sip:edge;lr;ob>, <sip:p1;lr>", true, OutboundUse::used};
    auto policy = offering();
    policy.edge_proxy = model::EdgeProxy::top;
    BOOST_TEST((answer(above, policy) == OutboundUse::used));
    BOOST_TEST((answer(above, model::Policy{}) == OutboundUse::not_asked));
}

BOOST_AUTO_TEST_CASE(a_flow_in_any_contact_counts) {
    const std::string second = "<sip:b@h>;expires=0, " + flow;
    const Row row{second.c_str(), 2, nullptr, true, OutboundUse::lacks_first_hop};
    BOOST_TEST((answer(row) == row.use));
}

// Kamailio 6.1.0: `Contact: *` beside an Expires that nobody had parsed. Every form of it, through
// the whole registrar, once or twice through proxies: an answer, no 439, nothing loud.
BOOST_AUTO_TEST_CASE(every_form_of_expires_beside_a_wildcard_and_a_query) {
    const char* forms[] = {"",
                           "Expires: 0\r\n",
                           "Expires: 00\r\n",
                           "Expires: 3600\r\n",
                           "Expires:\r\n",
                           "Expires: abc\r\n",
                           "Expires: -1\r\n",
                           "Expires: 99999999999999999999\r\n",
                           "Expires: 0\r\nExpires: 0\r\n",
                           "expires\t:\r\n 0\r\n"};
    int serial = 0;
    for (const char* contact : {"Contact: *\r\n", ""}) {
        for (const char* form : forms) {
            for (const char* lower : {"", "Via: SIP/2.0/UDP p;branch=z9hG4bKl\r\n"}) {
                Silence log;
                MemoryStore store;
                const model::ToyHash hash;
                Registrar registrar(offering(), {store, log, hash, {1, 2}});
                const std::string n = std::to_string(++serial);
                registrar.handle({},
                                 "REGISTER sip:example.com SIP/2.0\r\n"
                                 "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK" +
                                     n + "\r\n" + lower +
                                     "Max-Forwards: 70\r\nFrom: <sip:a@example.com>;tag=1"
                                     "\r\nTo: <sip:a@example.com>\r\nCall-ID: c\r\nCSeq: 1 "
                                     "REGISTER\r\nSupported: path, outbound\r\n" +
                                     contact + form + "Content-Length: 0\r\n\r\n",
                                 0, 0);
                const auto answered = registrar.poll_transmit();
                BOOST_TEST_REQUIRE(answered.has_value(), contact << form);
                const bool known = answered->octets.starts_with("SIP/2.0 200") ||
                                   answered->octets.starts_with("SIP/2.0 400");
                BOOST_TEST(known, answered->octets);
                BOOST_TEST(answered->octets.find("Require: outbound") == std::string::npos);
                BOOST_TEST(!log.loud, contact << form);
            }
        }
    }
}
