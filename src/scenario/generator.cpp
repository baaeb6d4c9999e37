#include "starzero/scenario/generator.hpp"

#include <algorithm>

#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/extension_parts.hpp"
#include "starzero/scenario/fault_messages.hpp"
#include "starzero/scenario/pools.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::scenario {

namespace {

constexpr std::size_t memory_max = 16;  // sent messages, URIs and expiries that are kept

template <class T>
void keep(std::vector<T>& list, T value) {
    if (list.size() == memory_max) list.erase(list.begin());
    list.push_back(std::move(value));
}

}  // namespace

// Small enough to be met.
void draw_limits(model::PolicyLimits& limits, Choices& choices) {
    if (choices.pick(4) == 3) limits.contacts = 2;
    if (choices.pick(6) == 5) limits.transactions = 2;
    if (choices.pick(8) == 7) limits.flows = 1;
    if (choices.pick(8) == 7) limits.subscriptions = 1;
    if (choices.pick(12) == 11) limits.rows = 10;
    if (choices.pick(12) == 11) limits.row_octets = 60;
    if (choices.pick(12) == 11) limits.list_values = 2;
    if (choices.pick(12) == 11) limits.params = 2;
    if (choices.pick(12) == 11) limits.message_octets = 400;
}

model::Policy draw_policy(Choices& choices) {
    model::Policy policy;
    draw_extensions(policy, choices);
    if (choices.pick(3) != 2) return policy;
    constexpr std::array<std::uint32_t, 4> minimums{60, 0, 1, 7200};
    constexpr std::array<std::uint32_t, 4> maximums{7200, 60, 1, 0xFFFF'FFFFU};
    policy.min_expires = choices.among(minimums);
    policy.max_expires = choices.among(maximums);
    policy.default_expires = choices.pick(2) == 0 ? 3600 : 90;
    policy.max_contacts = choices.pick(2) == 0 ? 10 : 2;
    policy.cseq_failure = static_cast<model::CSeqFailure>(choices.pick(3));
    policy.duplicate_contact = static_cast<model::DuplicateContact>(choices.pick(3));
    policy.multi_match = static_cast<model::MultiMatch>(choices.pick(2));
    policy.strict_peers = choices.pick(4) == 3;
    if (choices.pick(3) == 2) policy.unknown_users = {"bob"};
    draw_limits(policy.limits, choices);
    if (choices.pick(6) == 5) policy.domains.emplace_back("an-alias-of-many-letters.example.net");
    return policy;
}

Generator::Generator(Choices& choices) : choices_(choices) { draw_weights(); }

// Uneven and partly zero, so that some scenarios do one thing many times (swarm testing).
void Generator::draw_weights() {
    constexpr std::array<std::uint32_t, 18> usual{8, 2, 3, 5, 3, 4, 3, 3, 2,
                                                  1, 1, 1, 1, 1, 1, 1, 1, 1};
    constexpr std::array<std::uint32_t, 4> factors{2, 1, 0, 6};
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        weights_[i] = usual[i] * choices_.among(factors);
    }
    weights_[0] = std::max(weights_[0], 1U);
}

Generator::Action Generator::draw_action() {
    std::uint32_t total = 0;
    for (const auto weight : weights_) total += weight;
    std::uint32_t ticket = choices_.pick(total);
    std::size_t index = 0;
    while (ticket >= weights_[index]) ticket -= weights_[index++];
    return static_cast<Action>(index);
}

Scenario Generator::under(model::Policy policy, Choices& choices, std::size_t events_most) {
    Scenario scenario;
    scenario.policy = std::move(policy);
    Generator generator(choices);
    generator.set_policy(scenario.policy);
    const auto count = 1 + choices.pick(static_cast<std::uint32_t>(events_most));
    for (std::uint32_t i = 0; i < count; ++i) scenario.events.push_back(generator.next());
    return scenario;
}

Scenario Generator::scenario(Choices& choices, std::size_t events_most) {
    return under(draw_policy(choices), choices, events_most);
}

Scenario Generator::offering(Choices& choices, model::Extensions extensions,
                             std::size_t events_most) {
    model::Policy policy = draw_policy(choices);
    policy.extensions = extensions;
    return under(std::move(policy), choices, events_most);
}

