#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using scenario::EventKind;

namespace {

using Message = scenario::RegisterMessage;

Build bound() { return Build().reg({A}, "3600"); }
Build stray() { return Build().octets("SIP/2.0 200 OK\r\n\r\n"); }
Build with(const Build::Tweak& tweak) { return Build().reg({A}, "60", tweak); }

const Spoil doubled = [](scenario::Transcript& t) {
    auto& responses = t.entries.back().responses;
    responses.push_back(responses[0]);
};
const Spoil silenced = [](scenario::Transcript& t) { t.entries.back().responses.clear(); };

}  // namespace

BOOST_AUTO_TEST_CASE(shape) {
    check_judge("P-13", bound(), answer_with("CSeq: ", "CSeq "), stray());
    check_judge("R3261-8.1.1-1", bound(), answer_with("Call-ID: call-1\r\n", ""), stray());
    check_judge("R3261-8.2.6-1", bound(), doubled, bound().event(EventKind::restart));
    check_judge("R3261-8.2-1", bound(), silenced, stray());
    check_judge("R3261-18.3-4",
                Build().flow("T", model::Transport::tcp).reg({A}, "60").on_flow("T"),
                answer_with("Content-Length: 0\r\n", ""), bound());
    check_judge("R3261-20.14-1", bound(), answer_with("Content-Length: 0\r\n", ""), stray());
    check_judge("R3261-8.2.6.1-1", bound(), status_becomes("100"), stray());
    check_judge("R3261-8.2.4-1", bound(), answer_gains("Require: outbound"), bound().repeat());
}

BOOST_AUTO_TEST_CASE(copies) {
    check_judge("R3261-8.2.6.2-1", bound(), answer_with("CSeq: 1 ", "CSeq: 2 "), stray());
    check_judge("R3261-8.2.6.2-2", bound(), answer_with("branch=z9hG4bK1", "branch=z9hG4bK2"),
                stray());
    check_judge(
        "R3261-8.2.6.2-3", bound(),
        answer_with("To: <sip:alice@example.com>;tag=", "To: <sip:alice@example.com>;other="),
        stray());
    const auto same_tag = [](scenario::Transcript& t) {
        auto& octets = t.entries[1].responses[0].octets;
        const auto place = [](const std::string& text) {
            return text.find(";tag=", text.find("\r\nTo:")) + 5;
        };
        octets.replace(
            place(octets), 16,
            t.entries[0].responses[0].octets.substr(place(t.entries[0].responses[0].octets), 16));
    };
    check_judge("R3261-19.3-1", bound().query([](Message& m) { m.call_id = "other@h"; }), same_tag,
                bound().repeat());
    check_judge("R3261-17.2.2-1", bound().repeat(), answer_with("expires=3600", "expires=3599"),
                bound());
    check_judge("R3261-18.2.1-1", with([](Message& m) { m.via = "SIP/2.0/UDP pc.example.com"; }),
                answer_with(";received=192.0.2.7", ""), bound());
    check_judge(
        "R3261-18.2.2-1", bound(),
        [](scenario::Transcript& t) { t.entries.back().responses[0].destination.clear(); },
        stray());
}

BOOST_AUTO_TEST_CASE(the_way_back) {
    const auto via = [](std::string value) {
        return with([&](Message& m) { m.via = std::move(value); });
    };
    const auto goes_to = [](std::string place) {
        return
            [place](scenario::Transcript& t) { t.entries.back().responses[0].destination = place; };
    };
    const char* id = "R3261-18.2.2-2";
    const auto filled = via("SIP/2.0/UDP pc.example.com;rport=9");  // a reader may choose
    check_judge(id, via("SIP/2.0/UDP pc.example.com:5062"), goes_to("192.0.2.7:5060"), filled);
    check_judge(id, via("SIP/2.0/UDP pc.example.com:5062;rport"), goes_to("192.0.2.7:5062"),
                filled);
    check_judge(id, via("SIP/2.0/UDP h:5062;maddr=192.0.2.9;rport"), goes_to("192.0.2.7:5060"),
                via("SIP/2.0/UDP h;maddr=224.0.0.1"));
}

BOOST_AUTO_TEST_CASE(refusals) {
    check_judge("S-24", with([](Message& m) { m.rows = {"Require: x"}; }),
                answer_gains("Contact: <sip:a@h>"), bound());
    check_judge("R3261-8.2.1-1", with([](Message& m) { m.method = "OPTIONS"; }),
                status_becomes("501"), bound());
    check_judge("R3261-8.2.1-2", with([](Message& m) { m.method = "OPTIONS"; }),
                answer_with("Allow: REGISTER\r\n", ""), bound());
    check_judge("R3261-21.5.2-1", with([](Message& m) { m.method = "register"; }),
                status_becomes("405"), bound());
    check_judge("R3261-21.5.6-1", with([](Message& m) { m.version = "SIP/7.0"; }),
                status_becomes("400"), bound());
    check_judge("R3261-8.2.2.1-1", with([](Message& m) { m.request_uri = "http:x"; }),
                status_becomes("404"), bound());
    check_judge("R3261-10.2-6", with([](Message& m) { m.to = "<tel:+15551234567>"; }),
                status_becomes("416"), bound());
    check_judge("R3261-8.2.2.3-2", with([](Message& m) { m.rows = {"Require: x, y"}; }),
                answer_with("Unsupported: x, y", "Unsupported: x"), bound());
    check_judge("R3261-8.2.3-2",
                with([](Message& m) { m.body = "b", m.rows = {"Content-Type: a/b"}; }),
                answer_with("Accept: \r\n", ""), bound());
}

BOOST_AUTO_TEST_CASE(order_of_requests) {
    check_judge("R3261-8.2.2.2-1",
                bound().reg({A}, "60",
                            [](Message& m) {
                                m.from = "<sip:alice@example.com>;tag=f1";
                                m.cseq = 1;
                            }),
                status_becomes("200"), bound());
    check_judge("R3261-20.22-1", with([](Message& m) { m.max_forwards = "0"; }),
                status_becomes("483"), bound());
    const std::string octets = [] {
        std::string text = Message{}.octets();
        return text.replace(text.find("1 REGISTER"), 10, "1 INVITE");
    }();
    check_judge("R3261-8.1.1.5-2", Build().octets(octets), status_becomes("200"), bound());
}
