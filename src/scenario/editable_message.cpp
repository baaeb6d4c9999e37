#include "starzero/scenario/editable_message.hpp"

#include <algorithm>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/cursor.hpp"

namespace starzero::scenario {

namespace {

// End of the logical line that starts at `at`: before its CRLF, folds included.
std::size_t line_end(std::string_view text, std::size_t at) {
    std::size_t end = text.find("\r\n", at);
    while (end != std::string_view::npos && end != at && end + 2 < text.size() &&
           sip::is(text[end + 2], sip::CharClass::blank)) {
        end = text.find("\r\n", end + 2);
    }
    return end == std::string_view::npos ? text.size() : end;
}

EditableRow to_row(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return {std::string(line), {}, {}};
    const auto value = sip::trim(line.substr(colon + 1));
    auto name = line.substr(0, colon);
    while (!name.empty() && sip::is(name.back(), sip::CharClass::blank)) name.remove_suffix(1);
    const auto start = static_cast<std::size_t>(value.data() - line.data());
    const bool empty = value.empty();
    return {std::string(name), std::string(value),
            empty ? std::string(line.substr(name.size()))
                  : std::string(line.substr(name.size(), start - name.size()))};
}

// Where the quoted string or bracketed part that starts at `at` ends (behind it).
std::size_t skip_protected(std::string_view text, std::size_t at) {
    if (text[at] == '<') return std::min(text.find('>', at), text.size() - 1) + 1;
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i + 1;
        }
    }
    return text.size();
}

}  // namespace

EditableMessage::EditableMessage(std::string_view octets) {
    std::size_t at = octets.find("\r\n");
    start_line = octets.substr(0, at);
    at = at == std::string_view::npos ? octets.size() : at + 2;
    while (at < octets.size()) {
        const std::size_t end = line_end(octets, at);
        if (end == at || end == octets.size()) break;
        rows.push_back(to_row(octets.substr(at, end - at)));
        at = end + 2;
    }
    tail = octets.substr(at);
}

std::string EditableMessage::octets() const {
    std::string out = start_line;
    if (!rows.empty() || !tail.empty()) out += "\r\n";
    for (const EditableRow& row : rows) {
        out.append(row.name).append(row.separator).append(row.value).append("\r\n");
    }
    return out += tail;
}

EditableRow* EditableMessage::first(sip::HeaderId id) noexcept {
    const auto found = std::ranges::find_if(rows, [&](const auto& row) { return row.id() == id; });
    return found == rows.end() ? nullptr : &*found;
}

std::size_t EditableMessage::count(sip::HeaderId id) const noexcept {
    return static_cast<std::size_t>(
        std::ranges::count_if(rows, [&](const auto& row) { return row.id() == id; }));
}

void EditableMessage::erase(sip::HeaderId id) {
    std::erase_if(rows, [&](const auto& row) { return row.id() == id; });
}

void EditableMessage::set(sip::HeaderId id, std::string_view value) {
    if (EditableRow* row = first(id)) {
        row->value = value;
    } else {
        rows.push_back({std::string(sip::header_name(id)), std::string(value)});
    }
}

std::vector<std::string> split_list(std::string_view value) {
    std::vector<std::string> values;
    std::size_t start = 0;
    for (std::size_t i = 0; i < value.size();) {
        if (value[i] == '"' || value[i] == '<') {
            i = skip_protected(value, i);
        } else if (value[i] == ',') {
            values.emplace_back(sip::trim(value.substr(start, i - start)));
            start = ++i;
        } else {
            ++i;
        }
    }
    values.emplace_back(sip::trim(value.substr(std::min(start, value.size()))));
    return values;
}

std::string map_outside_quotes(std::string_view value,
                               const std::function<std::string(std::string_view)>& edit) {
    std::string out;
    std::size_t start = 0;
    for (std::size_t i = 0; i < value.size();) {
        if (value[i] != '"' && value[i] != '<') {
            ++i;
            continue;
        }
        out += edit(value.substr(start, i - start));
        const std::size_t end = skip_protected(value, i);
        out.append(value.substr(i, end - i));
        start = i = end;
    }
    return out += edit(value.substr(start));
}

}  // namespace starzero::scenario
