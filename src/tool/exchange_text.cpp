#include "starzero/tool/exchange_text.hpp"

#include <algorithm>

namespace starzero::tool {

namespace {

constexpr std::string_view hex = "0123456789abcdef";

void append_safe(std::string& out, std::string_view line) {
    for (const char c : line) {
        const auto octet = static_cast<unsigned char>(c);
        const bool plain = c == '\t' || (octet >= 0x20 && octet < 0x7f);
        if (plain) out += c;
        else out.append("\\x").append({hex[octet >> 4], hex[octet & 15]});
    }
}

std::string marked(std::string_view octets, std::string_view mark) {
    std::string text;
    while (!octets.empty()) {
        const std::size_t end = std::min(octets.find('\n'), octets.size());
        std::string_view line = octets.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        text.append("    ").append(mark).append(" ");
        append_safe(text, line);
        text.append("\n");
        octets.remove_prefix(std::min(end + 1, octets.size()));
    }
    return text;
}

}  // namespace

std::string answers_text(const scenario::Entry& entry) {
    std::string text;
    for (const auto& response : entry.responses) text += marked(response.octets, "<");
    if (entry.responses.empty()) text += "    < (nothing within the time)\n";
    for (const auto& record : entry.logs) {
        if (record.level >= model::Level::warn) text += "    log " + record.text + "\n";
    }
    if (entry.held) {
        text += "    held";
        for (const auto& contact : *entry.held) append_safe(text, " " + contact.uri);
        text += "\n";
    }
    return text;
}

std::string exchange_text(const scenario::Entry& entry) {
    if (entry.event.kind == scenario::EventKind::advance) {
        return "    (wait " + std::to_string(entry.event.number) + " ms)\n\n";
    }
    if (entry.event.kind != scenario::EventKind::send) return {};
    return marked(octets_of(entry), ">") + answers_text(entry) + "\n";
}

}  // namespace starzero::tool
