// The URI vectors of requirements section 3: the comparator, and the same through the registrar.
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/uri_compare.hpp"
#include "support.hpp"

using namespace starzero;

namespace {

struct Vector {
    const char* id;
    const char* a;
    const char* b;
    bool equal;
};

const std::vector<Vector> vectors{
    {"U-01", "sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true},
    {"U-02", "sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true},
    {"U-03", "sip:carol@chicago.com", "sip:carol@chicago.com;security=on", true},
    {"U-04", "sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", true},
    {"U-05", "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
     "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true},
    {"U-06", "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
     "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true},
    {"U-07", "SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false},
    {"U-08", "sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false},
    {"U-09", "sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false},
    {"U-10", "sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false},
    {"U-11", "sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false},
    {"U-12", "sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false},
    {"U-13", "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false},
    {"U-14", "sip:bob@[::ffff:192.0.2.128]", "sip:bob@[::ffff:c000:280]", true},
    {"U-15", "sip:bob@[2001:db8::9:1]", "sip:bob@[2001:db8::9:01]", true},
    {"U-16", "sip:bob@[0:0:0:0:0:FFFF:129.144.52.38]", "sip:bob@[::FFFF:129.144.52.38]", true},
    {"U-17", "sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31",
     "sip:cal%6Cer@host5.example.net;lr;name=value%2541", true},
    {"U-20", "sip:a@d", "sips:a@d", false},
    {"U-21", "sip:a@d", "sip:d", false},
    {"U-22", "sip:a:p@d", "sip:a@d", false},
    {"U-23", "sip:a:P@d", "sip:a:p@d", false},
    {"U-24", "sip:a:@d", "sip:a@d", false},
    {"U-25", "sip:a%3Bb@d", "sip:a;b@d", false},
    {"U-26", "sip:%2B1@d", "sip:+1@d", false},
    {"U-27", "sip:a%21@d", "sip:a!@d", true},
    {"U-28", "sip:a%7e@d", "sip:a%7E@d", true},
    {"U-29", "sip:a%2541@d", "sip:a%41@d", false},
    {"U-30", "sip:%00@d", "sip:%00%00@d", false},
    {"U-31", "sip:a@d;user=phone", "sip:a@d", false},
    {"U-32", "sip:a@d;ttl=1", "sip:a@d", false},
    {"U-33", "sip:a@d;method=INVITE", "sip:a@d", false},
    {"U-34", "sip:a@d;maddr=1.2.3.4", "sip:a@d", false},
    {"U-35", "sip:a@d;lr", "sip:a@d", true},
    {"U-36", "sip:a@d;transport=tcp", "sip:a@d", false},
    {"U-37", "sip:a@d;x=1", "sip:a@d;X=1", true},
    {"U-38", "sip:a@d;x=v", "sip:a@d;x=V", true},
    {"U-39", "sip:a@d;x", "sip:a@d;x=1", false},
    {"U-40", "sip:a@d?h=1", "sip:a@d?H=1", true},
    {"U-41", "sip:a@d?h=1&h=2", "sip:a@d?h=1", false},
    {"U-42", "sip:a@D.COM", "sip:a@d.com.", false},
    {"U-43", "sip:a@[2001:DB8::1]", "sip:a@[2001:db8::1]", true},
    {"U-44", "sip:a@[::ffff:1.2.3.4]", "sip:a@1.2.3.4", false},
    {"U-46", "sip:a@d:5060", "sip:a@d:05060", true},
    {"U-47", "sip:a@d;gr=x", "sip:a@d", true},
    {"U-48", "mailto:A@d", "mailto:a@d", false},
};

std::size_t bindings_of(const char* a, const char* b) {
    scenario::Scenario scenario;
    for (const char* uri : {a, b}) {
        scenario::RegisterMessage message;
        const bool first = scenario.events.empty();
        message.branch = first ? "z9hG4bK1" : "z9hG4bK2";
        message.from = std::string("<sip:alice@example.com>;tag=") + (first ? "1" : "2");
        message.call_id = first ? "one" : "two";
        message.contacts = {std::string("<") + uri + ">"};
        scenario.events.push_back(properties::send(message));
    }
    const auto transcript = properties::demand_all_rules(scenario);
    return transcript.entries[1].snapshot->size();
}

std::string key_of(const char* text) { return sip::address_of_record(*sip::parse_uri(text)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(uri_vectors)

BOOST_AUTO_TEST_CASE(comparison) {
    for (const Vector& v : vectors) {
        const auto a = sip::parse_uri(v.a);
        const auto b = sip::parse_uri(v.b);
        BOOST_TEST_REQUIRE((a && b), v.id);
        BOOST_TEST(sip::equal(*a, *b) == v.equal, v.id);
        BOOST_TEST(sip::equal(*b, *a) == v.equal, v.id);
        if (v.equal) BOOST_TEST(sip::comparison_hash(*a) == sip::comparison_hash(*b), v.id);
    }
}

BOOST_AUTO_TEST_CASE(through_the_registrar) {  // M-30
    for (const Vector& v : vectors) {
        BOOST_TEST(bindings_of(v.a, v.b) == (v.equal ? 1U : 2U), v.id);
    }
}

BOOST_AUTO_TEST_CASE(malformed) {
    for (const char* text : {"sip:a@1.2.3.04",   "sip:",
                             "sip:@d",           "sip:a@",
                             "sip:a b@d",        "sip:a%@d",
                             "sip:%0@d",         "sip:%GZ@d",
                             "sip:a@-d.com",     "sip:a@d..com",
                             "sip:a@d;x=",       "sip:a@d;x=1;X=2",
                             "sip:a@d:0",        "sip:a@d:65536",
                             "sip:a@d:",         "sip:a@ex%61mple.com",
                             "sip:2001:db8::10", "sip:user@[2001:db8:::192.0.2.1]",
                             "sip:a@[::1",       "nocolon",
                             "sip:a@d?=x"}) {
        BOOST_TEST(!sip::parse_uri(text), text);
    }
}

BOOST_AUTO_TEST_CASE(well_formed) {
    for (const char* text :
         {"sip:d", "sip:a@d", "sip:a:@d", "sip:a;b=c@d", "sip:a?/b@d", "sip:a@d:05060",
          "sip:[2001:db8::10:5070]", "sip:[2001:db8::10]:5070", "sip:a@[::]", "SIPS:a@D.example.",
          "tel:+1-555", "mailto:a@d", "soap.beep:x", "name:John_Smith", "sip:a@d?h="}) {
        BOOST_TEST(sip::parse_uri(text).has_value(), text);
    }
}

// The other relation: parameters go, every escape is decoded once, the host is folded.
BOOST_AUTO_TEST_CASE(address_of_record_keys) {
    BOOST_TEST(key_of("sip:a%3Bb@d") == key_of("sip:a;b@d"));
    BOOST_TEST(key_of("sip:%2B1@d") == key_of("sip:+1@d;user=phone"));
    BOOST_TEST(key_of("sip:a@d;ttl=1;transport=tcp") == key_of("sips:a@D:5061"),
               "breaks D-08: " << key_of("sips:a@D:5061"));
    BOOST_TEST(key_of("sip:a%2541@d") != key_of("sip:aA@d"));
    BOOST_TEST(key_of("sip:a%3Ab@d") != key_of("sip:a:b@d"));
    BOOST_TEST(key_of("sip:a%40b@d") == "a%40b@d");
    BOOST_TEST(key_of("sip:%00@d") != key_of("sip:%00%00@d"));
    BOOST_TEST(key_of("sip:A@d") != key_of("sip:a@d"));
}

BOOST_AUTO_TEST_SUITE_END()
