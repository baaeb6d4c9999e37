// A server behind a socket as a system under test. Scenarios speak of alice@example.com; here each
// run gets addresses-of-record, Call-IDs and branches of its own, so that nothing of an earlier
// run is in its way. What really went out stands in Entry::sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "starzero/live/connection.hpp"
#include "starzero/live/log_watch.hpp"
#include "starzero/model/digest.hpp"
#include "starzero/scenario/digest_client.hpp"
#include "starzero/sut/system.hpp"

namespace starzero::live {

struct LiveOptions {
    Endpoint peer;
    std::string domain = "example.com";  // that the server serves
    // User part of alice's address-of-record; % becomes the number of the run. Without % every run
    // uses the same for alice and bob, and begins by removing its bindings; else bob gets -2.
    std::string aor = "sz%";
    std::optional<scenario::Credentials> credentials;  // for every 401
    std::chrono::milliseconds patience{2'000};         // for a final response
    std::chrono::milliseconds quiet{15};  // after it, for surplus responses and log lines
    double rate = 500;                    // requests a second, at most
    std::uint64_t salt = 0;               // makes names of one process its own
    std::string snapshot_command;         // tells what the server holds; empty: not asked
};

class LiveSystem final : public sut::SystemUnderTest {
public:
    // log may be null. Both must outlive it.
    LiveSystem(LiveOptions options, const model::DigestHash& hash, LogWatch* log);

    // Throw Unreachable.
    void start(const model::SharedPolicy& policy) override;
    scenario::Entry apply(const scenario::Event& event) override;

    // A connection of its own for what comes next: on a stream the last request may have left the
    // server waiting for the rest of a message.
    void reconnect();

    // The flow that every run begins with: tells a judge which addresses are in use.
    scenario::Event flow_event() const;

    std::uint64_t requests() const noexcept { return requests_; }
    // The longest that a final response took, and how long to wait for the next ones.
    std::chrono::milliseconds slowest() const noexcept { return slowest_; }
    void set_patience(std::chrono::milliseconds patience) noexcept { options_.patience = patience; }
    // Off: log lines are left for later, which saves the wait for them.
    void listen_to_log(bool on) noexcept { listens_ = on; }
    std::chrono::milliseconds patience() const noexcept { return options_.patience; }
    // The run began with bindings that the server did not let go: of a fixed address-of-record.
    bool has_leftovers() const noexcept { return leftovers_; }
    // The last request had no final response within the time.
    bool went_silent() const noexcept { return silent_; }

private:
    void own_address(std::string& value) const;
    std::string personal(const std::string& octets) const;
    void exchange(scenario::Entry& entry, const std::string& octets);
    void authorise(scenario::Entry& entry, const scenario::Event& event);
    void remove_bindings();
    void hold_rate();
    void look_inside(scenario::Entry& entry) const;
    void connect_again();
    std::string user() const;
    bool is_fixed() const;

    LiveOptions options_;
    std::chrono::milliseconds connect_patience_;  // stays, however impatient the hunt is
    const model::DigestHash& hash_;
    LogWatch* log_;
    std::unique_ptr<Connection> connection_;
    std::optional<scenario::DigestClient> peers_;
    Clock::time_point started_{};
    Clock::time_point last_{};
    std::uint64_t run_ = 0;
    std::uint64_t requests_ = 0;
    std::uint64_t extra_ = 0;  // requests of our own within the run
    std::chrono::milliseconds slowest_{0};
    bool silent_ = false;
    bool listens_ = true;
    bool leftovers_ = false;
};

}  // namespace starzero::live
