// What the tests of the judges share: short scenarios, and the three transcripts that every judge
// is shown: one where it holds, the same spoilt so that it is broken, one where it is silent.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "starzero/invariants/checker.hpp"
#include "starzero/scenario/register_message.hpp"

namespace starzero::invariants {

// Adds events one after the other; CSeq, branch and From tag count up by themselves.
class Build {
public:
    using Tweak = std::function<void(scenario::RegisterMessage&)>;

    Build& reg(std::vector<std::string> contacts, std::string expires = {},
               const Tweak& tweak = {});
    Build& star(const Tweak& tweak = {}) { return reg({"*"}, "0", tweak); }
    Build& query(const Tweak& tweak = {}) { return reg({}, {}, tweak); }
    Build& repeat();  // the last send again
    Build& octets(std::string text);
    Build& event(scenario::EventKind kind, std::int64_t number = 0, std::string subject = {});
    Build& at(model::Millis time);
    Build& reload(const model::Policy& policy);
    Build& policy(const std::function<void(model::Policy&)>& change);

    operator scenario::Scenario() const { return scenario_; }

private:
    scenario::Scenario scenario_;
    std::uint32_t serial_ = 0;
};

using Spoil = std::function<void(scenario::Transcript&)>;

// The verdict is that on the last event. hide takes from the silent transcript what the judge
// needs to see.
void check_judge(const char* id, const scenario::Scenario& holds, const Spoil& spoil,
                 const scenario::Scenario& silent, const Spoil& hide = {});

// A system that does not show its bindings.
void hide_snapshot(scenario::Transcript& transcript);

// Every occurrence of old in the last event's first response; there must be one.
Spoil answer_with(std::string old, std::string fresh);
Spoil status_becomes(const std::string& code);

// Adds rows before Content-Length.
Spoil answer_gains(std::string row);

// Edits the last event's copy of a binding.
Spoil binding_becomes(std::size_t index, std::function<void(model::BindingView&)> edit);
Spoil binding_lost(std::size_t index);
Spoil logs_gain(model::Level level, model::Reason reason, int status = 0);

inline const std::string A = "<sip:a@192.0.2.4>";
inline const std::string B = "<sip:b@192.0.2.5>";

}  // namespace starzero::invariants
