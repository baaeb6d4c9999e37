#include <boost/test/unit_test.hpp>

#include "starzero/invariants/judge_case.hpp"

using namespace starzero;
using namespace starzero::invariants;
using model::Extension;

namespace {

using Message = scenario::RegisterMessage;

const std::string path_row = "Path: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>";
const auto routed = with_rows({supports_all, path_row});
const auto supporting = with_rows({supports_all});

Build offering(Extension extension) { return Build().offer({extension}); }
Build through() { return offering(Extension::path).reg({A}, "3600", routed); }
Build direct() { return offering(Extension::path).reg({A}, "3600", supporting); }

Build::Tweak to(const std::string& uri, std::vector<std::string> rows = {supports_all}) {
    return [=](Message& m) { m.to = "<" + uri + ">", m.rows = rows; };
}
Build::Tweak over_sips(std::string request_uri) {
    return [=](Message& m) { m.request_uri = request_uri; };
}

}  // namespace

BOOST_AUTO_TEST_CASE(path_vectors) {
    check_judge("R3327-5.3-1", through(),
                binding_becomes(0, [](auto& v) { std::ranges::reverse(v.path); }), direct());
    check_judge("R3327-5.3-2", through(), answer_with("Path: <sip:p1.example.com;lr>\r\n", ""),
                direct());
    check_judge("R3327-5.3-2b", through().reg({"*"}, "60", routed),
                answer_gains("Path: <sip:p1.example.com;lr>"), direct());
    check_judge("R3327-5.3-3", offering(Extension::path).reg({A}, "60", with_rows({path_row})),
                status_becomes("200"), through());
    check_judge("R3327-4-1",
                offering(Extension::path)
                    .reg({A}, "60", with_rows({supports_all, "Path: sip:p1.example.com;lr"})),
                status_becomes("200"), through());
    check_judge("P-14", through(), answer_with("<sip:p1.example.com;lr>", "sip:p1.example.com"),
                direct());
    check_judge(
        "R5626-7-1b", through().lookup(alice_uri),
        [](scenario::Transcript& t) {
            auto view = *t.entries.back().lookup->targets.front();
            view.path.pop_back();
            t.entries.back().lookup->targets[0] = std::make_shared<const model::BindingView>(view);
        },
        direct().lookup(alice_uri));
}

BOOST_AUTO_TEST_CASE(service_routes) {
    const auto routes = [](model::Policy& p) { p.service_routes = {"sip:o@sp.example.com;lr"}; };
    check_judge("R3608-6.3-1", through().policy(routes),
                answer_with("Service-Route: <sip:o@sp.example.com;lr>\r\n", ""), direct());
}

BOOST_AUTO_TEST_CASE(sips) {
    const auto securing = [] { return offering(Extension::sips); };
    const std::string secure = "<sips:a@192.0.2.4>";
    check_judge("R5630-5.2-2", securing().reg({secure}, "60"), status_becomes("200"),
                securing().reg({A}, "60"));
    check_judge(
        "R5630-5.3-1",
        securing()
            .reg({secure}, "60", over_sips("sips:example.com"))
            .lookup("sips:alice@example.com"),
        [](scenario::Transcript& t) {
            auto view = *t.entries.back().lookup->targets.front();
            view.uri = "sip:a@192.0.2.4";
            t.entries.back().lookup->targets[0] = std::make_shared<const model::BindingView>(view);
        },
        securing().reg({A}, "60").lookup(alice_uri));
    check_judge(
        "R5630-5.1.1.1-2",
        securing().reg({A}, "60").reg({secure}, "60", over_sips("sips:example.com")),
        [](scenario::Transcript& t) {
            t.entries.back().snapshot->push_back(t.entries[0].snapshot->front());
        },
        securing().reg({A}, "60"));
}

