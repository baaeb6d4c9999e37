// The loop on a running server: the menu, then generated scenarios; the rules that are asked of
// others, and one minimised finding for each cause.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "starzero/invariants/checker.hpp"
#include "starzero/live/live_system.hpp"
#include "starzero/probe/cause.hpp"
#include "starzero/probe/menu.hpp"
#include "starzero/probe/vital_signs.hpp"

namespace starzero::probe {

struct CampaignOptions {
    std::uint64_t seed = 1;
    unsigned events = 8;            // at most, a scenario
    std::vector<std::string> only;  // rule ids; empty: all that are asked
    std::vector<std::string> skip;
    bool log = false;   // the system tells log records
    bool held = false;  // the system tells what it holds
    unsigned minimise_tries = 60;
    std::string restart_command;  // empty: a dead server ends the campaign
    VitalOptions vital;
};

class Campaign {
public:
    Campaign(live::LiveSystem& system, model::SharedPolicy policy, const model::DigestHash& hash,
             CampaignOptions options);

    // Until the deadline, or enough says so. Told after each scenario. Throws live::Unreachable
    // when the server is gone and nothing brings it back; the findings so far stay. Throws
    // NotThere when the process to watch is not there at the start.
    void run(live::Clock::time_point deadline, const std::function<bool()>& enough);

    const std::vector<Cause>& causes() const noexcept { return causes_; }
    std::uint64_t scenarios() const noexcept { return programme_.given(); }
    // Broken once and then not again, by rule and explanation; never told as findings.
    const std::map<std::string, unsigned>& unsteady() const noexcept { return unsteady_; }
    const invariants::Statistics& statistics() const noexcept { return statistics_; }
    // Rules that are asked with what this system shows.
    std::vector<const invariants::Invariant*> rules() const;

private:
    struct Broken {
        const invariants::Invariant* rule = nullptr;
        std::string explanation;
        std::size_t event = 0;  // of the scenario
    };
    struct Outcome {
        scenario::Transcript transcript;
        std::vector<Broken> broken;
        bool dead = false;
    };

    bool asks(const invariants::Invariant& rule) const;
    Outcome play(const scenario::Scenario& scenario, invariants::Statistics* statistics);
    std::optional<std::string> death();
    bool lives();
    bool answers_a_query();
    void wait_fully(bool fully);
    bool is_told(const Broken& broken, const std::string& cause);
    void revive();
    bool shows(const scenario::Scenario& scenario, const Cause& cause);
    scenario::Scenario smallest(const scenario::Scenario& scenario, const Broken& broken,
                                const Cause& cause);
    void take(const scenario::Scenario& scenario, const Broken& broken);
    void take_as_is(const scenario::Scenario& scenario, const Outcome& outcome);
    void repeat(Cause& cause);

    live::LiveSystem& system_;
    model::SharedPolicy policy_;
    const model::DigestHash& hash_;
    CampaignOptions options_;
    Programme programme_;
    VitalSigns vital_;
    unsigned available_;
    std::vector<Cause> causes_;
    std::map<std::string, unsigned> unsteady_;
    invariants::Statistics statistics_;
    live::Clock::time_point deadline_{};
    std::chrono::milliseconds patience_;  // as asked for; while hunting, ten times the slowest
};

}  // namespace starzero::probe
