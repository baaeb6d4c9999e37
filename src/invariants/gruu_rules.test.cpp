#include <boost/test/unit_test.hpp>

#include <regex>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using model::Extension;
using scenario::EventKind;

namespace {

using Message = scenario::RegisterMessage;

const auto supporting = with_rows({supports_all});

Build gruu() { return Build().offer({Extension::gruu}); }
Build given(const std::string& contact = A + instance_1) {
    return gruu().reg({contact}, "3600", supporting);
}
Build plain() { return gruu().reg({A}, "3600", supporting); }

model::Policy forgetting_alice() {
    model::Policy policy;
    policy.extensions.add(Extension::gruu);
    policy.unknown_users = {"alice"};
    return policy;
}

Build::Tweak bob(std::string call_id = "bob") {
    return [=](Message& m) {
        m.to = "<sip:bob@example.com>", m.call_id = call_id, m.rows = {supports_all};
    };
}
Build::Tweak calling(std::string call_id) {
    return [=](Message& m) { m.call_id = call_id, m.rows = {supports_all}; };
}

// The text between ;name=" and the next quote of a transcript's answer.
std::string shown(const scenario::Transcript& t, std::size_t entry, const std::string& name) {
    const std::string& text = t.entries.at(entry).responses.at(0).octets;
    const std::size_t at = text.find(";" + name + "=\"");
    BOOST_TEST_REQUIRE(at != std::string::npos, text);
    const std::size_t start = at + name.size() + 3;
    return text.substr(start, text.find('"', start) - start);
}

// The last answer's GRUU becomes this.
Spoil gruu_becomes(std::string name, std::function<std::string(const scenario::Transcript&)> text) {
    return [=](scenario::Transcript& t) {
        answer_with(shown(t, t.entries.size() - 1, name), text(t))(t);
    };
}

void nothing_found(scenario::Transcript& t) {
    t.entries.back().lookup->targets.clear();
    t.entries.back().lookup->status = model::LookupStatus::unknown_aor;
}

void something_found(scenario::Transcript& t) {
    t.entries.back().lookup->status = model::LookupStatus::found;
    t.entries.back().lookup->targets = *t.entries[0].snapshot;
}

}  // namespace

BOOST_AUTO_TEST_CASE(contacts_that_lead_to_themselves) {
    check_judge("R5627-5.1-4", given("<sip:alice@example.com;x=1>" + instance_1),
                status_becomes("200"), given());
    check_judge("R5627-5.1-6", given("<tel:+15551234567>" + instance_1), status_becomes("200"),
                given());
}

BOOST_AUTO_TEST_CASE(what_is_shown) {
    check_judge("R5627-5.1-7", given(),
                gruu_becomes("pub-gruu", [](auto&) { return "sip:bob@example.com;gr=x"; }),
                plain());
    check_judge("R5627-5.1-8", given(A + instance_1 + ";temp-gruu=\"sip:x@y;gr\""),
                binding_becomes(0, [](auto& v) { v.params += ";temp-gruu=\"sip:x@y;gr\""; }),
                given());
    check_judge("R5627-5.2-1", given(), answer_with("+sip.instance", "+sip.instances"), plain());
    check_judge("R5627-5.2-2", given(), answer_with(";pub-gruu", ";pub-grux"), plain());
    check_judge("R5627-5.2-2b", given(), answer_with(";temp-gruu", ";temp-grux"), plain());
    check_judge("R5627-5.2-2c", gruu().reg({A + instance_1}, "60"),
                answer_with(";expires", ";temp-gruu=\"sip:x@y;gr\";expires"), given());
    check_judge("R5627-5.2-3", given(), answer_gains("Supported: gruu"), Build().query());
    check_judge("R5630-5.2.1-1", given(), answer_with("pub-gruu=\"sip:", "pub-gruu=\"sips:"),
                plain());
}

BOOST_AUTO_TEST_CASE(public_gruus) {
    check_judge("S-19", given().reg({A + instance_1}, "60", supporting),
                gruu_becomes("pub-gruu", [](auto&) { return "sip:alice@example.com;gr=other"; }),
                plain());
    check_judge("R5627-5.4-1",
                given().reg({B + instance_2}, "60", bob()).reg({B + instance_2}, "60", bob()),
                gruu_becomes("pub-gruu", [](const auto& t) { return shown(t, 0, "pub-gruu"); }),
                given());
    check_judge("R5627-5.3-2", given().lookup("first-public-gruu"), nothing_found,
                given().lookup(alice_uri));
    check_judge("R5627-5.3-2", given().reload(forgetting_alice()).lookup("first-public-gruu"),
                something_found, given().lookup(alice_uri));
    check_judge("R5627-6.1-1", given().lookup("sip:alice@example.com;gr=urn:uuid:none"),
                something_found, given().lookup(alice_uri));
}

BOOST_AUTO_TEST_CASE(temporary_gruus) {
    const auto renewed = [] { return given().reg({A + instance_1}, "60", calling("another")); };
    check_judge("R5627-5.1-10", given().reg({A + instance_1}, "60", supporting),
                gruu_becomes("temp-gruu", [](const auto& t) { return shown(t, 0, "temp-gruu"); }),
                plain());
    check_judge(
        "R5627-5.1-11", given(),
        gruu_becomes("temp-gruu", [](auto&) { return "sip:alice-at-home-1234567@example.com;gr"; }),
        plain());
    check_judge("R5627-5.1-9", renewed().lookup("first-temporary-gruu"), something_found,
                given().lookup("first-temporary-gruu"));
    check_judge("R5627-5.1-9", given().star(supporting).lookup("first-temporary-gruu"),
                something_found, given().lookup(alice_uri));
    check_judge("R5627-5.1-9b", renewed().lookup("newest-temporary-gruu"), nothing_found,
                renewed().lookup("first-temporary-gruu"));
    check_judge(
        "R5627-5.1-3", given().star(supporting),
        [](scenario::Transcript& t) {
            t.entries.back().snapshot->push_back(t.entries[0].snapshot->front());
        },
        plain().star(supporting));
}

BOOST_AUTO_TEST_CASE(gruus_in_documents) {
    check_judge(
        "R5628-1", given().watch(alice_uri),
        [](scenario::Transcript& t) { t.entries.back().documents.at(0).aor = "bob@example.com"; },
        plain().watch(alice_uri));
}
