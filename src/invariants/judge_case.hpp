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
    Build& as(std::string user, std::string password);  // the last send, with credentials
    Build& lookup(std::string subject) { return event(scenario::EventKind::lookup, 0, subject); }
    Build& watch(std::string uri) { return event(scenario::EventKind::subscribe, 0, uri); }
    Build& flow(std::string id, model::Transport transport);
    Build& on_flow(std::string id);  // the last send
    Build& offer(std::initializer_list<model::Extension> extensions);
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

// What the reference registrar makes of it.
scenario::Transcript transcript_of(const scenario::Scenario& scenario);

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

// Rows beside the usual ones; one more Via, so that the registrar is not the first hop.
Build::Tweak with_rows(std::vector<std::string> rows);
inline const std::string second_via = "Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bKx";
inline const std::string supports_all = "Supported: path, outbound, gruu";
inline const std::string instance_1 = ";+sip.instance=\"<urn:x-b:first>\"";
inline const std::string instance_2 = ";+sip.instance=\"<urn:x-b:second>\"";
inline const std::string alice_uri = "sip:alice@example.com";

// Octets of the last request, and the last event's other observations.
Spoil asked_with(std::string old, std::string fresh);
Spoil document_with(std::string old, std::string fresh);
Spoil events_lost();
Spoil unanswered();

inline const std::string A = "<sip:a@192.0.2.4>";
inline const std::string B = "<sip:b@192.0.2.5>";

}  // namespace starzero::invariants
