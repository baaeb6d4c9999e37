#include "starzero/probe/menu.hpp"

#include <array>
#include <optional>
#include <string>

#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::probe {

namespace {

constexpr std::uint32_t brief_most = 3;       // seconds that are worth a wait
constexpr model::Millis wait_beyond = 1'800;  // a server may round up, and take a moment

struct Course {
    std::vector<std::string> contacts;
    std::optional<std::string> expires;
    std::vector<std::string> rows;
};

const std::string a = "<sip:a@192.0.2.4>";

// RFC 3261 10.2 and 10.3, the wildcard before all.
std::vector<Course> courses() {
    return {
        {{"*"}, "0", {}},
        {{}, std::nullopt, {}},
        {{a}, std::nullopt, {}},
        {{"*", a}, "0", {}},
        {{a, "*"}, "0", {}},
        {{"*, " + a}, "0", {}},
        {{a + ", *"}, "0", {}},
        {{"*"}, "100", {}},
        {{"*"}, std::nullopt, {}},
        {{"*"}, "abc", {}},
        {{"*"}, "00", {}},
        {{a + ";q=0.5"}, std::nullopt, {}},
        {{a + ";q=1."}, std::nullopt, {}},
        {{a + ";expires=0"}, std::nullopt, {}},
        {{a + ";expires=3600", "<sip:b@192.0.2.5>;expires=1800"}, std::nullopt, {}},
        {{a}, "abc", {}},
        {{"None"}, std::nullopt, {}},
        {{"\"a, \\\"b\\\" <c>\" " + a}, std::nullopt, {}},
        {{a}, std::nullopt, {"Require: starzero-unknown"}},
        {{a}, std::nullopt, {"Record-Route: <sip:p1.example.com;lr>"}},
    };
}

scenario::Event request(const Course& course, unsigned serial) {
    scenario::RegisterMessage message;
    message.contacts = course.contacts;
    message.expires = course.expires;
    message.rows = course.rows;
    message.cseq = serial;
    message.branch = "z9hG4bKmenu" + std::to_string(serial);
    scenario::Event event;
    event.subject = "A";
    event.octets = message.octets();
    return event;
}

}  // namespace

std::vector<scenario::Scenario> menu() {
    std::vector<scenario::Scenario> scenarios;
    const Course bound{{a}, "3600", {}};
    const Course query;
    for (const Course& course : courses()) {
        // On nothing, on a binding, and what a query says afterwards.
        scenario::Scenario& alone = scenarios.emplace_back();
        alone.events = {request(course, 1), request(query, 2)};
        scenario::Scenario& after = scenarios.emplace_back();
        after.events = {request(bound, 1), request(course, 2), request(query, 3)};
    }
    // The second of two contacts, and what does not come in order.
    scenario::Scenario& two = scenarios.emplace_back();
    two.events = {request({{a}, "3600", {}}, 1), request({{"<sip:b@192.0.2.5>"}, "3600", {}}, 2),
                  request(query, 3), request({{a}, "0", {}}, 4), request(query, 5)};
    scenario::Scenario& late = scenarios.emplace_back();
    late.events = {request({{a}, "3600", {}}, 9), request({{a}, "1800", {}}, 8),
                   request(query, 10)};
    return scenarios;
}

std::optional<scenario::Scenario> waiting(const model::Policy& policy) {
    if (policy.min_expires > brief_most) return std::nullopt;
    const std::string brief = std::to_string(std::max(policy.min_expires, 1U));
    const auto named = [](std::string_view user, std::string_view interval) {
        return "<sip:" + std::string(user) + "@192.0.2.4>;expires=" + std::string(interval);
    };
    scenario::Scenario scenario;
    unsigned serial = 0;
    const auto ask = [&](Course course) { scenario.events.push_back(request(course, ++serial)); };
    ask({{named("lengthened", brief), named("kept", "3600")}, std::nullopt, {}});
    ask({{named("shortened", "3600"), named("brief", brief)}, std::nullopt, {}});
    ask({{named("lengthened", "3600"), named("shortened", brief)}, std::nullopt, {}});
    ask({{"<sip:by-header@192.0.2.4>"}, brief, {}});
    scenario::Event& wait = scenario.events.emplace_back();
    wait.kind = scenario::EventKind::advance;
    wait.number = model::seconds(std::max(policy.min_expires, 1U)) + wait_beyond;
    ask({});
    ask({{named("brief", "3600")}, std::nullopt, {}});  // anew
    ask({});
    return scenario;
}

scenario::Scenario Programme::next(const model::Policy& policy) {
    const std::uint64_t number = given_++;
    if (number < menu_.size()) return menu_[number];
    if (!has_waited_) {
        has_waited_ = true;
        if (auto wait = waiting(policy)) return *std::move(wait);
    }
    scenario::SeededChoices choices(seed_ + menu_.size() + drawn_++);
    return scenario::Generator::plain(choices, policy, events_most_);
}

}  // namespace starzero::probe
