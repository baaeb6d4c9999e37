#include "starzero/live/holdings.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "starzero/sip/number.hpp"

namespace starzero::live {

namespace {

using model::Held;

constexpr std::size_t held_most = 1'000;
constexpr unsigned depth_most = 32;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

// A contact is sip:, sips: or another URI; never a word alone.
bool is_uri(std::string_view text) {
    return text.find(':') != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

// Nothing for words as expired, deleted.
std::optional<std::int64_t> seconds_of(std::string_view text) {
    if (text == "permanent") return -1;
    const auto number = sip::parse_number(text, UINT32_MAX);
    if (!number || *number == 0) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

void collect(const nlohmann::json& value, std::vector<Held>& held, unsigned depth) {
    if (depth == depth_most || held.size() == held_most) return;
    if (value.is_object()) {
        for (const char* key : {"Address", "Contact", "address", "contact"}) {
            const auto uri = value.find(key);
            if (uri == value.end() || !uri->is_string()) continue;
            std::int64_t left = -1;
            bool live = true;
            for (const char* name : {"Expires", "expires"}) {
                const auto expires = value.find(name);
                if (expires == value.end()) continue;
                const auto seconds = seconds_of(expires->is_string() ? expires->get<std::string>()
                                                                     : expires->dump());
                live = seconds.has_value();
                left = seconds.value_or(-1);
            }
            if (live) held.push_back({uri->get<std::string>(), left});
            return;
        }
    }
    if (!value.is_structured()) return;
    for (const auto& inner : value) collect(inner, held, depth + 1);
}

// Address and Expires of kamcmd stand on lines of their own, in that order.
void read_line(std::string_view line, std::vector<Held>& held) {
    constexpr std::string_view address = "Address:";
    constexpr std::string_view expires = "Expires:";
    line = trimmed(line);
    if (line.starts_with(address)) {
        held.push_back({std::string(trimmed(line.substr(address.size()))), -1});
    } else if (line.starts_with(expires) && !held.empty()) {
        const auto seconds = seconds_of(trimmed(line.substr(expires.size())));
        if (seconds) held.back().seconds = *seconds;
        else held.pop_back();
    } else if (line.starts_with("sip:") || line.starts_with("sips:")) {
        const std::size_t blank = std::min(line.find(' '), line.size());
        const auto seconds = seconds_of(trimmed(line.substr(blank)));
        if (seconds || blank == line.size()) {
            held.push_back({std::string(line.substr(0, blank)), seconds.value_or(-1)});
        }
    }
}

}  // namespace

std::vector<Held> read_holdings(std::string_view text) {
    std::vector<Held> held;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_discarded()) {
        collect(json, held, 0);
    } else {
        while (!text.empty() && held.size() < held_most) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            read_line(text.substr(0, end), held);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    std::erase_if(held, [](const Held& h) { return !is_uri(h.uri); });
    return held;
}

std::optional<std::string> filled_in(std::string_view command, std::string_view user,
                                     std::string_view domain) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._-:[]").find(c) != std::string_view::npos;
    };
    if (!std::ranges::all_of(user, plain) || !std::ranges::all_of(domain, plain)) {
        return std::nullopt;
    }
    const std::string aor = std::string(user) + "@" + std::string(domain);
    std::string text(command);
    const std::pair<std::string_view, std::string_view> fields[] = {
        {"{user}", user}, {"{domain}", domain}, {"{aor}", aor}};
    for (const auto& [name, value] : fields) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) {
            text.replace(at, name.size(), value);
        }
    }
    return text;
}

}  // namespace starzero::live