Scenario Generator::plain(Choices& choices, const model::Policy& policy, std::size_t events_most) {
    Scenario scenario;
    scenario.policy = policy;
    Generator generator(choices);
    generator.set_policy(policy);
    generator.keep_plain();
    const auto count = 1 + choices.pick(static_cast<std::uint32_t>(events_most));
    for (std::uint32_t i = 0; i < count; ++i) scenario.events.push_back(generator.next());
    return scenario;
}

void Generator::keep_plain() {
    plain_ = true;
    const auto weight = [&](Action action) -> std::uint32_t& {
        return weights_[static_cast<std::size_t>(action)];
    };
    for (std::size_t i = static_cast<std::size_t>(Action::advance); i < weights_.size(); ++i) {
        if (i != static_cast<std::size_t>(Action::faulty)) weights_[i] = 0;
    }
    weight(Action::query) = std::max(weight(Action::query), 2U);  // what else would show the state?
}

void Generator::show(const Event& event) {
    if (event.at) now_ = std::max(now_, *event.at);
    if (event.kind == EventKind::advance) now_ += event.number;
    if (event.kind == EventKind::send) keep(sent_, event.octets);
    ++branch_;
}

Event Generator::next() { return act(draw_action()); }

Event Generator::act(Action action) {
    Event event;
    switch (action) {
        case Action::bind: return bind();
        case Action::refresh: return refresh(false);
        case Action::remove: return refresh(true);
        case Action::wildcard: return wildcard();
        case Action::query: {
            RegisterMessage out = message();
            return send(out);
        }
        case Action::faulty: return faulty();
        case Action::repeat: return repeat();
        case Action::garbage: return garbage();
        case Action::advance: return advance();
        case Action::lookup: return lookup();
        case Action::keep_alive: return keep_alive();
        case Action::subscribe:
            event.kind = EventKind::subscribe;
            event.subject = choices_.among(pools::to_uris);
            return event;
        case Action::wall: {
            constexpr std::array<model::Millis, 4> jumps{3'600'000, -3'600'000, -1'767'225'600'000,
                                                         4'102'444'800'000};
            event.kind = EventKind::wall;
            event.number = choices_.among(jumps);
            return event;
        }
        case Action::close:
            if (policy_.offers(model::Extension::outbound) && choices_.pick(2) == 1) {
                return lookup();
            }
            event.kind = EventKind::close;
            event.subject = choices_.pick(2) == 0 ? "A" : "B";
            return event;
        case Action::flow: {
            constexpr std::array<model::Transport, 3> kinds{
                model::Transport::udp, model::Transport::tcp, model::Transport::ws};
            event.kind = EventKind::flow;
            event.flow.id = choices_.pick(2) == 0 ? "A" : "B";
            event.flow.transport = choices_.among(kinds);
            if (choices_.pick(2) == 1) event.flow.source = "[2001:db8::7]:5070";
            return event;
        }
        case Action::fail_store:
            event.kind = EventKind::fail_store;
            event.number = 1 + choices_.pick(6);
            return event;
        case Action::reload:
            event.kind = EventKind::reload;
            policy_ = draw_policy(choices_);
            event.policy = policy_;
            return event;
        case Action::restart:
        case Action::count: event.kind = EventKind::restart; return event;
    }
    return event;
}

RegisterMessage Generator::message() {
    RegisterMessage message;
    message.branch = "z9hG4bK" + std::to_string(++branch_);
    message.to = "<" + to_uri() + ">";
    const auto id = choices_.pick(static_cast<std::uint32_t>(pools::call_ids.size()));
    message.call_id = pools::call_ids[id];
    // Mostly one higher, at times equal, lower or at the edges.
    constexpr std::array<std::uint32_t, 4> edges{0, 2147483647U, 2147483648U, 4294967295U};
    switch (choices_.pick(plain_ ? 11 : 12)) {
        case 10: message.cseq = cseqs_[id]; break;
        case 11: message.cseq = choices_.among(edges); break;
        default: message.cseq = ++cseqs_[id]; break;
    }
    message.from = "<sip:alice@example.com>;tag=f" + std::to_string(branch_);
    add_noise(message);
    return message;
}

