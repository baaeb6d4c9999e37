#include "starzero/invariants/catalogue.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace starzero::invariants {

std::span<const Invariant> catalogue() {
    static const std::vector<Invariant> all = [] {
        std::vector<Invariant> list;
        for (const auto family :
             {state_rules(), operational_rules(), register_rules(), answer_rules(), listing_rules(),
              outbound_rules(), path_rules(), gruu_rules(), digest_rules(), event_rules(),
              message_relations(), sequence_relations(), extension_relations(), value_rules(),
              extension_values()}) {
            list.insert(list.end(), family.begin(), family.end());
        }
        return list;
    }();
    return all;
}

const Invariant* find_invariant(std::string_view id) {
    const auto all = catalogue();
    const auto found = std::ranges::find(all, id, &Invariant::id);
    return found == all.end() ? nullptr : &*found;
}

std::string_view to_string(Strength strength) noexcept {
    constexpr std::array<std::string_view, 3> words{"must", "should", "policy"};
    return words[static_cast<std::size_t>(strength)];
}

std::string_view to_string(Kind kind) noexcept {
    constexpr std::array<std::string_view, 3> words{"judge", "relation", "value"};
    return words[static_cast<std::size_t>(kind)];
}

std::string needs_text(unsigned needs) {
    constexpr std::array<std::pair<unsigned, std::string_view>, 8> words{{{wire, "wire"},
                                                                          {log, "log"},
                                                                          {snapshot, "snapshot"},
                                                                          {lookup, "lookup"},
                                                                          {events, "events"},
                                                                          {octets, "octets"},
                                                                          {held, "held"},
                                                                          {extended, "extension"}}};
    std::string text;
    for (const auto& [need, word] : words) {
        if ((needs & need) == 0) continue;
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

}  // namespace starzero::invariants
