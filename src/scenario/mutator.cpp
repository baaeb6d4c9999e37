#include "starzero/scenario/mutator.hpp"

#include <algorithm>
#include <array>

#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/pools.hpp"

namespace starzero::scenario {

namespace {

std::uint32_t size_of(const auto& container) {
    return static_cast<std::uint32_t>(container.size());
}

std::string contact_value(Choices& choices) {
    std::string value(choices.among(pools::displays));
    value += "<" + std::string(choices.among(pools::contact_uris)) + ">";
    value += choices.among(pools::contact_params);
    if (choices.pick(2) == 1) value += ";expires=" + std::string(choices.among(pools::intervals));
    return value;
}

void set_known(EditableMessage& message, Choices& choices) {
    using sip::HeaderId;
    switch (choices.pick(8)) {
        case 0: message.set(HeaderId::contact, contact_value(choices)); break;
        case 1: message.set(HeaderId::expires, choices.among(pools::intervals)); break;
        case 2: message.set(HeaderId::contact, "*"); break;
        case 3: message.set(HeaderId::call_id, choices.among(pools::call_ids)); break;
        case 4:
            message.set(HeaderId::to, "<" + std::string(choices.among(pools::to_uris)) + ">");
            break;
        case 5: message.set(HeaderId::cseq, std::to_string(choices.pick(5)) + " REGISTER"); break;
        case 6: message.rows.push_back({"Contact", contact_value(choices)}); break;
        default: message.erase(choices.pick(2) == 0 ? HeaderId::expires : HeaderId::contact); break;
    }
}

void edit_octets(std::string& text, Choices& choices) {
    constexpr std::string_view interesting = "*<>\"\\;,=:@%?& \t\r\n0aZ-.[]";
    if (text.empty()) {
        text.push_back(choices.among(interesting));
        return;
    }
    const auto at = choices.pick(size_of(text));
    switch (choices.pick(4)) {
        case 0: text[at] = choices.among(interesting); break;
        case 1: text.insert(text.begin() + at, choices.among(interesting)); break;
        case 2: text.erase(at, 1 + choices.pick(4)); break;
        default: text.insert(at, text.substr(at, 1 + choices.pick(16))); break;
    }
}

void edit_rows(EditableMessage& message, Choices& choices) {
    if (message.rows.empty()) return edit_octets(message.start_line, choices);
    const auto at = choices.pick(size_of(message.rows));
    const auto place = message.rows.begin() + at;
    switch (choices.pick(5)) {
        case 0: edit_octets(message.rows[at].value, choices); break;
        case 1: message.rows.erase(place); break;
        case 2: message.rows.insert(place, message.rows[at]); break;
        case 3:
            std::swap(message.rows[at], message.rows[choices.pick(size_of(message.rows))]);
            break;
        default: edit_octets(message.start_line, choices); break;
    }
}

void retime(Event& event, Choices& choices) {
    constexpr std::array<model::Millis, 6> steps{0, 1, 1'000, 60'000, 3'600'000, 59'999};
    if (event.kind == EventKind::advance || event.kind == EventKind::wall) {
        event.number = choices.among(steps);
    } else if (event.at && choices.pick(2) == 0) {
        event.at.reset();
    } else {
        event.at = event.at.value_or(0) + choices.among(steps);
    }
}

Event generated(const Scenario& scenario, Choices& choices) {
    Generator generator(choices);
    generator.set_policy(scenario.policy);
    for (const Event& event : scenario.events) generator.show(event);
    return generator.next();
}

}  // namespace

std::string mutate_message(std::string_view octets, Choices& choices) {
    if (choices.pick(8) == 7) {
        std::string raw(octets);
        edit_octets(raw, choices);
        return raw;
    }
    EditableMessage message(octets);
    if (choices.pick(2) == 0) set_known(message, choices);
    else edit_rows(message, choices);
    return message.octets();
}

void mutate(Scenario& scenario, Choices& choices, std::size_t events_most) {
    auto& events = scenario.events;
    const auto at = choices.pick(size_of(events));
    const auto place = events.begin() + std::min<std::ptrdiff_t>(at, std::ssize(events));
    const bool room = events.size() < events_most;
    if (events.empty() || (room && choices.pick(4) == 0)) {
        events.insert(place, generated(scenario, choices));
        return;
    }
    switch (choices.pick(7)) {
        case 0:
        case 1:
        case 2:
            if (events[at].kind == EventKind::send) {
                events[at].octets = mutate_message(events[at].octets, choices);
            } else {
                retime(events[at], choices);
            }
            break;
        case 3: events.erase(place); break;
        case 4:
            if (room) events.insert(place, Event(events[at]));
            break;
        case 5:
            if (choices.pick(4) == 3) scenario.policy = draw_policy(choices);
            else std::swap(events[at], events[choices.pick(size_of(events))]);
            break;
        default: retime(events[at], choices); break;
    }
}

Scenario cross_over(const Scenario& a, const Scenario& b, Choices& choices,
                    std::size_t events_most) {
    Scenario mixed = a;
    mixed.relation.reset();
    mixed.events.resize(choices.pick(size_of(a.events) + 1));
    const auto from = choices.pick(size_of(b.events) + 1);
    for (std::size_t i = from; i < b.events.size() && mixed.events.size() < events_most; ++i) {
        mixed.events.push_back(b.events[i]);
    }
    return mixed;
}

}  // namespace starzero::scenario
