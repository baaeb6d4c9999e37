#include "starzero/registrar/memory_store.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "starzero/sip/escape.hpp"
#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::registrar {

namespace {

constexpr std::size_t binding_fields = 16;
constexpr std::size_t record_fields = 6;

using Fields = std::vector<std::string_view>;

void append_text_field(std::string& line, std::string_view text) {
    line.push_back('\t');
    sip::append_escaped(line, text);
}

template <class Number>
void append_number_field(std::string& line, Number value) {
    line.append("\t").append(std::to_string(value));
}

// The values of Path as one field: commas are escaped in each of them.
std::string joined(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) {
        sip::append_escaped(text, value);
        text.push_back(',');
    }
    return text;
}

std::string to_line(const Binding& binding) {
    const model::BindingView& view = *binding.view;
    std::string line;
    sip::append_escaped(line, view.aor);
    append_text_field(line, view.display);
    append_text_field(line, view.uri);
    append_text_field(line, view.params);
    append_text_field(line, view.call_id);
    append_text_field(line, joined(view.path));
    append_text_field(line, view.instance);
    append_text_field(line, view.flow);
    append_number_field(line, view.reg_id);
    append_number_field(line, view.bulk ? 1 : 0);
    append_number_field(line, view.q);
    append_number_field(line, view.cseq);
    append_number_field(line, view.expires_at);
    append_number_field(line, view.registered_at);
    append_number_field(line, view.updated_at);
    append_number_field(line, binding.contact_id);
    return line.append("\n");
}

std::string to_line(std::string_view aor, const InstanceRecord& record) {
    std::string line;
    sip::append_escaped(line, aor);
    append_text_field(line, record.instance);
    append_text_field(line, record.prefix);
    append_number_field(line, record.epoch);
    append_number_field(line, record.count);
    append_number_field(line, record.first_cseq);
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

Fields fields_of(std::string_view line) {
    Fields fields;
    while (true) {
        const std::size_t tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos) return fields;
        line.remove_prefix(tab + 1);
    }
}

std::vector<std::string> split_path(std::string_view text) {
    std::vector<std::string> values;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        values.push_back(decoded(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return values;
}

std::optional<Binding> read_binding(const Fields& fields) {
    model::BindingView view{.aor = decoded(fields[0]),
                            .display = decoded(fields[1]),
                            .uri = decoded(fields[2]),
                            .params = decoded(fields[3]),
                            .call_id = decoded(fields[4]),
                            .path = split_path(decoded(fields[5])),
                            .instance = decoded(fields[6]),
                            .flow = decoded(fields[7])};
    Binding binding;
    const bool read =
        read_number(fields[8], view.reg_id) && read_number(fields[10], view.q) &&
        read_number(fields[11], view.cseq) && read_number(fields[12], view.expires_at) &&
        read_number(fields[13], view.registered_at) && read_number(fields[14], view.updated_at) &&
        read_number(fields[15], binding.contact_id);
    view.bulk = fields[9] == "1";
    const bool in_range = view.reg_id <= sip::reg_id_max && view.q >= -1 && view.q <= 1000 &&
                          (view.bulk || fields[9] == "0");
    const auto uri = sip::parse_uri(view.uri, sip::accepted_text);
    if (!read || !in_range || !uri) return std::nullopt;
    binding.uri_hash = sip::comparison_hash(*uri);
    binding.view = std::make_shared<const model::BindingView>(std::move(view));
    return binding;
}

std::optional<InstanceRecord> read_record(const Fields& fields) {
    InstanceRecord record{decoded(fields[1]), decoded(fields[2])};
    const bool read = read_number(fields[3], record.epoch) &&
                      read_number(fields[4], record.count) &&
                      read_number(fields[5], record.first_cseq);
    if (!read) return std::nullopt;
    return record;
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
    for_each([&](std::string_view aor, const BindingList& list) {
        for (const Binding& binding : list.bindings) text += to_line(binding);
        for (const InstanceRecord& record : list.instances) text += to_line(aor, record);
    });
    return text;
}

bool MemoryStore::load(std::string_view text) {
    decltype(lists_) fresh(0, lists_.hash_function());
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return false;
        const Fields fields = fields_of(text.substr(0, end));
        BindingList& list = fresh[decoded(fields[0])];
        if (fields.size() == binding_fields) {
            auto binding = read_binding(fields);
            if (!binding) return false;
            list.wake_at = std::min(list.wake_at, binding->view->expires_at);
            list.bindings.push_back(std::move(*binding));
        } else if (fields.size() == record_fields) {
            auto record = read_record(fields);
            if (!record) return false;
            list.instances.push_back(std::move(*record));
        } else {
            return false;
        }
        text.remove_prefix(end + 1);
    }
    const auto bare = [](const auto& entry) { return entry.second.bindings.empty(); };
    if (std::ranges::any_of(fresh, bare)) return false;  // an instance without a binding
    lists_ = std::move(fresh);
    return true;
}

}  // namespace starzero::registrar
