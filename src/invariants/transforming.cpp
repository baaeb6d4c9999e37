#include "starzero/invariants/transforming.hpp"

#include <algorithm>

namespace starzero::invariants {

using scenario::EventKind;

bool has_event(const Scenario& scenario, EventKind kind) {
    return std::ranges::any_of(scenario.events, [&](const Event& e) { return e.kind == kind; });
}

bool ever_offers(const Scenario& scenario, model::Extension extension) {
    return scenario.policy->offers(extension) ||
           std::ranges::any_of(scenario.events,
                               [&](const Event& event) { return event.policy->offers(extension); });
}

bool looks_back(const Scenario& scenario) {
    return std::ranges::any_of(scenario.events, [](const Event& event) {
        return event.kind == EventKind::lookup && event.subject.ends_with("-gruu");
    });
}

bool is_plain(const Scenario& scenario) {
    const model::PolicyLimits normal;
    return scenario.policy->limits == normal &&
           std::ranges::all_of(scenario.events, [&](const Event& event) {
               const bool stream =
                   event.kind == EventKind::flow && event.flow.transport != model::Transport::udp;
               const bool limits = event.policy->limits != normal;
               return !stream && !limits;
           });
}

std::optional<RequestFacts> clean_register(const Scenario& scenario, const Event& event) {
    if (event.kind != EventKind::send) return std::nullopt;
    auto facts = read_request(event.octets, sip::Framing::datagram, scenario.policy);
    const bool clean = facts.silence.empty() && !facts.faulty_up_to(2) && facts.is_register() &&
                       facts.contacts_read && facts.top->has_cookie();
    if (!clean) return std::nullopt;
    return facts;
}

std::vector<std::size_t> clean_registers(const Scenario& scenario) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < scenario.events.size(); ++i) {
        if (clean_register(scenario, scenario.events[i])) indices.push_back(i);
    }
    return indices;
}

std::optional<Scenario> edit_registers(const Scenario& scenario, Choices& choices,
                                       const Edit& edit) {
    if (!is_plain(scenario)) return std::nullopt;
    auto indices = clean_registers(scenario);
    if (indices.empty()) return std::nullopt;
    const auto pick = choices.pick(static_cast<std::uint32_t>(indices.size()) + 1);
    if (pick != 0) indices = {indices[pick - 1]};
    Scenario edited = scenario;
    bool changed = false;
    for (const std::size_t i : indices) {
        EditableMessage message(edited.events[i].octets);
        edit(message, choices);
        std::string octets = message.octets();
        changed = changed || octets != edited.events[i].octets;
        edited.events[i].octets = std::move(octets);
    }
    if (!changed) return std::nullopt;
    return edited;
}

std::vector<model::Millis> times_of(const Scenario& scenario) {
    std::vector<model::Millis> times;
    model::Millis now = 0;
    for (const Event& event : scenario.events) {
        if (event.at) now = std::clamp(*event.at, now, model::time_max);
        if (event.kind == EventKind::advance) now = std::min(now + event.number, model::time_max);
        times.push_back(now);
    }
    return times;
}

Event inserted_send(std::string octets) {
    Event event;
    event.subject = "inserted";
    event.octets = std::move(octets);
    return event;
}

std::vector<std::string> contact_uris(const Scenario& scenario) {
    std::vector<std::string> uris;
    for (const Event& event : scenario.events) {
        const auto facts = clean_register(scenario, event);
        if (!facts) continue;
        for (const auto& contact : facts->contacts.contacts) {
            std::string uri(contact.value.uri.text);
            if (std::ranges::find(uris, uri) == uris.end()) uris.push_back(std::move(uri));
        }
    }
    return uris;
}

}  // namespace starzero::invariants
