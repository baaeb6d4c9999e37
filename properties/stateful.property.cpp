// RapidCheck's stateful testing: commands act, the catalogue judges after each of them. One
// command for every event of a scenario; the model keeps only what commands need to exist.
#include <rapidcheck/state.h>

#include <memory>

#include "starzero/scenario/fault_messages.hpp"
#include "starzero/scenario/pools.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/sut/reference.hpp"
#include "support.hpp"

namespace {

using namespace starzero;
using properties::RapidChoices;
using scenario::Event;
using scenario::EventKind;
using scenario::RegisterMessage;

// What commands may refer to: what was sent, and how many serial numbers are used up.
struct Model {
    std::vector<std::string> sent;
    std::uint32_t serial = 0;
};

// The registrar, its judge, and the scenario so far for the report.
struct System {
    System() : checker(scenario.policy, &properties::statistics()) {
        reference.start(scenario.policy);
    }
    void act(const Event& event) {
        scenario.events.push_back(event);
        const auto findings = checker.step(reference.apply(event));
        if (!findings.empty()) {
            RC_FAIL(to_line(findings.front()) + "\n" + print_scenario(scenario));
        }
    }
    scenario::Scenario scenario;
    sut::Reference reference;
    invariants::Checker checker;
};

using Command = rc::state::Command<Model, System>;

struct Act : Command {
    Event event;

    void apply(Model& model) const override {
        ++model.serial;
        if (event.kind == EventKind::send) model.sent.push_back(event.octets);
    }
    void run(const Model&, System& system) const override { system.act(event); }
    void show(std::ostream& out) const override {
        std::string text;
        append_event(text, event);
        out << text;
    }
};

RegisterMessage message_of(const Model& model, RapidChoices& choices) {
    RegisterMessage message;
    message.branch = "z9hG4bK" + std::to_string(model.serial);
    message.from = "<sip:alice@example.com>;tag=f" + std::to_string(model.serial);
    message.to = "<" + std::string(scenario::pools::to_uris[choices.pick(4)]) + ">";
    message.call_id = scenario::pools::call_ids[choices.pick(2)];
    message.cseq = choices.pick(5);
    return message;
}

std::string contact(RapidChoices& choices) {
    return "<" + std::string(choices.among(scenario::pools::contact_uris)) + ">" +
           std::string(choices.among(scenario::pools::contact_params));
}

std::string interval(RapidChoices& choices) {
    return std::string(choices.among(scenario::pools::intervals));
}

struct Register : Act {
    explicit Register(const Model& model) {
        RapidChoices choices;
        RegisterMessage message = message_of(model, choices);
        for (std::uint32_t i = choices.pick(3); i < 3; ++i)
            message.contacts.push_back(contact(choices));
        if (choices.pick(2) == 1) message.expires = interval(choices);
        event = properties::send(message);
    }
};

struct Remove : Act {
    explicit Remove(const Model& model) {
        RapidChoices choices;
        RegisterMessage message = message_of(model, choices);
        message.contacts = {contact(choices)};
        message.expires = "0";
        event = properties::send(message);
    }
};

struct Wildcard : Act {
    explicit Wildcard(const Model& model) {
        RapidChoices choices;
        RegisterMessage message = message_of(model, choices);
        message.contacts = {"*"};
        message.expires = "0";
        event = properties::send(message);
    }
};

struct Query : Act {
    explicit Query(const Model& model) {
        RapidChoices choices;
        event = properties::send(message_of(model, choices));
    }
};

struct Faulty : Act {
    explicit Faulty(const Model& model) {
        RapidChoices choices;
        RegisterMessage message = message_of(model, choices);
        message.contacts = {contact(choices)};
        event.subject = "A";
        event.octets = scenario::with_fault(message, choices);
    }
};

struct Retransmit : Act {
    explicit Retransmit(const Model& model) {
        RC_PRE(!model.sent.empty());
        event.subject = "A";
        event.octets = *rc::gen::elementOf(model.sent);
    }
    void checkPreconditions(const Model& model) const override {
        RC_PRE(std::ranges::find(model.sent, event.octets) != model.sent.end());
    }
};

struct Advance : Act {
    Advance() {
        event.kind = EventKind::advance;
        event.number = *rc::gen::element<model::Millis>(1, 999, 1'000, 59'999, 60'000, 32'000,
                                                        3'599'999, 3'600'000, 7'200'000);
    }
};

struct WallJump : Act {
    WallJump() {
        event.kind = EventKind::wall;
        event.number = *rc::gen::element<model::Millis>(-1'767'225'600'000, -1, 86'400'000);
    }
};

struct Lookup : Act {
    Lookup() {
        RapidChoices choices;
        event.kind = EventKind::lookup;
        event.subject = choices.among(scenario::pools::to_uris);
    }
};

struct FlowOpen : Act {
    FlowOpen() {
        event.kind = EventKind::flow;
        event.flow.id = "A";
        event.flow.transport =
            *rc::gen::element(model::Transport::udp, model::Transport::tcp, model::Transport::ws);
    }
};

struct FlowClose : Act {
    FlowClose() {
        event.kind = EventKind::close;
        event.subject = "A";
    }
};

struct Restart : Act {
    Restart() { event.kind = EventKind::restart; }
};

struct Reload : Act {
    Reload() {
        event.kind = EventKind::reload;
        model::Policy policy;
        policy.max_contacts = *rc::gen::inRange(1U, 4U);
        policy.min_expires = *rc::gen::element(0U, 60U, 7'200U);
        event.policy = policy;
    }
};

struct StoreFault : Act {
    StoreFault() {
        event.kind = EventKind::fail_store;
        event.number = *rc::gen::inRange(1, 5);
    }
};

struct Garbage : Act {
    Garbage() {
        event.subject = "A";
        event.octets = *rc::gen::arbitrary<std::string>();
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(stateful)

RC_BOOST_PROP(every_sequence_of_commands_keeps_every_rule, ()) {
    Model model;
    System system;
    rc::state::check(
        model, system,
        rc::state::gen::execOneOfWithArgs<Register, Register, Remove, Wildcard, Query, Faulty,
                                          Retransmit, Advance, WallJump, Lookup, FlowOpen,
                                          FlowClose, Restart, Reload, StoreFault, Garbage>());
}

BOOST_AUTO_TEST_SUITE_END()
