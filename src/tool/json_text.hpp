// JSON as all commands print it.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace starzero::tool {

// Octets that are no UTF-8, as a file name may have, become U+FFFD. Ends with the end of a line.
inline std::string json_text(const nlohmann::json& json) {
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace starzero::tool