BOOST_AUTO_TEST_CASE(bulk_contacts) {
    const auto pbx = to("sip:pbx@example.com", {supports_all, "Require: gin"});
    const auto bulk = [&] {
        return offering(Extension::gin).reg({"<sip:198.51.100.3:5060;bnc;x=1>"}, "60", pbx);
    };
    check_judge("R6140-5.2-7",
                offering(Extension::gin).reg({"<sip:a@198.51.100.3;bnc>"}, "60", pbx),
                status_becomes("200"), bulk());
    check_judge(
        "R6140-5.2-3", bulk().lookup("sip:+12145550102@example.com"),
        [](scenario::Transcript& t) {
            auto view = *t.entries.back().lookup->targets.front();
            view.uri = "sip:198.51.100.3:5060;bnc;x=1";
            t.entries.back().lookup->targets[0] = std::make_shared<const model::BindingView>(view);
        },
        bulk().lookup("sip:pbx@example.com"));
    check_judge(
        "R6140-5.2-3", bulk().lookup("sip:+12145550102@example.com"),
        [](scenario::Transcript& t) { t.entries.back().lookup->targets.clear(); },
        bulk().lookup("sip:+12135550102@example.com"));
    model::Policy forgetful;  // of whom the contacts are
    forgetful.extensions.add(Extension::gin);
    forgetful.unknown_users = {"pbx"};
    check_judge(
        "R6140-5.2-3", bulk().reload(forgetful).lookup("sip:+12145550102@example.com"),
        [](scenario::Transcript& t) {
            t.entries.back().lookup->status = model::LookupStatus::found;
            t.entries.back().lookup->targets = *t.entries[0].snapshot;
        },
        bulk().lookup("sip:+12135550102@example.com"));
}

BOOST_AUTO_TEST_CASE(push) {
    const auto pushing = [] { return offering(Extension::push); };
    const std::string woken = "<sip:a@192.0.2.4;pn-provider=fcm;pn-prid=x>;+sip.pnsreg";
    const std::string other = "<sip:a@192.0.2.4;pn-provider=apns;pn-prid=x>";
    const auto only_here = [](model::Policy& p) { p.only_push_here = true; };
    const std::string told = "Feature-Caps: *;+sip.pns=\"fcm\";+sip.pnsreg=\"130\"\r\n";
    check_judge("R8599-5.4-1", pushing().reg({woken}, "60"), answer_with("+sip.pns=", "+sip.pnx="),
                pushing().reg({A}, "60"));
    check_judge("R8599-5.6.1.1-4", pushing().reg({woken}, "60"), answer_with(told, ""),
                Build().query());
    check_judge("R8599-5.6.1.1-2", pushing().policy(only_here).reg({other}, "60"),
                asked_with("=apns", "=fcm"), pushing().reg({other}, "60"));
    check_judge("R8599-5.6.1.1-2b", pushing().policy(only_here).reg({other}, "60"),
                status_becomes("200"), pushing().reg({other}, "60"));
    check_judge("R8599-5.6.1.1-5", pushing().reg({woken}, "60"), answer_with("\"130\"", "\"60\""),
                pushing().reg({A}, "60"));
}

BOOST_AUTO_TEST_CASE(the_way_of_the_request) {
    Message message;
    message.contacts = {A};
    const std::string frame = message.octets() + "REGISTER sip:example.com SIP/2.0\r\n";
    check_judge("R7118-1", Build().flow("W", model::Transport::ws).octets(frame).on_flow("W"),
                status_becomes("200"),
                Build().flow("W", model::Transport::ws).octets(message.octets()).on_flow("W"));
    const auto rport = [](Message& m) { m.via = "SIP/2.0/UDP 192.0.2.7:5060;rport"; };
    check_judge("R3581-4-1", Build().query(rport), answer_with("rport=5060", "rport=5061"),
                Build().query());
    check_judge("R3581-4-2", Build().query(rport), answer_with("received=", "recieved="),
                Build().query());
    check_judge("R3261-8.2.2.3-1",
                offering(Extension::outbound)
                    .reg({A}, "60", with_rows({supports_all, "Require: outbound, path"})),
                status_becomes("420"), direct());
}
