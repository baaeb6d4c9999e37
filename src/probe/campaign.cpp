#include "starzero/probe/campaign.hpp"

#include <algorithm>
#include <thread>

#include "starzero/invariants/asked.hpp"
#include "starzero/process/command.hpp"
#include "starzero/probe/carried_parts.hpp"
#include "starzero/scenario/minimiser.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::probe {

namespace {

using scenario::Scenario;

constexpr unsigned signs_of_life_asked = 3;
constexpr std::chrono::seconds restart_limit{60};
constexpr std::chrono::seconds revival_patience{15};
constexpr unsigned waiting_tries = 6;   // to minimise a scenario of which each run takes seconds
constexpr unsigned unsteady_tries = 3;  // to minimise what does not repeat
constexpr std::chrono::milliseconds hunting_patience_least{60};

bool is_level_rule(const invariants::Invariant* rule) {
    return rule != nullptr && (rule->needs & invariants::log) != 0;
}

std::string name_of(const invariants::Invariant* rule, const std::string& cause) {
    return std::string(rule != nullptr ? rule->id : "alive") + ": " + cause;
}

bool contains(const std::vector<std::string>& list, std::string_view id) {
    return std::ranges::find(list, id) != list.end();
}

}  // namespace

Campaign::Campaign(live::LiveSystem& system, model::SharedPolicy policy,
                   const model::DigestHash& hash, CampaignOptions options)
    : system_(system),
      policy_(std::move(policy)),
      hash_(hash),
      options_(std::move(options)),
      programme_(options_.seed, options_.events),
      vital_(options_.vital),
      available_(invariants::wire | (options_.log ? unsigned{invariants::log} : 0U) |
                 (options_.held ? unsigned{invariants::held} : 0U)),
      patience_(system.patience()) {}

// Most requests that get no answer are ones that need none: to wait for it fully is for what is
// about to be reported.
void Campaign::wait_fully(bool fully) {
    const auto brief = std::max(hunting_patience_least, 10 * system_.slowest());
    system_.set_patience(fully ? patience_ : std::min(patience_, brief));
}

bool Campaign::asks(const invariants::Invariant& rule) const {
    if (rule.judge == nullptr || !invariants::is_asked(rule) || (rule.needs & ~available_) != 0)
        return false;
    return (options_.only.empty() || contains(options_.only, rule.id)) &&
           !contains(options_.skip, rule.id);
}

std::vector<const invariants::Invariant*> Campaign::rules() const {
    std::vector<const invariants::Invariant*> list;
    for (const auto& rule : invariants::catalogue()) {
        if (asks(rule)) list.push_back(&rule);
    }
    return list;
}

Campaign::Outcome Campaign::play(const Scenario& scenario, invariants::Statistics* statistics) {
    Outcome outcome;
    outcome.transcript.policy = policy_;
    invariants::Checker checker(policy_, statistics, available_, hash_);
    system_.start(policy_);
    if (system_.has_leftovers()) checker.begin_in_doubt();
    std::string source;
    // The judge knows the addresses in use; a connection that had to be made anew has others.
    const auto tell_flow = [&] {
        scenario::Entry flow;
        flow.event = system_.flow_event();
        if (flow.event.flow.source == source) return;
        source = flow.event.flow.source;
        (void)checker.step(flow);
        outcome.transcript.entries.push_back(std::move(flow));
    };
    tell_flow();
    for (std::size_t i = 0; i < scenario.events.size() && !outcome.dead; ++i) {
        scenario::Entry entry;
        try {
            entry = system_.apply(scenario.events[i]);
        } catch (const live::Unreachable& error) {
            outcome.dead = true;
            outcome.broken.push_back({nullptr, error.what(), i});
            break;
        }
        tell_flow();
        outcome.transcript.entries.push_back(std::move(entry));
        for (auto& finding : checker.step(outcome.transcript.entries.back())) {
            if (!asks(*finding.invariant)) continue;
            if (is_own_decision(*finding.invariant, outcome.transcript.entries.back())) continue;
            outcome.broken.push_back({finding.invariant, std::move(finding.explanation), i});
        }
        if (auto why = death()) {
            outcome.dead = true;
            outcome.broken.push_back({nullptr, std::move(*why), i});
        }
    }
    return outcome;
}

std::optional<std::string> Campaign::death() {
    if (auto why = vital_.lost()) return why;
    if (!system_.went_silent() || lives()) return std::nullopt;
    return "the server is gone after this request";
}

// A query that anybody would answer.
bool Campaign::lives() {
    const auto before = system_.patience();
    wait_fully(true);
    const bool answers = answers_a_query();
    system_.set_patience(before);
    return answers;
}

bool Campaign::answers_a_query() {
    for (unsigned i = 0; i < signs_of_life_asked; ++i) {
        scenario::RegisterMessage message;
        message.call_id = "alive";
        message.cseq = i + 1;
        message.branch = "z9hG4bKalive" + std::to_string(i);
        scenario::Event event;
        event.subject = "A";
        event.octets = message.octets();
        try {
            system_.reconnect();
            if (!system_.apply(event).responses.empty()) return true;
        } catch (const live::Unreachable&) {
            return false;
        }
    }
    return false;
}

