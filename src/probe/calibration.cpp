#include "starzero/probe/calibration.hpp"

#include <algorithm>
#include <optional>

#include "starzero/scenario/register_message.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::probe {

namespace {

using sip::HeaderId;

constexpr unsigned contacts_tried = 12;
constexpr std::string_view uri_a = "sip:a@192.0.2.4";

// What a response says, as far as a policy shows in it.
struct Answer {
    int status = 0;
    std::string octets;
    std::optional<std::uint32_t> min_expires;

    // The interval that the 2xx tells for this URI.
    std::optional<std::uint32_t> told(std::string_view uri) const {
        std::optional<std::uint32_t> seconds;
        each_contact([&](const sip::Contact& contact) {
            const sip::Interval interval = sip::interval_of(contact);
            const bool given = interval.form == sip::Interval::Form::given;
            if (contact.value.uri.text == uri && given) seconds = interval.seconds;
        });
        return seconds;
    }

    std::size_t listed() const {
        std::size_t count = 0;
        each_contact([&](const sip::Contact&) { ++count; });
        return count;
    }

private:
    template <class Visit>
    void each_contact(Visit&& visit) const {
        const auto parsed = sip::parse_message(octets, sip::Framing::datagram, sip::accepted_text);
        sip::ContactList list;
        for (const sip::HeaderRow& row : parsed.message.rows) {
            if (row.id != HeaderId::contact) continue;
            (void)sip::parse_contact_row(row.value, list, sip::accepted_text);
        }
        for (const sip::Contact& contact : list.contacts) visit(contact);
    }
};

class Learner {
public:
    Learner(live::LiveSystem& system, const std::string& domain) : system_(system) {
        learnt_.policy.domains = {domain};
    }

    Calibration learn() {
        learnt_.policy.limits.contacts = 64;
        learnt_.policy.max_contacts = 1'000;
        again();
        reach();
        longest();
        shortest();
        order();
        matching();
        extensions();
        limit();
        return std::move(learnt_);
    }

private:
    void again() {
        system_.start(learnt_.policy);
        cseq_ = 0;
    }

    Answer ask(std::vector<std::string> contacts, std::optional<std::uint32_t> cseq = {},
               std::optional<std::string> expires = {}) {
        scenario::RegisterMessage message;
        message.expires = std::move(expires);
        message.contacts = std::move(contacts);
        if (cseq) cseq_ = *cseq - 1;
        return send(std::move(message));
    }

    Answer send(scenario::RegisterMessage message) {
        message.cseq = ++cseq_;
        message.branch = "z9hG4bKcal" + std::to_string(++serial_);
        scenario::Event event;
        event.subject = "A";
        event.octets = message.octets();
        const auto entry = system_.apply(event);
        held_ = entry.held;
        Answer answer;
        if (entry.responses.empty()) return answer;
        answer.octets = entry.responses.back().octets;
        const auto parsed =
            sip::parse_message(answer.octets, sip::Framing::datagram, sip::accepted_text);
        answer.status = parsed.message.start.status;
        if (const auto* row = parsed.message.first(HeaderId::min_expires)) {
            if (const auto n = sip::parse_number(row->value, UINT32_MAX)) {
                answer.min_expires = static_cast<std::uint32_t>(*n);
            }
        }
        return answer;
    }

    static std::string contact(std::string_view uri, std::string_view expires = {}) {
        std::string text = "<" + std::string(uri) + ">";
        if (!expires.empty()) text.append(";expires=").append(expires);
        return text;
    }

    void say(std::string line) { learnt_.lines.push_back(std::move(line)); }

    // Does it register anybody at all, and for how long when nobody says?
    void reach() {
        const Answer answer = ask({contact(uri_a)});
        if (answer.status == 0) throw Unusable("no final response to a plain REGISTER");
        if (answer.status == 401) {
            throw Unusable(
                "401: give the credentials of an account with --auth, and its "
                "user part with --aor");
        }
        if (answer.status < 200 || answer.status >= 300) {
            throw Unusable("a plain REGISTER is answered " + std::to_string(answer.status) +
                           ": is --domain what it serves, and may anybody register there?");
        }
        const auto told = answer.told(uri_a);
        if (held_ && std::ranges::find(*held_, uri_a, &model::Held::uri) == held_->end()) {
            throw Unusable("the snapshot command does not tell " + std::string(uri_a) +
                           ", which was just bound");
        }
        if (told && *told > 0) learnt_.policy.default_expires = *told;
        say(told ? "default interval " + std::to_string(*told) + " s"
                 : "the 200 does not list the contact; default interval unknown");
    }

