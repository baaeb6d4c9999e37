// Single requirements that need one picture each rather than a rule: the ids stand in the names of
// the tests or beside their rows, and docs/rfc-coverage.md finds them there.
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/scenario/shown_gruus.hpp"
#include "support.hpp"

using namespace starzero;
using model::Extension;
using scenario::RegisterMessage;

namespace {

class Story {
public:
    explicit Story(std::initializer_list<Extension> extensions = {}) {
        scenario_.policy.edit([&](model::Policy& policy) {
            for (const Extension e : extensions) policy.extensions.add(e);
        });
    }
    Story& reg(std::vector<std::string> contacts, std::vector<std::string> rows = {},
               const std::string& to = "sip:alice@example.com") {
        return send([&](RegisterMessage& m) {
            m.contacts = std::move(contacts);
            m.rows = std::move(rows);
            m.to = "<" + to + ">";
        });
    }
    template <class Change>
    Story& send(Change&& change) {
        RegisterMessage message;
        const auto serial = scenario_.events.size() + 1;
        message.cseq = serial;
        message.branch = "z9hG4bK" + std::to_string(serial);
        message.from = "<sip:alice@example.com>;tag=f" + std::to_string(serial);
        change(message);
        scenario_.events.push_back(properties::send(message));
        return *this;
    }
    Story& event(scenario::EventKind kind, const std::string& subject, std::int64_t number = 0) {
        scenario::Event event;
        event.kind = kind;
        event.subject = subject;
        event.number = number;
        scenario_.events.push_back(std::move(event));
        return *this;
    }
    scenario::Scenario& scenario() { return scenario_; }
    scenario::Transcript run() const { return properties::demand_all_rules(scenario_); }

private:
    scenario::Scenario scenario_;
};

const std::string A = "<sip:a@192.0.2.4>";
const std::string instance = ";+sip.instance=\"<urn:x-b:1>\"";
const std::string supports = "Supported: path, outbound, gruu";

std::string answer(const scenario::Transcript& t, std::size_t i) {
    return t.entries.at(i).responses.at(0).octets;
}

int last_status(const scenario::Transcript& t) { return properties::status_of(t.entries.back()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(requirements)

// R3261-10.2-4: the five fields are always there; Contact is not among them.
BOOST_AUTO_TEST_CASE(five_fields) {
    for (const char* name : {"From: ", "To: ", "Call-ID: ", "CSeq: "}) {
        RegisterMessage message;
        std::string octets = message.octets();
        const std::size_t at = octets.find(name);
        octets.erase(at, octets.find("\r\n", at) + 2 - at);
        scenario::Scenario scenario;
        scenario.events.push_back(properties::send(message));
        scenario.events[0].octets = octets;
        BOOST_TEST(last_status(properties::demand_all_rules(scenario)) == 400, name);
    }
    BOOST_TEST(last_status(Story().reg({}).run()) == 200);
}

// R3261-10.2-3 R3261-10.3-0d: Record-Route says nothing. R3261-10.2-2: no dialog either, a To tag
// is echoed. R3261-8.2.6.1-2: Timestamp goes into a 100 alone. R3261-10.2-11: action is a parameter
// like any other. R3261-20.37-1: an empty Supported is none.
BOOST_AUTO_TEST_CASE(what_has_no_meaning) {
    const auto t = Story()
                       .reg({A + ";action=proxy"},
                            {"Record-Route: <sip:p;lr>", "Timestamp: 54.2", "Supported:"})
                       .send([](RegisterMessage& m) { m.to += ";tag=mine"; })
                       .run();
    BOOST_TEST(answer(t, 0).find("Record-Route") == std::string::npos);
    BOOST_TEST(answer(t, 0).find("Timestamp") == std::string::npos);
    BOOST_TEST(answer(t, 0).find(";action=proxy;expires=3600") != std::string::npos);
    BOOST_TEST(answer(t, 1).find("To: <sip:alice@example.com>;tag=mine\r\n") != std::string::npos);
    BOOST_TEST(last_status(t) == 200);
}

// R3261-10.3-0g C-03: requests of one flow are answered in the order they came.
BOOST_AUTO_TEST_CASE(order_of_arrival) {
    scenario::Scenario scenario;
    scenario::Event flow;
    flow.kind = scenario::EventKind::flow;
    flow.flow = {"T", model::Transport::tcp};
    scenario.events.push_back(flow);
    std::string pipeline;
    for (std::uint64_t i = 1; i <= 5; ++i) {
        RegisterMessage message;
        message.cseq = i;
        message.branch = "z9hG4bKp" + std::to_string(i);
        message.from = "<sip:alice@example.com>;tag=p" + std::to_string(i);
        message.contacts = {"<sip:a" + std::to_string(i) + "@192.0.2.4>"};
        pipeline += message.octets();
    }
    scenario::Event send;
    send.subject = "T";
    send.octets = pipeline;
    scenario.events.push_back(send);
    const auto t = properties::demand_all_rules(scenario);
    const auto& responses = t.entries[1].responses;
    BOOST_TEST_REQUIRE(responses.size() == 5U);
    for (std::size_t i = 0; i < responses.size(); ++i) {
        const std::string cseq = "CSeq: " + std::to_string(i + 1) + " REGISTER";
        BOOST_TEST(responses[i].octets.find(cseq) != std::string::npos);
    }
}

// R3261-7.3.1-3 O-18: where Content-Length stands among too many rows does not decide whether the
// connection goes on.
BOOST_AUTO_TEST_CASE(too_many_rows_and_the_next_request) {
    for (const bool before : {true, false}) {
        RegisterMessage many;
        many.branch = "z9hG4bKmany";
        std::string octets = many.octets();
        std::string rows;
        for (int i = 0; i < 300; ++i) rows += "X: y\r\n";
        octets.insert(before ? octets.find("Content-Length: ") : octets.size() - 2, rows);
        scenario::Scenario scenario;
        scenario::Event flow;
        flow.kind = scenario::EventKind::flow;
        flow.flow = {"T", model::Transport::tcp};
        scenario::Event send;
        send.subject = "T";
        send.octets = octets + RegisterMessage{}.octets();
        scenario.events = {flow, send};
        const auto t = properties::demand_all_rules(scenario);
        BOOST_TEST_REQUIRE(t.entries[1].responses.size() == 2U);
        BOOST_TEST(t.entries[1].responses[0].octets.starts_with("SIP/2.0 400"));
        BOOST_TEST(t.entries[1].responses[1].octets.starts_with("SIP/2.0 200"));
    }
}

// R3261-25-12: '*' may begin a display name, and is no wildcard there.
BOOST_AUTO_TEST_CASE(a_display_name_with_a_star) {
    const auto t = Story().reg({"*foo <sip:a@192.0.2.4>"}).reg({"* <sip:b@192.0.2.4>"}).run();
    BOOST_TEST(last_status(t) == 200);
    BOOST_TEST(answer(t, 1).find("sip:a@192.0.2.4") != std::string::npos);
    BOOST_TEST(answer(t, 1).find("sip:b@192.0.2.4") != std::string::npos);
}

// R5626-4.1-2: instance-ids are compared as URNs, and the case of an escape tells none apart.
BOOST_AUTO_TEST_CASE(instances_with_escapes) {
    const auto t =
        Story({Extension::outbound, Extension::gruu})
            .reg({A + ";reg-id=1;+sip.instance=\"<urn:x-a:b%2fc>\""}, {supports})
            .reg({"<sip:b@192.0.2.4>;reg-id=1;+sip.instance=\"<urn:x-a:b%2Fc>\""}, {supports})
            .run();
    BOOST_TEST(answer(t, 1).find("sip:a@192.0.2.4") == std::string::npos);
    BOOST_TEST(answer(t, 1).find("sip:b@192.0.2.4") != std::string::npos);
}

// R3261-16.5-2: whom a new policy does not know any more is reached neither by an address-of-record
// nor by a GRUU.
BOOST_AUTO_TEST_CASE(a_user_who_is_known_no_more) {
    Story story({Extension::gruu});
    story.reg({A + instance}, {supports});
    scenario::Event reload;
    reload.kind = scenario::EventKind::reload;
    reload.policy = story.scenario().policy;
    reload.policy.edit([](model::Policy& policy) { policy.unknown_users = {"alice"}; });
    story.scenario().events.push_back(reload);
    for (const char* asked :
         {"sip:alice@example.com", "first-public-gruu", "newest-temporary-gruu"}) {
        story.event(scenario::EventKind::lookup, asked);
    }
    const auto t = story.run();
    for (std::size_t i = 2; i < 5; ++i) {
        BOOST_TEST((t.entries[i].lookup->status == model::LookupStatus::unknown_aor), i);
    }
}

// R3261-10.2.1-1: any scheme. R7118-2 R7118-3: .invalid hosts and WS are taken as they are.
// R3840-9-1 R3840-9-2 R3840-9-3 R3840-9-4 R3840-D-1: feature parameters come back as they went in.
// R3840-D-2: what is no quoted-string is 400. R8599-4-1: push parameters keep their escapes.
BOOST_AUTO_TEST_CASE(contacts_of_every_kind) {
    for (const std::string contact :
         {"<tel:+15551234567>", "<mailto:a@example.com>",
          "<sip:a@df7jal23ls0d.invalid;transport=ws>",
          "<sip:a@192.0.2.4>;audio;+sip.x=\"#>=5,!TRUE\";methods=\"INVITE,!BYE\";+G.3gpp=\"<Aa>\"",
          "<sip:a@192.0.2.4;pn-provider=fcm;pn-prid=a%3Db%3B;pn-param=x>"}) {
        const auto t = Story().reg({contact}).run();
        BOOST_TEST(answer(t, 0).find("Contact: " + contact + ";expires=") != std::string::npos,
                   contact);
    }
    BOOST_TEST(last_status(Story().reg({A + ";audio=\"open"}).run()) == 400);
}

// R3261-16.5-2: an unknown user is not one without bindings. R3261-10.3-4c: one identity may own
// several addresses-of-record. R3261-10.3-5a: which one is asked for stands in To.
BOOST_AUTO_TEST_CASE(whose_bindings) {
    Story story;
    story.scenario().policy.edit([](model::Policy& p) { p.unknown_users = {"ghost"}; });
    const auto t = story.event(scenario::EventKind::lookup, "sip:ghost@example.com")
                       .event(scenario::EventKind::lookup, "sip:alice@example.com")
                       .run();
    BOOST_TEST((t.entries[0].lookup->status == model::LookupStatus::unknown_aor));
    BOOST_TEST((t.entries[1].lookup->status == model::LookupStatus::no_bindings));
    Story owner({Extension::digest});
    owner.scenario().policy.edit([](model::Policy& p) { p.digest.owners = {{"alice", "bob"}}; });
    owner.reg({}).reg({A}, {}, "sip:bob@example.com");
    owner.scenario().events.back().credentials = {"alice", "secret"};
    BOOST_TEST(owner.run().entries.back().snapshot->at(0)->aor == "bob@example.com");
}

// R5626-6-1 R6140-5.2-8: outbound and GIN bring Path with them. R6140-5.2-1: without GIN its tag
// is unknown. R3327-D-2: a query with Path stores nothing.
BOOST_AUTO_TEST_CASE(path_comes_along) {
    for (const Extension e : {Extension::outbound, Extension::gin, Extension::path}) {
        const auto t = Story({e})
                           .reg({A}, {"Path: <sip:p;lr>"})
                           .reg({A}, {"Path: <sip:p;lr>", "Supported: path"})
                           .reg({}, {"Path: <sip:q;lr>", "Supported: path"})
                           .run();
        BOOST_TEST(answer(t, 0).starts_with("SIP/2.0 420"));
        BOOST_TEST(answer(t, 1).find("Path: <sip:p;lr>\r\n") != std::string::npos);
        BOOST_TEST(t.entries[2].snapshot->at(0)->path.at(0) == "<sip:p;lr>");
    }
    BOOST_TEST(last_status(Story().reg({A}, {"Require: gin"}).run()) == 420);
}

// R6140-5.2-4 R6140-5.2-5 R6140-5.2-6 R6140-D-2 R6140-5.2-9: a number of a PBX and the PBX itself
// live apart. R6140-D-1: without Require: gin bnc is a parameter.
BOOST_AUTO_TEST_CASE(numbers_of_a_pbx) {
    const std::string number = "sip:+12145550102@example.com";
    const std::string pbx = "sip:pbx@example.com";
    const auto t =
        Story({Extension::gin})
            .reg({"<sip:198.51.100.3:5060;bnc>;+x=\"1\""}, {"Require: gin", supports}, pbx)
            .reg({"<sip:+12145550102@198.51.100.3:5060>;expires=0"}, {}, number)
            .event(scenario::EventKind::lookup, number)
            .reg({"<sip:desk@192.0.2.9>"}, {}, number)
            .reg({"<sip:198.51.100.3:5060;bnc>;expires=0"}, {"Require: gin"}, pbx)
            .event(scenario::EventKind::lookup, number)
            .reg({"<sip:a@192.0.2.4;bnc>"}, {}, pbx)
            .run();
    BOOST_TEST(answer(t, 0).find("<sip:198.51.100.3:5060;bnc>") != std::string::npos);
    BOOST_TEST(answer(t, 1).starts_with("SIP/2.0 200"));
    BOOST_TEST_REQUIRE(t.entries[2].lookup->targets.size() == 1U);
    BOOST_TEST(t.entries[2].lookup->targets[0]->uri == "sip:+12145550102@198.51.100.3:5060");
    BOOST_TEST(t.entries[2].lookup->targets[0]->params == ";+x=\"1\"");
    BOOST_TEST_REQUIRE(t.entries[5].lookup->targets.size() == 1U);
    BOOST_TEST(t.entries[5].lookup->targets[0]->uri == "sip:desk@192.0.2.9");
    BOOST_TEST(answer(t, 6).starts_with("SIP/2.0 200"));
}

// R8599-5.5-1: nothing leads to a device whose binding is gone. R8599-5.3-1 R8599-D-1: a changed
// pn-prid is another contact, a missing one is not.
BOOST_AUTO_TEST_CASE(push_and_comparison) {
    const std::string woken = "<sip:a@192.0.2.4;pn-provider=fcm;pn-prid=1>";
    const auto t = Story({Extension::push})
                       .reg({woken})
                       .reg({A})
                       .reg({"<sip:a@192.0.2.4;pn-provider=fcm;pn-prid=1>"})
                       .reg({"<sip:a@192.0.2.4;pn-provider=fcm;pn-prid=2>;expires=60"})
                       .event(scenario::EventKind::advance, {}, 60'000)
                       .event(scenario::EventKind::lookup, "sip:alice@example.com")
                       .run();
    BOOST_TEST(t.entries[1].snapshot->size() == 1U);
    BOOST_TEST(t.entries[2].snapshot->size() == 1U);
    BOOST_TEST(t.entries[3].snapshot->size() == 2U);
    BOOST_TEST(t.entries[5].lookup->targets.size() == 1U);
}

// R3581-4-4 R3581-5-1: the response goes where the request came from. R7118-4: over a connection it
// has no other way.
BOOST_AUTO_TEST_CASE(where_responses_go) {
    const auto rport = [](RegisterMessage& m) { m.via = "SIP/2.0/UDP pc.example.com;rport"; };
    const auto t = Story().send(rport).run();
    BOOST_TEST(t.entries[0].responses[0].destination == "192.0.2.7:5060");
    Story story;
    scenario::Event flow;
    flow.kind = scenario::EventKind::flow;
    flow.flow = {"W", model::Transport::wss};
    story.scenario().events.push_back(flow);
    story.reg({A});
    story.scenario().events.back().subject = "W";
    const auto w = story.run();
    BOOST_TEST(w.entries[1].responses[0].destination.empty());
    BOOST_TEST(w.entries[1].responses[0].flow == "W");
}

// R5626-4.2.2-1 R5626-6-16: Call-ID and CSeq count for flows as well. R5627-5.1-2: GRUUs are for
// contacts of an instance. R3680-4.4-1: a watcher is told for 3761 s.
BOOST_AUTO_TEST_CASE(flows_instances_watchers) {
    const auto late = [](RegisterMessage& m) {
        m.contacts = {"<sip:b@192.0.2.5>" + instance + ";reg-id=1"};
        m.rows = {supports};
        m.cseq = 1;
    };
    const auto t = Story({Extension::outbound, Extension::gruu})
                       .event(scenario::EventKind::subscribe, "sip:alice@example.com")
                       .reg({A + instance + ";reg-id=1"}, {supports})
                       .send(late)
                       .reg({"<sip:c@192.0.2.6>"}, {supports})
                       .event(scenario::EventKind::advance, {}, 3'761'000)
                       .reg({A}, {supports})
                       .run();
    BOOST_TEST(answer(t, 2).starts_with("SIP/2.0 500"));
    BOOST_TEST(answer(t, 3).find("Contact: <sip:c@192.0.2.6>;expires=") != std::string::npos);
    BOOST_TEST(t.entries[1].documents.size() == 1U);
    BOOST_TEST(t.entries[5].documents.empty());
}

// RFC 3680 4.7: what others register is no news of an address-of-record.
BOOST_AUTO_TEST_CASE(watchers_of_somebody_else) {
    const auto t = Story()
                       .event(scenario::EventKind::subscribe, "sip:alice@example.com")
                       .reg({"<sip:b@192.0.2.5>"}, {}, "sip:bob@example.com")
                       .run();
    BOOST_TEST(t.entries[0].documents.size() == 1U);
    BOOST_TEST(t.entries[1].documents.empty());
}

// R3261-8.2.3-2: which encodings are understood is told to whom it matters.
BOOST_AUTO_TEST_CASE(encodings_of_bodies) {
    const auto answer_to = [](std::vector<std::string> rows) {
        const auto encoded = [&](RegisterMessage& m) {
            m.body = "x";
            m.rows = rows;
            m.rows.emplace_back("Content-Type: text/plain");
        };
        return answer(Story().send(encoded).run(), 0);
    };
    const auto tells = [](const std::string& response) {
        BOOST_TEST(response.starts_with("SIP/2.0 415"));
        return response.find("\r\nAccept-Encoding: identity\r\n") != std::string::npos;
    };
    BOOST_TEST(tells(answer_to({"Content-Encoding: gzip"})));
    BOOST_TEST(tells(answer_to({"Content-Encoding: identity", "e: gzip"})));
    BOOST_TEST(!tells(answer_to({"Content-Encoding: Identity"})));
    BOOST_TEST(!tells(answer_to({})));
}

// R5626-6-13: how long a flow is kept is told to whose flow it is: not through an edge proxy.
BOOST_AUTO_TEST_CASE(flow_timers) {
    const auto told = [](std::uint32_t seconds, std::vector<std::string> rows) {
        Story story({Extension::outbound, Extension::path});
        story.scenario().policy.edit([&](model::Policy& p) { p.flow_timer = seconds; });
        rows.push_back(supports);
        const auto t = story.reg({A + instance + ";reg-id=1"}, std::move(rows)).run();
        BOOST_TEST(answer(t, 0).find("\r\nRequire: outbound\r\n") != std::string::npos);
        return answer(t, 0).find("\r\nFlow-Timer: 120\r\n") != std::string::npos;
    };
    BOOST_TEST(told(120, {}));
    BOOST_TEST(!told(0, {}));
    BOOST_TEST(!told(
        120, {"Path: <sip:edge.example.com;lr;ob>", "Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bKe"}));
}

// R6140-7.1-1: the public GRUU of a bulk contact names nobody and leads to its instance; with a
// number in front and without bnc it leads to that number there. R5627-5.1-5: it is no contact.
BOOST_AUTO_TEST_CASE(gruus_of_bulk_contacts) {
    const std::string pbx = "sip:pbx@example.com";
    const std::string contact = "<sip:198.51.100.3:5060;bnc>" + instance;
    const std::vector<std::string> rows{"Require: gin", supports};
    const auto first = Story({Extension::gin, Extension::gruu}).reg({contact}, rows, pbx).run();
    const std::string shown = answer(first, 0);
    const std::size_t at = shown.find(";pub-gruu=\"") + 11;
    const std::string gruu = shown.substr(at, shown.find('"', at) - at);
    BOOST_TEST(gruu.starts_with("sip:example.com;bnc;gr=urn:x-b:1"));
    std::string of_number = gruu;
    of_number.erase(of_number.find(";bnc"), 4).insert(4, "+12145550102@");
    const auto t = Story({Extension::gin, Extension::gruu})
                       .reg({contact}, rows, pbx)
                       .event(scenario::EventKind::lookup, gruu)
                       .event(scenario::EventKind::lookup, of_number)
                       .reg({"<" + gruu + ">" + instance}, rows, pbx)
                       .reg({"<sip:198.51.100.3:5060;bnc>;expires=0"}, {"Require: gin"}, pbx)
                       .event(scenario::EventKind::lookup, of_number)
                       .run();
    BOOST_TEST(t.entries[1].lookup->targets.at(0)->uri == "sip:198.51.100.3:5060;bnc");
    BOOST_TEST(t.entries[2].lookup->targets.at(0)->uri == "sip:+12145550102@198.51.100.3:5060");
    BOOST_TEST(answer(t, 3).starts_with("SIP/2.0 403"));
    BOOST_TEST((t.entries[5].lookup->status == model::LookupStatus::no_bindings));
}

// D-33: what bnc meant when it was registered counts, not what it would mean now.
BOOST_AUTO_TEST_CASE(bnc_without_require_is_not_expanded) {
    const auto t = Story({Extension::gin})
                       .reg({"<sip:198.51.100.3;bnc>"}, {supports}, "sip:pbx@example.com")
                       .event(scenario::EventKind::lookup, "sip:+12145550102@example.com")
                       .run();
    BOOST_TEST(last_status(Story({Extension::gin}).reg({A}, {"Require: gin"}).run()) == 200);
    BOOST_TEST((t.entries[1].lookup->status == model::LookupStatus::no_bindings));
}

// R3261-16.5-1: of a contact without an instance and an equal one with it the latter is offered,
// whichever came first.
BOOST_AUTO_TEST_CASE(an_equal_of_an_instance_is_no_second_target) {
    const std::string plain = "<sip:a@192.0.2.4;x=1>";
    const std::string named = A + instance + ";reg-id=1";
    for (const auto& [first, second] : {std::pair{plain, named}, std::pair{named, plain}}) {
        const auto t = Story({Extension::outbound})
                           .reg({first}, {supports})
                           .reg({second}, {supports})
                           .event(scenario::EventKind::lookup, "sip:alice@example.com")
                           .run();
        BOOST_TEST(t.entries[1].snapshot->size() == 2U);
        BOOST_TEST_REQUIRE(t.entries[2].lookup->targets.size() == 1U);
        BOOST_TEST(t.entries[2].lookup->targets[0]->reg_id == 1U);
    }
}

// R3261-16.5-1 with RFC 6140 5.2: a number's own contact that equals its PBX's is no second target,
// and where it is an alternative of a newer one of its instance, the PBX's is still offered.
BOOST_AUTO_TEST_CASE(an_equal_of_a_bulk_contact) {
    const std::string number = "sip:+12145550102@example.com";
    const std::string own = "<sip:+12145550102@198.51.100.3:5060>";
    Story story({Extension::gin, Extension::outbound});
    story.reg({"<sip:198.51.100.3:5060;bnc>"}, {"Require: gin"}, "sip:pbx@example.com")
        .reg({own + instance + ";reg-id=1"}, {supports}, number)
        .event(scenario::EventKind::lookup, number)
        .event(scenario::EventKind::advance, {}, 1000)
        .reg({A + instance + ";reg-id=2"}, {supports}, number)
        .event(scenario::EventKind::lookup, number);
    const auto t = story.run();
    BOOST_TEST_REQUIRE(t.entries[2].lookup->targets.size() == 1U);
    BOOST_TEST(t.entries[2].lookup->targets[0]->reg_id == 1U);
    const auto& targets = t.entries.back().lookup->targets;
    BOOST_TEST_REQUIRE(targets.size() == 2U);
    BOOST_TEST(targets[0]->reg_id == 2U);
    BOOST_TEST(targets[1]->uri == "sip:+12145550102@198.51.100.3:5060");
    BOOST_TEST(targets[1]->instance.empty());
}

// RFC 6140 5.2: a number's own contacts and the bulk ones, which lose bnc in whatever case, side by
// side; what is no number of a PBX gets none.
BOOST_AUTO_TEST_CASE(own_contacts_beside_bulk_ones) {
    const std::string bulk = "<sip:198.51.100.3:5060;BNC;x=1>";
    Story story({Extension::gin});
    story.reg({bulk}, {"Require: gin"}, "sip:pbx@example.com")
        .reg({"<sip:desk@192.0.2.9>"}, {}, "sip:+12145550102@example.com");
    for (const char* text : {"sip:+12145550102@example.com", "sip:+12145550102:pw@example.com",
                             "sip:example.com", "sip:+12145550102@example.com;gr"}) {
        story.event(scenario::EventKind::lookup, text);
    }
    const auto t = story.run();
    const auto& targets = t.entries[2].lookup->targets;
    BOOST_TEST_REQUIRE(targets.size() == 2U);
    BOOST_TEST(targets[0]->uri == "sip:desk@192.0.2.9");
    BOOST_TEST(targets[1]->uri == "sip:+12145550102@198.51.100.3:5060;x=1");
    for (const std::size_t i : {3U, 4U}) BOOST_TEST(t.entries[i].lookup->targets.empty());

    story.scenario().policy.edit([](model::Policy& p) { p.extensions.remove(Extension::gin); });
    const auto without = story.run();
    BOOST_TEST(answer(without, 0).starts_with("SIP/2.0 420"));
    BOOST_TEST(without.entries[2].lookup->targets.size() == 1U);
}

// S-18, R5626-7-1: a newer flow of an instance takes the place that its own q gives it, and the
// others stand by, the newest first.
BOOST_AUTO_TEST_CASE(order_of_targets_and_alternatives) {
    Story story({Extension::outbound});
    story.reg({"<sip:b@192.0.2.5>;q=0.5"});
    const char* const q[] = {"1", "0.4", "0.1"};
    for (int i = 0; i < 3; ++i) {
        story.event(scenario::EventKind::advance, {}, 1000)
            .reg({A + instance + ";reg-id=" + std::to_string(i + 1) + ";q=" + q[i]}, {supports});
    }
    const auto t = story.event(scenario::EventKind::lookup, "sip:alice@example.com").run();
    const auto& lookup = *t.entries.back().lookup;
    BOOST_TEST_REQUIRE(lookup.targets.size() == 2U);
    BOOST_TEST(lookup.targets[0]->uri == "sip:b@192.0.2.5");
    BOOST_TEST(lookup.targets[1]->reg_id == 3U);
    BOOST_TEST_REQUIRE(lookup.alternatives.size() == 2U);
    BOOST_TEST(lookup.alternatives[0]->reg_id == 2U);
    BOOST_TEST(lookup.alternatives[1]->reg_id == 1U);
}

// R6140-5.2-3: the shortest number is one digit behind the +.
BOOST_AUTO_TEST_CASE(a_number_of_one_digit) {
    Story story({Extension::gin});
    story.scenario().policy.edit([](model::Policy& p) { p.bulk_numbers = {{"pbx", "+"}}; });
    story.reg({"<sip:198.51.100.3:5060;bnc>"}, {"Require: gin"}, "sip:pbx@example.com");
    for (const char* number : {"+5", "+", "+5a"}) {
        story.event(scenario::EventKind::lookup, "sip:" + std::string(number) + "@example.com");
    }
    const auto t = story.run();
    BOOST_TEST(t.entries[1].lookup->targets.size() == 1U);
    BOOST_TEST(t.entries[2].lookup->targets.empty());
    BOOST_TEST(t.entries[3].lookup->targets.empty());
}

// R5627-5.1-9: only another Call-ID or the end of its contacts ends a temporary GRUU, not a policy
// that makes others from now on.
BOOST_AUTO_TEST_CASE(temporary_gruus_outlive_a_policy) {
    Story story({Extension::gruu});
    story.reg({A + instance}, {supports}).event(scenario::EventKind::reload, {});
    model::Policy other = *story.scenario().policy;
    other.temporary_gruu_prefix = "other~";
    story.scenario().events.back().policy = other;
    story.event(scenario::EventKind::lookup, "first-temporary-gruu")
        .event(scenario::EventKind::restart, {})
        .event(scenario::EventKind::lookup, "first-temporary-gruu");
    const auto t = story.run();
    for (const std::size_t i : {2U, 4U}) BOOST_TEST(t.entries[i].lookup->targets.size() == 1U);
}

// R5627-5.1-7: only of its own address-of-record a GRUU is no contact.
BOOST_AUTO_TEST_CASE(the_gruu_of_somebody_else_is_a_contact) {
    Story story({Extension::gruu});
    story.reg({A + instance}, {supports});
    scenario::ShownGruus shown;
    shown.see(answer(story.run(), 0));
    const std::string gruu = shown.resolve("newest-temporary-gruu");
    BOOST_TEST_REQUIRE(!gruu.empty());
    story.reg({"<" + gruu + ">" + instance}, {supports}, "sip:bob@example.com");
    BOOST_TEST(last_status(story.run()) == 200);
    story.reg({"<" + gruu + ">" + instance}, {supports});
    BOOST_TEST(last_status(story.run()) == 403);
}

// R8599-5.4-1: a service is told once, however many contacts ask for it.
BOOST_AUTO_TEST_CASE(a_push_service_is_told_once) {
    const auto t = Story({Extension::push})
                       .reg({"<sip:a@192.0.2.4;pn-provider=fcm;pn-prid=x>",
                             "<sip:b@192.0.2.5;pn-provider=fcm;pn-prid=y>;+sip.pnsreg"})
                       .run();
    const std::string shown = answer(t, 0);
    const std::size_t row = shown.find("Feature-Caps: *;+sip.pns=\"fcm\";+sip.pnsreg=\"130\"\r\n");
    BOOST_TEST_REQUIRE(row != std::string::npos);
    BOOST_TEST(shown.find("Feature-Caps", row + 1) == std::string::npos);
}

// RFC 5389 7.3.1 under R5626-8-1: an attribute that must be understood and is not.
BOOST_AUTO_TEST_CASE(stun_with_an_unknown_attribute) {
    Story story({Extension::outbound});
    story.event(scenario::EventKind::send, "A");
    story.scenario().events.back().octets =
        std::string("\0\1\0\4\x21\x12\xA4\x42", 8) + "abcdefghijkl" + std::string("\0\3\0\0", 4);
    const std::string response = answer(story.run(), 0);
    BOOST_TEST(response.starts_with("\x01\x11"));
    BOOST_TEST(response.ends_with(std::string("\0\x0A\0\2\0\3\0\0", 8)));
}

BOOST_AUTO_TEST_SUITE_END()