void Generator::add_noise(RegisterMessage& message) {
    if (plain_) {
        const auto row = choices_.pick(4);
        if (row == 3) message.rows.emplace_back(choices_.among(pools::plain_noise_rows));
        return;
    }
    if (choices_.pick(4) == 3) message.rows.emplace_back(choices_.among(pools::noise_rows));
    if (choices_.pick(12) == 11) message.via = choices_.among(pools::noise_vias);
    if (choices_.pick(12) == 11) message.to += ";tag=t1";
    if (choices_.pick(12) == 11) message.max_forwards = "0";
    if (choices_.pick(16) == 15) message.branch = "old" + std::to_string(branch_);
}

Event Generator::send(std::string octets) {
    Event event;
    event.subject = !plain_ && choices_.pick(6) == 5 ? "B" : "A";
    // Exactly at an expected expiry, and a millisecond to either side of it.
    if (!plain_ && !expiries_.empty() && choices_.pick(5) == 4) {
        constexpr std::array<model::Millis, 4> offsets{0, -1, 1, 999};
        event.at = std::max(now_, choices_.among(expiries_) + choices_.among(offsets));
        now_ = *event.at;
    }
    keep(sent_, octets);
    event.octets = std::move(octets);
    return event;
}

// With what the policy's extensions bring.
Event Generator::send(RegisterMessage& message) {
    add_extension_parts(message, policy_, choices_);
    Event event = send(message.octets());
    event.credentials = draw_credentials(message.to, policy_, choices_);
    return event;
}

Event Generator::lookup() {
    Event event;
    event.kind = EventKind::lookup;
    const bool gruu = policy_.offers(model::Extension::gruu);
    const auto kind = policy_.extensions.empty() ? 0 : choices_.pick(4);
    if (kind >= 2 && gruu) event.subject = choices_.among(pools::shown_gruus);
    else if (kind == 3) event.subject = choices_.among(pools::lookup_uris);
    else event.subject = to_uri();
    return event;
}

// Under extensions mostly one of two, since what they get wrong takes several steps on one
// address-of-record, or one step each on two.
std::string Generator::to_uri() {
    if (plain_) return std::string(pools::to_uris[choices_.pick(2)]);
    if (!policy_.extensions.empty() && choices_.pick(4) != 3) {
        return std::string(pools::to_uris[choices_.pick(2)]);
    }
    return std::string(choices_.among(pools::to_uris));
}

// CRLFCRLF for a stream, a STUN Binding request for a datagram.
Event Generator::keep_alive() {
    constexpr std::string_view stun{
        "\x00\x01\x00\x00\x21\x12\xA4\x42"
        "abcdefghijkl",
        20};
    std::string octets = choices_.pick(2) == 0 ? std::string(stun) : "\r\n\r\n";
    if (choices_.pick(6) == 5) octets.resize(octets.size() - 1);
    return send(std::move(octets));
}

std::string Generator::contact_uri(bool known) {
    std::string uri = known && !uris_.empty() ? choices_.among(uris_)
                      : plain_ ? std::string(choices_.among(pools::plain_contact_uris))
                               : std::string(choices_.among(pools::contact_uris));
    keep(uris_, uri);
    return uri;
}

std::string_view Generator::params() {
    return plain_ ? choices_.among(pools::plain_contact_params)
                  : choices_.among(pools::contact_params);
}

std::string_view Generator::interval() {
    return plain_ ? choices_.among(pools::plain_intervals) : choices_.among(pools::intervals);
}

std::string Generator::contact() {
    std::string value(choices_.among(pools::displays));
    value += "<" + contact_uri(choices_.pick(2) == 1) + ">";
    value += params();
    if (choices_.pick(2) == 1) value += ";expires=" + std::string(interval());
    return value;
}

void Generator::expect_expiry(const RegisterMessage& message) {
    constexpr std::array<std::uint32_t, 4> usual{3600, 60, 7200, 90};
    std::uint32_t seconds = policy_.default_expires;
    if (message.expires) seconds = sip::parse_delta_seconds(*message.expires).value_or(seconds);
    seconds = std::min(seconds, policy_.max_expires);
    if (seconds != 0) keep(expiries_, now_ + model::seconds(seconds));
    keep(expiries_, now_ + model::seconds(choices_.among(usual)));
}

