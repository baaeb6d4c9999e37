// M rows on what extensions read: Supported, Require, Via, Path, credentials, the scheme of To.
#include <algorithm>
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/effect.hpp"
#include "starzero/invariants/transforming.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/sip/option_tags.hpp"

namespace starzero::invariants {

namespace {

using model::Extension;
using scenario::EditableRow;
using scenario::Transcript;
using sip::HeaderId;

// Unknown tags, repeated tags, another order: Supported is a set (R3261-20.37).
std::optional<Scenario> shuffle_supported(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        std::vector<std::string_view> tags;
        std::size_t rows = 0;
        for (const EditableRow& row : message.rows) {
            if (row.id() != HeaderId::supported) continue;
            ++rows;
            if (!sip::parse_option_tags(row.value, tags)) return;
        }
        if (rows == 0) return;
        std::vector<std::string> shuffled(tags.begin(), tags.end());
        if (draw.pick(2) == 1) std::ranges::reverse(shuffled);
        if (draw.pick(2) == 1 && !shuffled.empty()) shuffled.push_back(shuffled.front());
        shuffled.insert(
            shuffled.begin() + draw.pick(static_cast<std::uint32_t>(shuffled.size()) + 1),
            "x-unheard-of");
        std::string value;
        for (const std::string& tag : shuffled) value += (value.empty() ? "" : ", ") + tag;
        message.erase(HeaderId::supported);
        message.rows.push_back({"Supported", value});
    });
}

// Require with what is understood anyway (gin apart, which gives bnc its meaning).
std::optional<Scenario> require_understood(const Scenario& scenario, Choices& choices) {
    const bool reloads = has_event(scenario, scenario::EventKind::reload);
    std::string tags;
    for (const auto& [tag, extension] : {std::pair{"path", Extension::path},
                                         {"outbound", Extension::outbound},
                                         {"gruu", Extension::gruu}}) {
        if (!scenario.policy->offers(extension)) continue;
        tags += (tags.empty() ? "" : ", ") + std::string(tag);
    }
    if (tags.empty() || reloads) return std::nullopt;
    return edit_registers(scenario, choices, [&](EditableMessage& message, Choices&) {
        if (message.first(HeaderId::require) == nullptr) message.rows.push_back({"Require", tags});
    });
}

// Proxies on the way are no business of a registrar that does no outbound.
std::optional<Scenario> lower_vias(const Scenario& scenario, Choices& choices) {
    if (ever_offers(scenario, Extension::outbound)) return std::nullopt;
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        const std::array<std::string_view, 3> values{
            "SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKx", "SIP/2.0/SCTP p.example.com:5070;x=y",
            "SIP / 2.0 / TLS a.b , SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKy"};
        const auto count = 1 + draw.pick(2);
        for (std::uint32_t i = 0; i < count; ++i) {
            message.rows.push_back({"Via", std::string(draw.among(values))});
        }
    });
}

// Who asks is in the credentials; From grants nothing. Its tag stays, which has other work.
std::optional<Scenario> another_from(const Scenario& scenario, Choices& choices) {
    if (!ever_offers(scenario, Extension::digest)) return std::nullopt;
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices& draw) {
        EditableRow* from = message.first(HeaderId::from);
        const std::size_t close = from->value.find('>');
        if (from->value.find('"') != std::string::npos || close == std::string::npos) return;
        const std::array<std::string_view, 3> uris{
            "<sip:mallory@elsewhere.invalid>", "Other <sips:bob@example.com>", "\"x\" <tel:+1555>"};
        from->value = std::string(draw.among(uris)) + from->value.substr(close + 1);
    });
}

// Each algorithm on offer proves the same (RFC 8760 2.4).
std::optional<Scenario> another_algorithm(const Scenario& scenario, Choices& choices) {
    if (scenario.policy->digest.algorithms.size() < 2 || !is_plain(scenario) ||
        !scenario.policy->offers(Extension::digest) ||
        has_event(scenario, scenario::EventKind::reload)) {
        return std::nullopt;
    }
    Scenario other = scenario;
    bool changed = false;
    for (Event& event : other.events) {
        if (!event.credentials || choices.pick(4) == 3) continue;
        event.credentials->preference = event.credentials->preference == 0 ? 1 : 0;
        changed = true;
    }
    if (!changed) return std::nullopt;
    return other;
}

