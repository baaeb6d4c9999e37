#include "starzero/scenario/policy_text.hpp"

#include <algorithm>
#include <array>

#include "starzero/scenario/text.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/uri.hpp"

namespace starzero::scenario {

namespace {

using model::Policy;
using model::PolicyLimits;

struct NumberKey {
    std::string_view key;
    std::uint32_t Policy::* field;
    std::uint32_t least;
};

constexpr std::array<NumberKey, 5> number_keys{{
    {"default", &Policy::default_expires, 1},
    {"min", &Policy::min_expires, 0},
    {"max", &Policy::max_expires, 1},
    {"contacts", &Policy::max_contacts, 1},
    {"flow-timer", &Policy::flow_timer, 0},
}};

struct LimitKey {
    std::string_view key;
    std::uint32_t PolicyLimits::* field;
};

constexpr std::array<LimitKey, 11> limit_keys{{
    {"limit.message", &PolicyLimits::message_octets},
    {"limit.rows", &PolicyLimits::rows},
    {"limit.row", &PolicyLimits::row_octets},
    {"limit.values", &PolicyLimits::list_values},
    {"limit.params", &PolicyLimits::params},
    {"limit.contacts", &PolicyLimits::contacts},
    {"limit.transactions", &PolicyLimits::transactions},
    {"limit.flows", &PolicyLimits::flows},
    {"limit.warnings", &PolicyLimits::warnings_per_minute},
    {"limit.nonces", &PolicyLimits::nonces},
    {"limit.subscriptions", &PolicyLimits::subscriptions},
}};

constexpr std::array<std::string_view, 3> cseq_words{"500", "400", "ignore"};
constexpr std::array<std::string_view, 3> duplicate_words{"reject", "last", "first"};
constexpr std::array<std::string_view, 2> match_words{"all", "first"};
constexpr std::array<std::string_view, 2> strict_words{"no", "yes"};
constexpr std::array<std::string_view, 3> path_words{"420", "421", "accept"};
constexpr std::array<std::string_view, 2> edge_words{"bottom", "top"};

void append(std::string& out, std::string_view key, std::string_view value) {
    if (!out.empty()) out.push_back(' ');
    out.append(key).append("=").append(value);
}

std::string join(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) {
        if (!text.empty()) text.push_back(',');
        text += to_word(value);
    }
    return text.empty() ? "-" : text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> values;
    while (!text.empty() && text != "-" && values.size() < 64) {
        const std::size_t comma = std::min(text.find(','), text.size());
        if (comma != 0) values.push_back(from_word(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return values;
}

template <class Enum, std::size_t N>
void read_enum(const std::array<std::string_view, N>& words, std::string_view value, Enum& out) {
    const auto found = std::ranges::find(words, value);
    if (found != words.end()) out = static_cast<Enum>(found - words.begin());
}

void read_number(std::string_view value, std::uint32_t least, std::uint32_t& out) {
    const auto number = parse_integer(value);
    if (number) {
        out = static_cast<std::uint32_t>(std::clamp<std::int64_t>(*number, least, 0xFFFF'FFFFLL));
    }
}

// name:value pairs as words; the colon is the first.
std::vector<std::pair<std::string, std::string>> split_pairs(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& value : split(text)) {
        const std::size_t colon = value.find(':');
        if (colon != std::string::npos) {
            pairs.emplace_back(value.substr(0, colon), value.substr(colon + 1));
        }
    }
    return pairs;
}

// A URI that may stand in Service-Route (RFC 3608 6.3: with lr).
bool is_route(std::string_view text) {
    const auto uri = sip::parse_uri(text);
    return uri && uri->is_sip() && sip::find_param(*uri, "lr") != nullptr;
}

// Lower-case words: pn-provider is compared so, and they go into quotes as they are.
bool is_plain(std::string_view text) {
    const auto plain = [](char c) {
        return sip::is(c, sip::CharClass::unreserved) && sip::lower(c) == c;
    };
    return !text.empty() && std::ranges::all_of(text, plain);
}

template <class Test>
std::vector<std::string> split_if(std::string_view text, Test&& test) {
    auto values = split(text);
    std::erase_if(values, [&](const std::string& value) { return !test(value); });
    return values;
}

template <class Pair>
std::vector<Pair> read_pairs(std::string_view text) {
    std::vector<Pair> list;
    for (auto& [name, value] : split_pairs(text)) list.push_back({name, value});
    return list;
}

template <class List, class Text>
std::string join_of(const List& list, Text&& text) {
    std::vector<std::string> words;
    for (const auto& entry : list) words.emplace_back(text(entry));
    return join(words);
}

std::string extensions_text(const model::Extensions& extensions) {
    if (extensions == model::Extensions::all()) return "all";
    std::vector<std::string> words;
    for (std::size_t i = 0; i < model::extension_count; ++i) {
        const auto extension = static_cast<model::Extension>(i);
        if (extensions.named(extension)) words.emplace_back(to_string(extension));
    }
    return join(words);
}

model::Extensions read_extensions(std::string_view text) {
    if (text == "all") return model::Extensions::all();
    model::Extensions extensions;
    for (const std::string& word : split(text)) {
        if (const auto extension = model::extension_from(word)) extensions.add(*extension);
    }
    return extensions;
}

void read_algorithms(model::DigestPolicy& digest, std::string_view value) {
    digest.algorithms.clear();
    for (const std::string& word : split(value)) {
        const auto algorithm = model::digest_algorithm_from(word);
        if (algorithm) digest.algorithms.push_back(*algorithm);
    }
}

// The keys that are no numbers. What their values cannot mean leaves the policy as it is.
struct WordKey {
    std::string_view key;
    void (*read)(Policy& policy, std::string_view value);
};

using View = std::string_view;

constexpr std::array<WordKey, 20> word_keys{{
    {"domains", [](Policy& p, View v) { p.domains = split(v); }},
    {"unknown-users", [](Policy& p, View v) { p.unknown_users = split(v); }},
    {"cseq", [](Policy& p, View v) { read_enum(cseq_words, v, p.cseq_failure); }},
    {"duplicates", [](Policy& p, View v) { read_enum(duplicate_words, v, p.duplicate_contact); }},
    {"matches", [](Policy& p, View v) { read_enum(match_words, v, p.multi_match); }},
    {"strict", [](Policy& p, View v) { read_enum(strict_words, v, p.strict_peers); }},
    {"extensions", [](Policy& p, View v) { p.extensions = read_extensions(v); }},
    {"unsupported-path", [](Policy& p, View v) { read_enum(path_words, v, p.unsupported_path); }},
    {"edge", [](Policy& p, View v) { read_enum(edge_words, v, p.edge_proxy); }},
    {"service-routes", [](Policy& p, View v) { p.service_routes = split_if(v, is_route); }},
    {"gruu-prefix",
     [](Policy& p, View v) {
         if (v != "-" && is_plain(v)) p.temporary_gruu_prefix = v;
     }},
    {"push", [](Policy& p, View v) { p.push_services = split_if(v, is_plain); }},
    {"only-push-here", [](Policy& p, View v) { read_enum(strict_words, v, p.only_push_here); }},
    {"bulk", [](Policy& p, View v) { p.bulk_numbers = read_pairs<model::BulkNumbers>(v); }},
    {"realm", [](Policy& p, View v) { p.digest.realm = from_word(v); }},
    {"users", [](Policy& p, View v) { p.digest.users = read_pairs<model::Credential>(v); }},
    {"owners", [](Policy& p, View v) { p.digest.owners = read_pairs<model::Ownership>(v); }},
    {"nonce-lifetime", [](Policy& p, View v) { read_number(v, 0, p.digest.nonce_lifetime); }},
    {"without-qop", [](Policy& p, View v) { read_enum(strict_words, v, p.digest.without_qop); }},
    {"algorithms", [](Policy& p, View v) { read_algorithms(p.digest, v); }},
}};

void append_extension_keys(std::string& out, const Policy& policy) {
    const Policy normal;
    const auto differs = [&](auto Policy::* field) { return policy.*field != normal.*field; };
    const model::DigestPolicy& digest = policy.digest;
    if (differs(&Policy::extensions)) append(out, "extensions", extensions_text(policy.extensions));
    if (differs(&Policy::unsupported_path)) {
        append(out, "unsupported-path",
               path_words[static_cast<std::size_t>(policy.unsupported_path)]);
    }
    if (differs(&Policy::edge_proxy)) append(out, "edge", "top");
    if (differs(&Policy::service_routes)) {
        append(out, "service-routes", join(policy.service_routes));
    }
    if (differs(&Policy::temporary_gruu_prefix)) {
        append(out, "gruu-prefix", to_word(policy.temporary_gruu_prefix));
    }
    if (differs(&Policy::push_services)) append(out, "push", join(policy.push_services));
    if (policy.only_push_here) append(out, "only-push-here", "yes");
    if (differs(&Policy::bulk_numbers)) {
        append(out, "bulk",
               join_of(policy.bulk_numbers, [](const auto& b) { return b.pbx + ":" + b.prefix; }));
    }
    if (digest.realm != normal.digest.realm) append(out, "realm", to_word(digest.realm));
    if (digest.users != normal.digest.users) {
        append(out, "users",
               join_of(digest.users, [](const auto& u) { return u.user + ":" + u.password; }));
    }
    if (digest.owners != normal.digest.owners) {
        append(out, "owners",
               join_of(digest.owners, [](const auto& o) { return o.identity + ":" + o.user; }));
    }
    if (digest.algorithms != normal.digest.algorithms) {
        append(out, "algorithms",
               join_of(digest.algorithms, [](auto algorithm) { return to_string(algorithm); }));
    }
    if (digest.nonce_lifetime != normal.digest.nonce_lifetime) {
        append(out, "nonce-lifetime", std::to_string(digest.nonce_lifetime));
    }
    if (digest.without_qop) append(out, "without-qop", "yes");
}

void read_key(Policy& policy, std::string_view key, std::string_view value) {
    for (const NumberKey& known : number_keys) {
        if (known.key == key) read_number(value, known.least, policy.*known.field);
    }
    for (const LimitKey& known : limit_keys) {
        if (known.key == key) read_number(value, 0, policy.limits.*known.field);
    }
    for (const WordKey& known : word_keys) {
        if (known.key == key) known.read(policy, value);
    }
}

}  // namespace

std::string print_policy(const Policy& policy) {
    const Policy normal;
    std::string out;
    if (policy.domains != normal.domains) append(out, "domains", join(policy.domains));
    if (policy.unknown_users != normal.unknown_users) {
        append(out, "unknown-users", join(policy.unknown_users));
    }
    for (const NumberKey& known : number_keys) {
        if (policy.*known.field != normal.*known.field) {
            append(out, known.key, std::to_string(policy.*known.field));
        }
    }
    if (policy.cseq_failure != normal.cseq_failure) {
        append(out, "cseq", cseq_words[static_cast<std::size_t>(policy.cseq_failure)]);
    }
    if (policy.duplicate_contact != normal.duplicate_contact) {
        append(out, "duplicates",
               duplicate_words[static_cast<std::size_t>(policy.duplicate_contact)]);
    }
    if (policy.multi_match != normal.multi_match) {
        append(out, "matches", match_words[static_cast<std::size_t>(policy.multi_match)]);
    }
    if (policy.strict_peers != normal.strict_peers) append(out, "strict", "yes");
    append_extension_keys(out, policy);
    for (const LimitKey& known : limit_keys) {
        if (policy.limits.*known.field != normal.limits.*known.field) {
            append(out, known.key, std::to_string(policy.limits.*known.field));
        }
    }
    return out;
}

Policy read_policy(std::string_view words) {
    Policy policy;
    for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
        const std::size_t equal = word.find('=');
        if (equal != std::string_view::npos) {
            read_key(policy, word.substr(0, equal), word.substr(equal + 1));
        }
    }
    return policy;
}

std::string_view unknown_policy_word(std::string_view words) {
    for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
        const std::string_view key = word.substr(0, word.find('='));
        const bool known =
            std::ranges::find(word_keys, key, &WordKey::key) != word_keys.end() ||
            std::ranges::find(number_keys, key, &NumberKey::key) != number_keys.end() ||
            std::ranges::find(limit_keys, key, &LimitKey::key) != limit_keys.end();
        if (!known || key.size() == word.size()) return word;
    }
    return {};
}

}  // namespace starzero::scenario