void Campaign::revive() {
    if (options_.restart_command.empty())
        throw live::Unreachable("the server is gone; with --restart-command the probe goes on");
    const auto restarted = process::run_command(options_.restart_command, restart_limit);
    if (!restarted.in_time) throw live::Unreachable("--restart-command did not end");
    const auto end = live::Clock::now() + revival_patience;
    while (live::Clock::now() < end) {
        try {
            system_.start(policy_);
            if (lives()) return vital_.begin();
        } catch (const std::runtime_error&) {
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
        }
    }
    throw live::Unreachable("--restart-command did not bring the server back");
}

bool Campaign::shows(const Scenario& scenario, const Cause& cause) {
    system_.listen_to_log(cause.rule != nullptr && (cause.rule->needs & invariants::log) != 0);
    const Outcome outcome = play(scenario, nullptr);
    system_.listen_to_log(true);
    if (outcome.dead) revive();
    return std::ranges::any_of(outcome.broken, [&](const Broken& broken) {
        return broken.rule == cause.rule && cause_of(broken.explanation) == cause.cause;
    });
}

// First by events, of which one or two mostly do; then by structure.
Scenario Campaign::smallest(const Scenario& scenario, const Broken& broken, const Cause& cause) {
    Scenario best = scenario;
    best.events.resize(broken.event + 1);
    const auto with = [&](std::vector<scenario::Event> events) {
        Scenario candidate = scenario;
        candidate.events = std::move(events);
        if (!shows(candidate, cause)) return false;
        best = std::move(candidate);
        return true;
    };
    const scenario::Event& last = scenario.events[broken.event];
    bool found = with({last});
    for (std::size_t i = broken.event; i-- > 0 && !found;) {
        found = with({scenario.events[i], last});
    }
    const auto parts = carried_parts(best);
    const auto question = [&](const Scenario& candidate) {
        return live::Clock::now() < deadline_ && carries(candidate, parts) &&
               shows(candidate, cause);
    };
    const bool waits = std::ranges::any_of(best.events, [](const scenario::Event& event) {
        return event.kind == scenario::EventKind::advance;
    });
    const unsigned tries = waits ? waiting_tries : options_.minimise_tries;
    return scenario::minimise(best, question, tries).scenario;
}

// A log line is told once, under the graver of its two rules: that no sound request may make it.
bool Campaign::is_told(const Broken& broken, const std::string& cause) {
    for (Cause& known : causes_) {
        const bool same_rule = known.rule == broken.rule;
        const bool both = is_level_rule(known.rule) && is_level_rule(broken.rule);
        if (known.cause != cause || !(same_rule || both)) continue;
        if (same_rule || known.rule->id < broken.rule->id) {
            ++known.seen;
            return true;
        }
    }
    return false;
}

void Campaign::take(const Scenario& scenario, const Broken& broken) {
    const std::string cause_text = cause_of(broken.explanation);
    if (is_told(broken, cause_text)) return;
    const std::string name = name_of(broken.rule, cause_text);
    const auto unsteady = unsteady_.find(name);
    if (unsteady != unsteady_.end() && unsteady->second >= unsteady_tries) {
        ++unsteady->second;  // seen again, and no more worth a search
        return;
    }
    Cause cause{broken.rule, cause_text, broken.explanation, scenario, {}, 1, 0, scenarios()};
    cause.scenario.policy = policy_;
    try {
        cause.scenario = smallest(cause.scenario, broken, cause);
        repeat(cause);
    } catch (const live::Unreachable&) {  // what is known so far is told all the same
        causes_.push_back(std::move(cause));
        throw;
    }
    if (cause.repeats == 0) {
        ++unsteady_[name];
        return;
    }
    std::erase_if(causes_, [&](const Cause& known) {  // the less grave of the two
        return known.cause == cause.cause && is_level_rule(known.rule) && is_level_rule(cause.rule);
    });
    causes_.push_back(std::move(cause));
}

void Campaign::repeat(Cause& cause) {
    wait_fully(true);
    for (unsigned i = 0; i < Cause::repeats_asked; ++i) {
        Outcome outcome = play(cause.scenario, nullptr);
        bool again_shown = false;
        for (const Broken& again : outcome.broken) {
            if (again.rule != cause.rule || cause_of(again.explanation) != cause.cause) continue;
            ++cause.repeats;
            again_shown = true;
            cause.explanation = again.explanation;
            break;
        }
        if (again_shown) cause.transcript = std::move(outcome.transcript);
        if (outcome.dead) revive();
    }
    wait_fully(false);
}

// Nothing brings the server back: what the last scenario showed is told as it was.
void Campaign::take_as_is(const Scenario& scenario, const Outcome& outcome) {
    for (const Broken& broken : outcome.broken) {
        const std::string text = cause_of(broken.explanation);
        if (is_told(broken, text)) continue;
        Cause cause{broken.rule, text, broken.explanation, scenario, outcome.transcript,
                    1,           0,    scenarios()};
        cause.scenario.policy = policy_;
        cause.scenario.events.resize(broken.event + 1);
        causes_.push_back(std::move(cause));
    }
}

void Campaign::run(live::Clock::time_point deadline, const std::function<bool()>& enough) {
    deadline_ = deadline;
    vital_.begin();
    wait_fully(false);
    while (live::Clock::now() < deadline && !enough()) {
        const Scenario scenario = programme_.next(policy_);
        Outcome outcome = play(scenario, &statistics_);
        try {
            if (outcome.dead) revive();
        } catch (const live::Unreachable&) {
            take_as_is(scenario, outcome);
            throw;
        }
        for (const Broken& broken : outcome.broken) take(scenario, broken);
    }
}

}  // namespace starzero::probe
