// URI comparison by construction: a URI and its re-spelling are equal, and a broken one is not
// (requirements 3.3, generator note).
#include "starzero/scenario/pools.hpp"
#include "starzero/sip/uri_compare.hpp"
#include "support.hpp"

using namespace starzero;
using properties::RapidChoices;

namespace {

struct Parts {
    std::string scheme = "sip", user, host = "host.example.com", port;
    std::vector<std::string> params;
    std::string text() const {
        std::string out = scheme + ":";
        if (!user.empty()) out += user + "@";
        out += host;
        if (!port.empty()) out += ":" + port;
        for (const auto& param : params) out += ";" + param;
        return out;
    }
};

Parts draw(RapidChoices& choices) {
    const std::vector<std::string> users{"alice", "bob", "a.b", "a;x=1", "", "al%20ice"};
    const std::vector<std::string> hosts{"host.example.com", "192.0.2.1", "[2001:db8::1]"};
    const std::vector<std::string> params{"x=1", "transport=tcp", "lr", "y=%41b", "method=INVITE"};
    Parts parts;
    parts.user = choices.among(users);
    parts.host = choices.among(hosts);
    if (choices.pick(2) == 1) parts.port = "5070";
    const auto count = choices.pick(4);
    for (std::uint32_t i = 0; i < count; ++i) parts.params.push_back(params[i]);
    return parts;
}

std::string upper(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return text;
}

Parts preserve(Parts parts, RapidChoices& choices) {
    switch (choices.pick(6)) {
        case 0: parts.scheme = upper(parts.scheme); break;
        case 1: parts.host = upper(parts.host); break;
        case 2: std::ranges::reverse(parts.params); break;
        case 3: parts.params.push_back("unheard-of=1"); break;
        case 4:
            if (parts.user.starts_with("a")) parts.user = "%61" + parts.user.substr(1);
            break;
        default:
            for (auto& param : parts.params) param = upper(param);
            break;
    }
    return parts;
}

Parts spoil(Parts parts, RapidChoices& choices) {
    switch (choices.pick(6)) {
        case 0: parts.scheme = parts.scheme == "sip" ? "sips" : "sip"; break;
        case 1: parts.user = parts.user.empty() ? "u" : upper(parts.user) + "Z"; break;
        case 2: parts.port = parts.port.empty() ? "5060" : ""; break;
        case 3: parts.params.push_back("ttl=1"); break;
        case 4: parts.params.push_back("maddr=192.0.2.9"); break;
        default: parts.host = "other.example.com"; break;
    }
    return parts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(uri)

RC_BOOST_PROP(equality_preserving_edits_preserve, ()) {
    RapidChoices choices;
    const Parts parts = draw(choices);
    const std::string left = parts.text();
    const std::string right = preserve(parts, choices).text();
    const auto a = sip::parse_uri(left);
    const auto b = sip::parse_uri(right);
    RC_ASSERT(a.has_value());
    RC_ASSERT(b.has_value());
    RC_ASSERT(sip::equal(*a, *b));
    RC_ASSERT(sip::equal(*b, *a));
    RC_ASSERT(sip::comparison_hash(*a) == sip::comparison_hash(*b));
}

RC_BOOST_PROP(equality_breaking_edits_break, ()) {
    RapidChoices choices;
    const Parts parts = draw(choices);
    const std::string left = parts.text();
    const std::string right = spoil(parts, choices).text();
    const auto a = sip::parse_uri(left);
    const auto b = sip::parse_uri(right);
    RC_ASSERT(a.has_value());
    RC_ASSERT(b.has_value());
    RC_ASSERT(!sip::equal(*a, *b));
    RC_ASSERT(!sip::equal(*b, *a));
}

BOOST_AUTO_TEST_SUITE_END()
