#include "starzero/invariants/judge_case.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/sut/reference.hpp"
#include "starzero/sut/run.hpp"

namespace starzero::invariants {

namespace {

// The judge's own verdict on the last entry, told from its tallies.
Outcome last_verdict(const Invariant& judge, const scenario::Transcript& transcript) {
    Statistics statistics;
    Checker checker(transcript.policy, &statistics);
    Tally before;
    for (std::size_t i = 0; i < transcript.entries.size(); ++i) {
        if (i + 1 == transcript.entries.size()) before = statistics.of(judge);
        checker.step(transcript.entries[i]);
    }
    const Tally& after = statistics.of(judge);
    if (after.violated != before.violated) return Outcome::violated;
    return after.holds != before.holds ? Outcome::holds : Outcome::not_applicable;
}

std::string& answer_of(scenario::Transcript& transcript) {
    return transcript.entries.back().responses.at(0).octets;
}

// Every occurrence; there must be one.
void replace_in(std::string& text, const std::string& old, const std::string& fresh) {
    std::size_t at = text.find(old);
    BOOST_TEST_REQUIRE(at != std::string::npos, "nothing to spoil: " << old << "\n" << text);
    for (; at != std::string::npos; at = text.find(old, at + fresh.size())) {
        text.replace(at, old.size(), fresh);
    }
}

}  // namespace

Build& Build::reg(std::vector<std::string> contacts, std::string expires, const Tweak& tweak) {
    scenario::RegisterMessage message;
    const std::string serial = std::to_string(++serial_);
    message.cseq = serial_;
    message.branch = "z9hG4bK" + serial;
    message.from = "<sip:alice@example.com>;tag=f" + serial;
    message.contacts = std::move(contacts);
    if (!expires.empty()) message.expires = std::move(expires);
    if (tweak) tweak(message);
    return octets(message.octets());
}

Build& Build::octets(std::string text) {
    scenario::Event event;
    event.subject = "A";
    event.octets = std::move(text);
    scenario_.events.push_back(std::move(event));
    return *this;
}

Build& Build::repeat() {
    auto copy = scenario_.events.back();
    scenario_.events.push_back(std::move(copy));
    return *this;
}

Build& Build::event(scenario::EventKind kind, std::int64_t number, std::string subject) {
    scenario::Event event;
    event.kind = kind;
    event.number = number;
    event.subject = std::move(subject);
    scenario_.events.push_back(std::move(event));
    return *this;
}

Build& Build::at(model::Millis time) {
    scenario_.events.back().at = time;
    return *this;
}

Build& Build::reload(const model::Policy& policy) {
    event(scenario::EventKind::reload);
    scenario_.events.back().policy = policy;
    return *this;
}

Build& Build::as(std::string user, std::string password) {
    scenario_.events.back().credentials =
        scenario::Credentials{std::move(user), std::move(password)};
    return *this;
}

Build& Build::flow(std::string id, model::Transport transport) {
    event(scenario::EventKind::flow);
    scenario_.events.back().flow = {std::move(id), transport};
    return *this;
}

Build& Build::on_flow(std::string id) {
    scenario_.events.back().subject = std::move(id);
    return *this;
}

Build& Build::offer(std::initializer_list<model::Extension> extensions) {
    scenario_.policy.edit([&](model::Policy& policy) {
        for (const auto extension : extensions) policy.extensions.add(extension);
    });
    return *this;
}

Build& Build::policy(const std::function<void(model::Policy&)>& change) {
    scenario_.policy.edit(change);
    return *this;
}

void check_judge(const char* id, const scenario::Scenario& holds, const Spoil& spoil,
                 const scenario::Scenario& silent, const Spoil& hide) {
    BOOST_TEST_CONTEXT(id) {
        const Invariant* judge = find_invariant(id);
        BOOST_TEST_REQUIRE(judge != nullptr);
        BOOST_TEST_REQUIRE((judge->kind() == Kind::judge));
        auto transcript = transcript_of(holds);
        BOOST_TEST((last_verdict(*judge, transcript) == Outcome::holds), "must hold");
        const auto findings = judge_all(transcript);
        BOOST_TEST(findings.empty(), (findings.empty() ? "" : to_line(findings.front())));
        spoil(transcript);
        BOOST_TEST((last_verdict(*judge, transcript) == Outcome::violated), "must be violated");
        auto other = transcript_of(silent);
        if (hide) hide(other);
        BOOST_TEST((last_verdict(*judge, other) == Outcome::not_applicable), "must not apply");
    }
}

scenario::Transcript transcript_of(const scenario::Scenario& scenario) {
    sut::Reference reference;
    return sut::run(reference, scenario);
}

void hide_snapshot(scenario::Transcript& transcript) { transcript.entries.back().snapshot.reset(); }

Spoil answer_with(std::string old, std::string fresh) {
    return [old, fresh](scenario::Transcript& t) { replace_in(answer_of(t), old, fresh); };
}

Spoil asked_with(std::string old, std::string fresh) {
    return [old, fresh](scenario::Transcript& t) {
        replace_in(t.entries.back().event.octets, old, fresh);
    };
}

Spoil document_with(std::string old, std::string fresh) {
    return [old, fresh](scenario::Transcript& t) {
        replace_in(t.entries.back().documents.at(0).body, old, fresh);
    };
}

Spoil events_lost() {
    return [](scenario::Transcript& t) { t.entries.back().reg_events.clear(); };
}

Spoil unanswered() {
    return [](scenario::Transcript& t) { t.entries.back().responses.clear(); };
}

Build::Tweak with_rows(std::vector<std::string> rows) {
    return [rows](scenario::RegisterMessage& message) { message.rows = rows; };
}

Spoil status_becomes(const std::string& code) {
    return [code](scenario::Transcript& transcript) { answer_of(transcript).replace(8, 3, code); };
}

Spoil answer_gains(std::string row) {
    return answer_with("Content-Length: 0\r\n", row + "\r\nContent-Length: 0\r\n");
}

Spoil binding_becomes(std::size_t index, std::function<void(model::BindingView&)> edit) {
    return [index, edit](scenario::Transcript& transcript) {
        auto& snapshot = *transcript.entries.back().snapshot;
        auto view = *snapshot.at(index);
        edit(view);
        snapshot[index] = std::make_shared<const model::BindingView>(view);
    };
}

Spoil binding_lost(std::size_t index) {
    return [index](scenario::Transcript& transcript) {
        auto& snapshot = *transcript.entries.back().snapshot;
        snapshot.erase(snapshot.begin() + static_cast<std::ptrdiff_t>(index));
    };
}

Spoil logs_gain(model::Level level, model::Reason reason, int status) {
    return [=](scenario::Transcript& transcript) {
        model::LogRecord record;
        record.level = level;
        record.reason = reason;
        record.status = status;
        record.source = "192.0.2.7:5060";
        transcript.entries.back().logs.push_back(record);
    };
}

}  // namespace starzero::invariants
