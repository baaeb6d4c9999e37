#include "starzero/probe/menu.hpp"

#include <array>
#include <optional>
#include <string>

#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::probe {

namespace {

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

scenario::Scenario Programme::next(const model::Policy& policy) {
    const std::uint64_t number = given_++;
    if (number < menu_.size()) return menu_[number];
    scenario::SeededChoices choices(seed_ + number);
    return scenario::Generator::plain(choices, policy, events_most_);
}

}  // namespace starzero::probe
