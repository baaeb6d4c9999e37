#include "starzero/scenario/minimiser.hpp"

#include <algorithm>
#include <array>

#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::scenario {

namespace {

class Minimiser {
public:
    Minimiser(Scenario scenario, const StillShows& still_shows, std::uint64_t tries_most)
        : best_(std::move(scenario)), still_shows_(still_shows), tries_most_(tries_most) {}

    Minimised run() {
        bool smaller = true;
        while (smaller && tries_ < tries_most_) {
            smaller = drop_events();
            smaller = simplify_head() || smaller;
            for (std::size_t i = 0; i < best_.events.size(); ++i) {
                smaller = simplify_event(i) || smaller;
            }
        }
        return {std::move(best_), tries_};
    }

private:
    bool accept(Scenario candidate) {
        if (tries_ >= tries_most_) return false;
        ++tries_;
        if (!still_shows_(candidate)) return false;
        best_ = std::move(candidate);
        return true;
    }

    // Delta debugging over the events: halves first, single ones last.
    bool drop_events() {
        bool any = false;
        for (std::size_t chunk = std::max<std::size_t>(best_.events.size() / 2, 1); chunk > 0;
             chunk /= 2) {
            for (std::size_t at = 0; at < best_.events.size();) {
                Scenario candidate = best_;
                const auto from = candidate.events.begin() + static_cast<std::ptrdiff_t>(at);
                const auto count = std::min(chunk, best_.events.size() - at);
                candidate.events.erase(from, from + static_cast<std::ptrdiff_t>(count));
                if (accept(std::move(candidate))) any = true;
                else at += chunk;
            }
        }
        return any;
    }

    bool simplify_head() {
        bool any = false;
        if (best_.policy != model::SharedPolicy{}) {
            Scenario candidate = best_;
            candidate.policy = {};
            any = accept(std::move(candidate));
        }
        for (std::size_t i = 0; best_.relation && i < best_.relation->choices.size(); ++i) {
            if (best_.relation->choices[i] == 0) continue;
            Scenario candidate = best_;
            candidate.relation->choices[i] = 0;
            any = accept(std::move(candidate)) || any;
        }
        return any;
    }

    template <class Change>
    bool try_event(std::size_t i, Change&& change) {
        Scenario candidate = best_;
        if (!change(candidate.events[i])) return false;
        return accept(std::move(candidate));
    }

    bool simplify_event(std::size_t i) {
        bool any = try_event(i, [](Event& event) {
            if (!event.at) return false;
            event.at.reset();
            return true;
        });
        any = try_event(i,
                        [](Event& event) {
                            const bool other =
                                event.kind == EventKind::send && event.subject != "A";
                            event.subject = other ? "A" : event.subject;
                            return other;
                        }) ||
              any;
        if (best_.events[i].kind == EventKind::send) any = simplify_message(i) || any;
        return any;
    }

    bool simplify_message(std::size_t i) {
        bool any = false;
        std::size_t rows = EditableMessage(best_.events[i].octets).rows.size();
        while (rows-- > 0) {
            any = try_event(i, [&](Event& event) { return drop_row(event, rows); }) || any;
        }
        rows = EditableMessage(best_.events[i].octets).rows.size();
        for (std::size_t row = 0; row < rows; ++row) any = simplify_row(i, row) || any;
        any = try_event(i,
                        [](Event& event) {
                            EditableMessage message(event.octets);
                            if (message.tail.size() <= 2) return false;
                            message.tail = "\r\n";
                            event.octets = message.octets();
                            return true;
                        }) ||
              any;
        return any;
    }

    static bool drop_row(Event& event, std::size_t row) {
        EditableMessage message(event.octets);
        if (row >= message.rows.size()) return false;
        message.rows.erase(message.rows.begin() + static_cast<std::ptrdiff_t>(row));
        event.octets = message.octets();
        return true;
    }

    bool set_value(std::size_t i, std::size_t row, const std::string& value) {
        return try_event(i, [&](Event& event) {
            EditableMessage message(event.octets);
            if (row >= message.rows.size() || message.rows[row].value.size() < value.size() ||
                message.rows[row].value == value) {
                return false;
            }
            message.rows[row].value = value;
            message.rows[row].separator = ": ";
            event.octets = message.octets();
            return true;
        });
    }

    // A plain value of its kind, then the value without its parts one by one.
    bool simplify_row(std::size_t i, std::size_t row) {
        EditableMessage message(best_.events[i].octets);
        if (row >= message.rows.size()) return false;
        bool any = set_value(i, row, plain_value(message.rows[row].id()));
        message = EditableMessage(best_.events[i].octets);
        const std::string value = message.rows[row].value;
        for (const char separator : {',', ';'}) {
            for (std::size_t at = value.rfind(separator); at != std::string::npos && at != 0;
                 at = value.rfind(separator, at - 1)) {
                const auto now = EditableMessage(best_.events[i].octets).rows[row].value;
                if (at >= now.size() || now[at] != separator) continue;
                const std::size_t end = std::min(now.find_first_of(",;", at + 1), now.size());
                any = set_value(i, row, now.substr(0, at) + now.substr(end)) || any;
            }
        }
        return any;
    }

    static std::string plain_value(sip::HeaderId id) {
        const RegisterMessage plain;
        switch (id) {
            case sip::HeaderId::from: return plain.from;
            case sip::HeaderId::to: return plain.to;
            case sip::HeaderId::call_id: return plain.call_id;
            case sip::HeaderId::contact: return "<sip:a@h>";
            case sip::HeaderId::expires: return "0";
            default: return "x";
        }
    }

    Scenario best_;
    const StillShows& still_shows_;
    std::uint64_t tries_most_;
    std::uint64_t tries_ = 0;
};

}  // namespace

Minimised minimise(Scenario scenario, const StillShows& still_shows, std::uint64_t tries_most) {
    return Minimiser(std::move(scenario), still_shows, tries_most).run();
}

}  // namespace starzero::scenario