// RFC 5630 5.2: one address-of-record, whichever scheme To has.
std::optional<Scenario> sips_to(const Scenario& scenario, Choices& choices) {
    return edit_registers(scenario, choices, [](EditableMessage& message, Choices&) {
        EditableRow* to = message.first(HeaderId::to);
        const bool sips = to->value.find("<sips:") != std::string::npos;
        const std::size_t at = to->value.find(sips ? "<sips:" : "<sip:");
        if (at == std::string::npos || to->value.find('"') != std::string::npos) return;
        to->value.replace(at, sips ? 6 : 5, sips ? "<sip:" : "<sips:");
    });
}

// --- S-24: before proof the answer does not tell who exists ------------------------------------

std::optional<Scenario> somebody_unknown(const Scenario& scenario, Choices& choices) {
    if (!scenario.policy->offers(Extension::digest) || scenario.policy->domains.empty()) {
        return std::nullopt;
    }
    Scenario pair;
    pair.policy = scenario.policy;
    pair.policy.edit([](model::Policy& p) { p.unknown_users = {"ghost"}; });
    const bool contact = choices.pick(2) == 1;
    int serial = 0;
    for (const std::string user : {"alice", "ghost"}) {
        scenario::RegisterMessage message;
        const std::string mark = std::string(inserted_mark) + std::to_string(serial++);
        message.request_uri = "sip:" + scenario.policy->domains.front();
        message.to = "<sip:" + user + "@" + scenario.policy->domains.front() + ">";
        message.branch = "z9hG4bK" + mark;
        message.from = "<sip:x@y.invalid>;tag=" + mark;
        message.call_id = mark;
        if (contact) message.contacts = {"<sip:a@192.0.2.4>"};
        pair.events.push_back(inserted_send(message.octets()));
    }
    return pair;
}

Verdict tells_nobody(const Transcript&, const Transcript& right) {
    if (right.entries.size() != 2 || right.entries[0].responses.size() != 1 ||
        right.entries[1].responses.size() != 1) {
        return not_applicable();
    }
    const auto& known = right.entries[0].responses[0].octets;
    const auto& unknown = right.entries[1].responses[0].octets;
    return require(known.substr(0, known.find('\r')) == unknown.substr(0, unknown.find('\r')) &&
                       known.size() == unknown.size(),
                   [] { return "a user that exists and one that does not are answered apart"; });
}

// On one request: wire and snapshot are needed.
consteval Invariant on_request(std::string_view id, std::string_view requirements,
                               std::string_view title, std::string_view statement,
                               Transform transform, Compare compare = same_in_all) {
    return relation(id, requirements, title, statement, wire | snapshot, transform, compare);
}

constexpr std::array<Invariant, 7> rules{
    on_request("M-14", "M-14 R3261-10.2-7", "From grants nothing",
               "With digest on, another From has the same effect.", another_from),
    on_request("M-27", "M-27 R8760-2.4-1", "Every offered algorithm proves the same",
               "Answering another of the challenges has the same effect.", another_algorithm),
    on_request("M-38", "M-38 P-12", "Vias below the top do not count",
               "Adding them has no effect while outbound is off.", lower_vias),
    on_request("M-41", "M-41", "Supported is a set",
               "Order, repeats and unknown tags have no effect.", shuffle_supported),
    on_request("M-42", "M-42 R3261-8.2.2.3-1", "Require of what is on offer changes nothing",
               "Naming path, outbound or gruu in Require has the same effect.", require_understood),
    on_request("M-45", "M-45 R5630-5.2-1 R3261-10.3-5e D-07", "sip and sips To are one AOR",
               "The other scheme in To has the same effect.", sips_to),
    on_request("S-24b", "S-24", "Nobody is told who exists",
               "Before proof, known and unknown users get the same status and length.",
               somebody_unknown, tells_nobody),
};

}  // namespace

std::span<const Invariant> extension_relations() { return rules; }

}  // namespace starzero::invariants
