#include "starzero/registrar/memory_store.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "starzero/sip/escape.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::registrar {

namespace {

constexpr std::size_t field_count = 10;

void append_text_field(std::string& line, std::string_view text) {
    line.push_back('\t');
    sip::append_escaped(line, text);
}

void append_number_field(std::string& line, std::int64_t value) {
    line.append("\t").append(std::to_string(value));
}

std::string to_line(const model::BindingView& view) {
    std::string line;
    sip::append_escaped(line, view.aor);
    append_text_field(line, view.display);
    append_text_field(line, view.uri);
    append_text_field(line, view.params);
    append_text_field(line, view.call_id);
    append_number_field(line, view.q);
    append_number_field(line, view.cseq);
    append_number_field(line, view.expires_at);
    append_number_field(line, view.registered_at);
    append_number_field(line, view.updated_at);
    return line.append("\n");
}

template <class T>
bool read_number(std::string_view text, T& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

std::string decoded(std::string_view text) {
    std::string out;
    sip::append_unescaped(out, text);
    return out;
}

std::optional<model::BindingView> from_line(std::string_view line) {
    std::array<std::string_view, field_count> fields;
    for (std::size_t i = 0; i < field_count; ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == field_count)) return std::nullopt;
        fields[i] = line.substr(0, tab);
        line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    model::BindingView view{.aor = decoded(fields[0]),
                            .display = decoded(fields[1]),
                            .uri = decoded(fields[2]),
                            .params = decoded(fields[3]),
                            .call_id = decoded(fields[4])};
    const bool read = read_number(fields[5], view.q) && read_number(fields[6], view.cseq) &&
                      read_number(fields[7], view.expires_at) &&
                      read_number(fields[8], view.registered_at) &&
                      read_number(fields[9], view.updated_at);
    if (!read) return std::nullopt;
    return view;
}

}  // namespace

StoreResult<const BindingList*> MemoryStore::find(std::string_view aor) {
    const auto found = lists_.find(aor);
    return found == lists_.end() ? nullptr : &found->second;
}

StoreResult<void> MemoryStore::replace(std::string_view aor, BindingList list) {
    const auto found = lists_.find(aor);
    if (list.bindings.empty()) {
        if (found != lists_.end()) lists_.erase(found);
    } else if (found != lists_.end()) {
        found->second = std::move(list);
    } else {
        lists_.emplace(aor, std::move(list));
    }
    return {};
}

void MemoryStore::for_each(const Visitor& visitor) const {
    using Entry = const std::pair<const std::string, BindingList>*;
    std::vector<Entry> ordered;
    ordered.reserve(lists_.size());
    for (const auto& entry : lists_) ordered.push_back(&entry);
    std::ranges::sort(ordered, [](Entry a, Entry b) { return a->first < b->first; });
    for (const Entry entry : ordered) visitor(entry->first, entry->second);
}

std::string MemoryStore::save() const {
    std::string text;
    for_each([&](std::string_view, const BindingList& list) {
        for (const Binding& binding : list.bindings) text += to_line(*binding.view);
    });
    return text;
}

bool MemoryStore::load(std::string_view text) {
    decltype(lists_) fresh(0, lists_.hash_function());
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return false;
        auto view = from_line(text.substr(0, end));
        if (!view) return false;
        const auto uri = sip::parse_uri(view->uri, sip::accepted_text);
        if (!uri) return false;
        BindingList& list = fresh[view->aor];
        list.wake_at = std::min(list.wake_at, view->expires_at);
        const auto hash = sip::comparison_hash(*uri);
        list.bindings.push_back(
            {std::make_shared<const model::BindingView>(std::move(*view)), hash});
        text.remove_prefix(end + 1);
    }
    lists_ = std::move(fresh);
    return true;
}

}  // namespace starzero::registrar
