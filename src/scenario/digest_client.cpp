#include "starzero/scenario/digest_client.hpp"

#include <algorithm>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/credentials.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/name_addr.hpp"

namespace starzero::scenario {

namespace {

constexpr std::size_t peers_max = 16;
constexpr std::size_t nonces_max = 64;
constexpr std::string_view cnonce = "0a4f113b";

std::string eight_digits(std::uint32_t count) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4) text.push_back(hex[count >> shift & 15]);
    return text;
}

// A list of tokens; without one, or without auth among them, only the form of RFC 2069 is left.
bool offers_auth(const std::optional<std::string>& qop) {
    std::string_view rest = qop ? std::string_view(*qop) : std::string_view{};
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        std::string_view token = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
        token = token.substr(0, token.find_last_not_of(' ') + 1);
        if (sip::iequals(token, "auth")) return true;
    }
    return false;
}

}  // namespace

void DigestClient::see(const std::string& flow, std::string_view response) {
    if (!response.starts_with("SIP/2.0 401 ")) return;
    const auto parsed = sip::parse_message(response, sip::Framing::datagram, sip::accepted_text);
    std::vector<Challenge> challenges;
    for (const sip::HeaderRow& row : parsed.message.rows) {
        if (row.id != sip::HeaderId::www_authenticate) continue;
        const auto value = sip::parse_auth_value(row.value);
        if (!value || !value->text("nonce") || !value->text("realm")) continue;
        const auto algorithm =
            model::digest_algorithm_from(value->text("algorithm").value_or("MD5"));
        if (!algorithm) continue;
        challenges.push_back({*value->text("realm"), *value->text("nonce"), *algorithm,
                              value->text("opaque"), offers_auth(value->text("qop"))});
    }
    if (challenges.empty() || (peers_.size() >= peers_max && !peers_.contains(flow))) return;
    Peer& peer = peers_[flow];
    if (peer.first.empty()) peer.first = challenges;
    peer.last = std::move(challenges);
}

std::string DigestClient::authorised(const std::string& flow, const Event& event) {
    const auto found = peers_.find(flow);
    if (found == peers_.end() || !event.credentials) return {};
    const Credentials& who = *event.credentials;
    Peer& peer = found->second;
    const auto& offered = who.first_nonce ? peer.first : peer.last;
    const Challenge& challenge = offered[std::min<std::size_t>(who.preference, offered.size() - 1)];
    const std::size_t end = event.octets.find("\r\n");
    const auto parsed = sip::parse_message(event.octets);
    if (end == std::string::npos || !parsed.message.start.request) return {};

    if (peer.counts.size() >= nonces_max) peer.counts.clear();
    std::uint32_t& count = peer.counts[challenge.nonce];
    if (!who.repeat_count || count == 0) ++count;
    const auto h = [&](const std::string& text) { return hash_.hex(challenge.algorithm, text); };
    const std::string uri(parsed.message.start.uri);
    const std::string secret = h(who.user + ":" + challenge.realm + ":" + who.password);
    const std::string request = h(std::string(parsed.message.start.method) + ":" + uri);
    std::string middle = ":" + challenge.nonce + ":";
    const bool with_qop = challenge.offers_auth && !who.without_qop;
    if (with_qop) middle += eight_digits(count) + ":" + std::string(cnonce) + ":auth:";

    std::string row = "Authorization: Digest username=" + sip::quote_display(who.user);
    row += ", realm=" + sip::quote_display(challenge.realm);
    row += ", nonce=" + sip::quote_display(challenge.nonce);
    row += ", uri=" + sip::quote_display(uri);
    row += ", response=\"" + h(secret + middle + request) + "\"";
    row.append(", algorithm=").append(to_string(challenge.algorithm));
    if (challenge.opaque) row += ", opaque=" + sip::quote_display(*challenge.opaque);
    if (with_qop) {
        row += ", qop=auth, nc=" + eight_digits(count) + ", cnonce=\"" + std::string(cnonce) + "\"";
    }
    std::string octets = event.octets;
    return octets.insert(end + 2, row + "\r\n");
}

}  // namespace starzero::scenario