Event Generator::bind() {
    RegisterMessage out = message();
    const auto count = 1 + (choices_.pick(3) == 2 ? choices_.pick(4) : 0);
    for (std::uint32_t i = 0; i < count; ++i) out.contacts.push_back(contact());
    if (choices_.pick(2) == 1) out.expires = std::string(interval());
    expect_expiry(out);
    return send(out);
}

Event Generator::refresh(bool remove) {
    RegisterMessage out = message();
    out.contacts = {"<" + contact_uri(true) + ">"};
    if (remove) out.contacts[0] += ";expires=0";
    else if (choices_.pick(2) == 1) out.contacts[0] += params();
    expect_expiry(out);
    return send(out);
}

Event Generator::wildcard() {
    RegisterMessage out = message();
    out.contacts = {"*"};
    constexpr std::array<std::string_view, 5> zeros{"0", "0", "00", "3600", "abc"};
    if (choices_.pick(8) != 7)
        out.expires = plain_ && choices_.pick(2) == 0 ? "0" : std::string(choices_.among(zeros));
    if (choices_.pick(plain_ ? 3 : 12) == 2) out.contacts.push_back(contact());
    return send(out);
}

Event Generator::faulty() {
    RegisterMessage out = message();
    out.contacts = {contact()};
    // Of another server it is not known whether it has Path.
    std::string octets =
        plain_ ? with_fault(out, choices_, "Require: unheard-of") : with_fault(out, choices_);
    // Other methods have rules of their own, and an INVITE wants its ACK.
    if (plain_ && !octets.starts_with("REGISTER ")) octets = out.octets();
    Event event = send(std::move(octets));
    event.credentials = draw_credentials(out.to, policy_, choices_);
    return event;
}

Event Generator::advance() {
    Event event;
    event.kind = EventKind::advance;
    constexpr std::array<model::Millis, 8> steps{1'000,     60'000,    500,    59'999,
                                                 3'600'000, 7'200'000, 32'000, 31'999};
    event.number = choices_.among(steps);
    if (!expiries_.empty() && choices_.pick(2) == 1) {
        constexpr std::array<model::Millis, 3> offsets{0, -1, 1};
        event.number =
            std::max<model::Millis>(choices_.among(expiries_) + choices_.among(offsets) - now_, 0);
    }
    now_ += event.number;
    return event;
}

// The same device by another flow, as after its address changed (RFC 5626 section 4.4).
Event Generator::move() {
    EditableMessage message(choices_.among(sent_));
    if (auto* via = message.first(sip::HeaderId::via)) via->value += std::to_string(++branch_);
    if (auto* cseq = message.first(sip::HeaderId::cseq)) {
        cseq->value = std::to_string(1'000 + branch_) + " REGISTER";
    }
    Event event;
    event.subject = choices_.pick(2) == 0 ? "B" : "A";
    event.octets = message.octets();
    return event;
}

Event Generator::repeat() {
    if (sent_.empty()) return bind();
    if (policy_.offers(model::Extension::outbound) && choices_.pick(3) == 2) return move();
    Event event;
    event.subject = "A";
    event.octets = choices_.among(sent_);
    if (choices_.pick(4) == 3) {  // another branch: merged, or a new request
        EditableMessage message(event.octets);
        if (auto* via = message.first(sip::HeaderId::via)) via->value += std::to_string(++branch_);
        event.octets = message.octets();
    }
    return event;
}

Event Generator::garbage() {
    constexpr std::array<std::string_view, 7> pieces{
        "",
        "\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "\x16\x03\x01\x02",
        "SIP/2.0 200 OK\r\n\r\n",
        "ACK sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\r\n\r\n",
        "REGISTER sip:example.com SIP/2.0\r\n\r\n"};
    std::string octets(choices_.among(pieces));
    if (!sent_.empty() && choices_.pick(2) == 1) {
        octets = choices_.among(sent_);
        octets.resize(choices_.pick(static_cast<std::uint32_t>(octets.size()) + 1));
    }
    return send(std::move(octets));
}

}  // namespace starzero::scenario
