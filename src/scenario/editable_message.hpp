// A message taken apart into rows that can be edited and joined again, octet for octet where
// nothing was touched. Knows no more of SIP than rows and comma lists: any octets will do.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/header_name.hpp"

namespace starzero::scenario {

struct EditableRow {
    std::string name;
    std::string value;  // behind the colon, blanks at its ends removed, folds kept
    std::string separator = ": ";
    sip::HeaderId id() const noexcept { return sip::header_id(name); }
};

class EditableMessage {
public:
    explicit EditableMessage(std::string_view octets);
    std::string octets() const;

    std::string start_line;
    std::vector<EditableRow> rows;
    std::string tail;  // the empty line and the body

    EditableRow* first(sip::HeaderId id) noexcept;
    std::size_t count(sip::HeaderId id) const noexcept;
    void erase(sip::HeaderId id);
    void set(sip::HeaderId id, std::string_view value);  // replaces the first or adds a row
};

// The values of a comma list, with commas inside quotes and brackets left alone.
std::vector<std::string> split_list(std::string_view value);

// Calls edit with the parts of the text that lie outside quoted strings and angle brackets.
std::string map_outside_quotes(std::string_view value,
                               const std::function<std::string(std::string_view)>& edit);

}  // namespace starzero::scenario
