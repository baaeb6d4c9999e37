// generic-param = token [ EQUAL ( token / host / quoted-string ) ]  (RFC 3261 25.1)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/cursor.hpp"
#include "starzero/sip/limits.hpp"

namespace starzero::sip {

struct Param {
    std::string_view name;
    std::optional<std::string_view> value;  // as written, quotes included

    bool quoted() const noexcept { return value && value->front() == '"'; }
};

// *( SEMI generic-param ) at the cursor. Errors: parameter, quoted_string, duplicate, too_many.
Result<std::vector<Param>> parse_params(Cursor& cursor, const Limits& limits);

// Without regard to case; nullptr if there is none.
const Param* find_param(const std::vector<Param>& params, std::string_view name) noexcept;

// ;name or ;name=value, folds inside a quoted value as one SP. Appends.
void append_param(std::string& out, const Param& param);

// The same set, in any order (RFC 3261 20.42): names without regard to case, values byte by byte.
// No name stands twice in a list that was read.
bool equal(const std::vector<Param>& a, const std::vector<Param>& b) noexcept;

}  // namespace starzero::sip
