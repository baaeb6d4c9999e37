#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using model::Extension;
using scenario::EventKind;

namespace {

const auto supporting = with_rows({supports_all});
const auto behind_proxy = with_rows({supports_all, second_via});

Build outbound() { return Build().offer({Extension::outbound}); }
Build flowing(const std::string& contact = A + instance_1 + ";reg-id=1") {
    return outbound().reg({contact}, "3600", supporting);
}
Build plain() { return outbound().reg({A}, "3600", supporting); }
Build two_flows() { return flowing().reg({B + instance_1 + ";reg-id=2"}, "3600", supporting); }

const Spoil first_flow_is_key = binding_becomes(0, [](auto& v) { v.reg_id = 1; });

// A view that is offered although its flow is gone.
void offers_again(scenario::Transcript& t) {
    t.entries.back().lookup->targets.push_back(t.entries[0].snapshot->front());
}

}  // namespace

BOOST_AUTO_TEST_CASE(first_hops) {
    const auto refused =
        outbound().reg({B + ";expires=0", A + instance_1 + ";reg-id=1"}, "60", behind_proxy);
    check_judge("R5626-6-4", refused, status_becomes("200"), flowing());
    check_judge("R5626-6-4b", refused, asked_with(second_via + "\r\n", ""), flowing());
    check_judge("R5626-4.2.3-1", flowing().star(behind_proxy), status_becomes("439"), flowing());
    check_judge("R5626-6-5",
                outbound().reg({A + instance_1 + ";reg-id=1"}, "60",
                               with_rows({"Supported: path", second_via})),
                first_flow_is_key, flowing());
}

BOOST_AUTO_TEST_CASE(keys) {
    check_judge("R5626-6-6", flowing(A + ";reg-id=1"),
                binding_becomes(0, [](auto& v) { v.reg_id = 1; }), plain());
    check_judge("R5626-6-7", outbound().reg({A + instance_1 + ";reg-id=1", B}, "60", supporting),
                status_becomes("200"), flowing());
    check_judge("R5626-10-1", flowing(A + instance_1 + ";reg-id=0"), status_becomes("200"),
                flowing());
    check_judge("R5626-6-8", two_flows(), binding_becomes(1, [](auto& v) { v.reg_id = 1; }),
                plain());
    check_judge("R5626-6-8b", flowing().reg({B + instance_1 + ";reg-id=1"}, "60", supporting),
                binding_becomes(0, [](auto& v) { v.uri = "sip:a@192.0.2.4"; }), plain());
    check_judge("R5626-6-10", flowing(), binding_becomes(0, [](auto& v) { v.flow = "B"; }),
                plain());
}

BOOST_AUTO_TEST_CASE(what_the_answer_says) {
    const auto timed = [] {
        return flowing().policy([](model::Policy& p) { p.flow_timer = 120; });
    };
    check_judge("R5626-6-12", flowing(), answer_with("Require: outbound\r\n", ""), Build().query());
    check_judge("R5626-6-13", timed(), answer_with("Require: outbound\r\n", ""), plain());
}

BOOST_AUTO_TEST_CASE(lookups_of_flows) {
    check_judge(
        "R5626-7-1", two_flows().lookup(alice_uri),
        [](scenario::Transcript& t) {
            auto& lookup = *t.entries.back().lookup;
            lookup.targets.push_back(lookup.alternatives.front());
        },
        plain().lookup(alice_uri));
    check_judge(
        "R5626-7-2", two_flows().at(1'000).lookup(alice_uri),
        [](scenario::Transcript& t) {
            auto& lookup = *t.entries.back().lookup;
            std::swap(lookup.targets.front(), lookup.alternatives.front());
        },
        flowing().lookup(alice_uri));
    check_judge(
        "R5626-7-2b", two_flows().at(1'000).lookup(alice_uri),
        [](scenario::Transcript& t) { t.entries.back().lookup->alternatives.clear(); },
        plain().lookup(alice_uri));
    check_judge("S-29", two_flows().on_flow("B").event(EventKind::close, 0, "A").lookup(alice_uri),
                offers_again, plain().lookup(alice_uri));
    check_judge(
        "S-29b", two_flows().on_flow("B").event(EventKind::close, 0, "A").lookup(alice_uri),
        [](scenario::Transcript& t) { t.entries.back().lookup->targets.clear(); },
        plain().lookup(alice_uri));
}

BOOST_AUTO_TEST_CASE(keep_alives) {
    const std::string stun = std::string("\0\1\0\0", 4) + "\x21\x12\xA4\x42" + "abcdefghijkl";
    check_judge("R5626-5.4-1",
                outbound().flow("T", model::Transport::tcp).octets("\r\n\r\n").on_flow("T"),
                unanswered(), outbound().octets("\r\n\r\n"));
    check_judge("R5626-8-1", outbound().octets(stun), answer_with("abcdefghijkl", "xxxxxxxxxxxx"),
                flowing());
}
