#include "starzero/registrar/binding_text.hpp"

#include <algorithm>
#include <charconv>

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

std::optional<Binding> read_binding(const Fields& fields) {
    model::BindingView view{.aor = decoded(fields[0]),
                            .display = decoded(fields[1]),
                            .uri = decoded(fields[2]),
                            .params = decoded(fields[3]),
                            .call_id = decoded(fields[4]),
                            .path = read_path_text(decoded(fields[5])),
                            .instance = decoded(fields[6]),
                            .flow = decoded(fields[7])};
    std::uint64_t contact_id = 0;
    const bool read =
        read_number(fields[8], view.reg_id) && read_number(fields[10], view.q) &&
        read_number(fields[11], view.cseq) && read_number(fields[12], view.expires_at) &&
        read_number(fields[13], view.registered_at) && read_number(fields[14], view.updated_at) &&
        read_number(fields[15], contact_id);
    view.bulk = fields[9] == "1";
    if (!read || (!view.bulk && fields[9] != "0")) return std::nullopt;
    return stored_binding(std::move(view), contact_id);
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

std::string to_line(const Binding& binding) {
    const model::BindingView& view = *binding.view;
    std::string line;
    sip::append_escaped(line, view.aor);
    append_text_field(line, view.display);
    append_text_field(line, view.uri);
    append_text_field(line, view.params);
    append_text_field(line, view.call_id);
    append_text_field(line, path_text(view.path));
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

std::string path_text(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) {
        sip::append_escaped(text, value);  // commas too
        text.push_back(',');
    }
    return text;
}

std::vector<std::string> read_path_text(std::string_view text) {
    std::vector<std::string> values;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        values.push_back(decoded(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return values;
}

std::optional<Binding> stored_binding(model::BindingView view, std::uint64_t contact_id) {
    const bool in_range = view.reg_id <= sip::reg_id_max && view.q >= -1 && view.q <= 1000;
    const auto uri = sip::parse_uri(view.uri, sip::accepted_text);
    if (!in_range || !uri) return std::nullopt;
    Binding binding;
    binding.uri_hash = sip::comparison_hash(*uri);
    binding.contact_id = contact_id;
    binding.view = std::make_shared<const model::BindingView>(std::move(view));
    return binding;
}

std::optional<StoredLine> read_stored_line(std::string_view line) {
    const Fields fields = fields_of(line);
    StoredLine stored{decoded(fields[0]), {}, {}};
    if (fields.size() == binding_fields) stored.binding = read_binding(fields);
    if (fields.size() == record_fields) stored.record = read_record(fields);
    if (!stored.binding && !stored.record) return std::nullopt;
    return stored;
}

}  // namespace starzero::registrar
