// Bindings and instance records as they are kept outside the process: one a line, fields behind
// tabs, octets that are none of a URI's plain ones as %HH. What comes back is not trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/registrar/store.hpp"

namespace starzero::registrar {

// Each ends with a line feed.
std::string to_line(const Binding& binding);
std::string to_line(std::string_view aor, const InstanceRecord& record);

// One line without its line feed; nothing when it is none of to_line's.
struct StoredLine {
    std::string aor;
    std::optional<Binding> binding;  // or
    std::optional<InstanceRecord> record;
};
std::optional<StoredLine> read_stored_line(std::string_view line);

// The path vector as one text.
std::string path_text(const std::vector<std::string>& values);
std::vector<std::string> read_path_text(std::string_view text);

// A binding of these values, or nothing where no registrar can have stored them: a contact that is
// no URI, a reg-id or q out of range.
std::optional<Binding> stored_binding(model::BindingView view, std::uint64_t contact_id);

}  // namespace starzero::registrar