    void longest() {
        const auto told = ask({contact(uri_a, "4294967295")}).told(uri_a);
        if (!told) return;
        learnt_.policy.max_expires = std::max(*told, 1U);
        say("longest interval " + std::to_string(*told) + " s");
    }

    void shortest() {
        Answer answer = ask({contact(uri_a, "1")});
        if (answer.status != 423) {  // some read the header field alone
            const Answer other = ask({contact(uri_a)}, {}, "1");
            if (other.status == 423) answer = other;
        }
        learnt_.policy.min_expires = 0;
        if (answer.status == 423) {
            // Without Min-Expires nobody can tell; then no 423 below an hour is held against it.
            learnt_.policy.min_expires = answer.min_expires.value_or(3'600);
            say(answer.min_expires
                    ? "shorter than " + std::to_string(*answer.min_expires) + " s is 423"
                    : "423 does not tell the shortest interval");
        } else if (const auto told = answer.told(uri_a); told && *told > 1) {
            // RFC 3261 10.3 does not forbid it; a deviation that a client can live with.
            say("an interval of 1 s is made " + std::to_string(*told) + " s");
        } else {
            say("no shortest interval");
        }
    }

    // D-01: how an update fails whose CSeq is not higher. A 200 that does the update is no policy.
    void order() {
        again();
        (void)ask({contact(uri_a, "3600")}, 10);
        const Answer answer = ask({contact(uri_a, "1800")}, 9);
        cseq_ = 10;
        const Answer query = ask({});
        if (answer.status == 400) learnt_.policy.cseq_failure = model::CSeqFailure::status_400;
        const auto told = query.told(uri_a).value_or(0);
        if (answer.status == 200 && told > 1800) {
            learnt_.policy.cseq_failure = model::CSeqFailure::ignore_with_200;
        }
        say("a CSeq that is not higher is answered " + std::to_string(answer.status) +
            (answer.status == 200 && told <= 1800 ? " and obeyed" : ""));
    }

    // 10.3 compares URIs alone; some can be told to take more into the key.
    void matching() {
        const auto twice = [&](std::string call_id, std::vector<std::string> rows) {
            again();
            (void)ask({contact(uri_a, "3600")});
            scenario::RegisterMessage message;
            message.contacts = {contact(uri_a, "3600")};
            if (!call_id.empty()) message.call_id = std::move(call_id);
            message.rows = std::move(rows);
            const bool bound = send(std::move(message)).status < 300;
            return bound && ask({}).listed() > 1;
        };
        std::string key = "its URI";
        if (twice("another", {})) key += ", its Call-ID";
        if (twice({}, {"Supported: path", "Path: <sip:edge@192.0.2.9;lr>"})) key += ", its Path";
        say("a binding is known by " + key);
    }

    // An extension that is required and not refused is one that the server says it knows.
    void extensions() {
        std::string known;
        for (const std::string tag : {"path", "outbound", "gruu"}) {
            again();
            scenario::RegisterMessage message;
            message.contacts = {contact(uri_a, "3600") +
                                ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\""
                                ";reg-id=1"};
            message.rows = {"Supported: path, outbound, gruu", "Require: " + tag};
            const Answer answer = send(std::move(message));
            if (answer.status >= 200 && answer.status < 300) known += " " + tag;
        }
        say("extensions:" + (known.empty() ? " none" : known));
    }

    void limit() {
        again();
        for (unsigned i = 1; i <= contacts_tried; ++i) {
            const Answer answer = ask({contact("sip:n" + std::to_string(i) + "@192.0.2.4")});
            if (answer.status >= 300) {
                learnt_.policy.max_contacts = i - 1;
                return say("at most " + std::to_string(i - 1) + " contacts; more is " +
                           std::to_string(answer.status));
            }
        }
        const Answer query = ask({});
        const std::string last = "sip:n" + std::to_string(contacts_tried) + "@192.0.2.4";
        const std::size_t kept = query.listed();
        if (kept < contacts_tried && kept > 0 && query.told(last)) {  // D-13: the oldest goes
            learnt_.policy.max_contacts = static_cast<std::uint32_t>(kept);
            return say("at most " + std::to_string(kept) +
                       " contacts; one more takes the place of an earlier one");
        }
        say("at least " + std::to_string(contacts_tried) + " contacts");
    }

    live::LiveSystem& system_;
    Calibration learnt_;
    std::optional<std::vector<model::Held>> held_;  // after the last request
    std::uint32_t cseq_ = 0;
    std::uint32_t serial_ = 0;
};

}  // namespace

Calibration calibrate(live::LiveSystem& system, const std::string& domain) {
    return Learner(system, domain).learn();
}

}  // namespace starzero::probe
