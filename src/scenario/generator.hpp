// Scenarios from choices: what libFuzzer's mutator, RapidCheck and `starzero fuzz` all use.
#pragma once

#include <array>

#include "starzero/scenario/choices.hpp"
#include "starzero/scenario/event.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::scenario {

// What one scenario knows while it grows: enough to refer back to what was sent.
class Generator {
public:
    explicit Generator(Choices& choices);

    // A whole scenario of up to events_most events. Swarm: each draws its own weights.
    static Scenario scenario(Choices& choices, std::size_t events_most = 10);

    // The same under these extensions, and no others.
    static Scenario offering(Choices& choices, model::Extensions extensions,
                             std::size_t events_most = 10);

    // For somebody else's server: REGISTER requests alone, on one flow and at once, under two plain
    // addresses-of-record and with contacts that nobody takes for equal.
    static Scenario plain(Choices& choices, const model::Policy& policy,
                          std::size_t events_most = 8);

    // The next event, given those that this generator has made or been shown.
    Event next();
    void show(const Event& event);

    const model::Policy& policy() const noexcept { return policy_; }
    void set_policy(const model::Policy& policy) { policy_ = policy; }

private:
    static Scenario under(model::Policy policy, Choices& choices, std::size_t events_most);

    enum class Action : std::uint8_t {
        bind,
        query,
        wildcard,
        refresh,
        remove,
        advance,
        lookup,
        faulty,
        repeat,
        wall,
        close,
        flow,
        fail_store,
        restart,
        reload,
        garbage,
        subscribe,
        keep_alive,
        count,
    };

    void draw_weights();
    void keep_plain();
    Action draw_action();
    Event act(Action action);

    RegisterMessage message();
    Event send(std::string octets);
    Event send(RegisterMessage& message);
    Event lookup();
    std::string to_uri();
    Event keep_alive();
    std::string contact();
    std::string_view params();
    std::string_view interval();
    std::string contact_uri(bool known);
    Event bind();
    Event refresh(bool remove);
    Event wildcard();
    Event faulty();
    Event advance();
    Event repeat();
    Event move();
    Event garbage();
    void add_noise(RegisterMessage& message);
    void expect_expiry(const RegisterMessage& message);

    Choices& choices_;
    bool plain_ = false;
    model::Policy policy_;
    std::array<std::uint32_t, static_cast<std::size_t>(Action::count)> weights_{};
    model::Millis now_ = 0;
    std::uint32_t branch_ = 0;
    std::array<std::uint32_t, 3> cseqs_{1, 1, 1};
    std::vector<std::string> sent_;
    std::vector<std::string> uris_;
    std::vector<model::Millis> expiries_;
};

// A policy for a scenario: mostly the default, now and then another corner of it.
model::Policy draw_policy(Choices& choices);

}  // namespace starzero::scenario
