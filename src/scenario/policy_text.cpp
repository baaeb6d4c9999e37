#include "starzero/scenario/policy_text.hpp"

#include <algorithm>
#include <array>

#include "starzero/scenario/text.hpp"

namespace starzero::scenario {

namespace {

using model::Policy;
using model::PolicyLimits;

struct NumberKey {
    std::string_view key;
    std::uint32_t Policy::* field;
    std::uint32_t least;
};

constexpr std::array<NumberKey, 4> number_keys{{
    {"default", &Policy::default_expires, 1},
    {"min", &Policy::min_expires, 0},
    {"max", &Policy::max_expires, 1},
    {"contacts", &Policy::max_contacts, 1},
}};

struct LimitKey {
    std::string_view key;
    std::uint32_t PolicyLimits::* field;
};

constexpr std::array<LimitKey, 9> limit_keys{{
    {"limit.message", &PolicyLimits::message_octets},
    {"limit.rows", &PolicyLimits::rows},
    {"limit.row", &PolicyLimits::row_octets},
    {"limit.values", &PolicyLimits::list_values},
    {"limit.params", &PolicyLimits::params},
    {"limit.contacts", &PolicyLimits::contacts},
    {"limit.transactions", &PolicyLimits::transactions},
    {"limit.flows", &PolicyLimits::flows},
    {"limit.warnings", &PolicyLimits::warnings_per_minute},
}};

constexpr std::array<std::string_view, 3> cseq_words{"500", "400", "ignore"};
constexpr std::array<std::string_view, 3> duplicate_words{"reject", "last", "first"};
constexpr std::array<std::string_view, 2> match_words{"all", "first"};
constexpr std::array<std::string_view, 2> strict_words{"no", "yes"};

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

void read_key(Policy& policy, std::string_view key, std::string_view value) {
    for (const NumberKey& known : number_keys) {
        if (known.key == key) read_number(value, known.least, policy.*known.field);
    }
    for (const LimitKey& known : limit_keys) {
        if (known.key == key) read_number(value, 0, policy.limits.*known.field);
    }
    if (key == "domains") policy.domains = split(value);
    if (key == "unknown-users") policy.unknown_users = split(value);
    if (key == "cseq") read_enum(cseq_words, value, policy.cseq_failure);
    if (key == "duplicates") read_enum(duplicate_words, value, policy.duplicate_contact);
    if (key == "matches") read_enum(match_words, value, policy.multi_match);
    if (key == "strict") read_enum(strict_words, value, policy.strict_peers);
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

}  // namespace starzero::scenario
