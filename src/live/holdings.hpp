// What a server's own management command says it holds for an address-of-record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/held.hpp"

namespace starzero::live {

// Reads JSON (`opensips-cli -x mi ul_show_contact`, `kamcmd` over jsonrpc: every object with a
// Contact or an Address), the text of kamcmd (`Address: URI`, `Expires: SECONDS`), and lines of
// URI [SECONDS]. What has expired is not held.
std::vector<model::Held> read_holdings(std::string_view text);

// The command with {user}, {domain} and {aor} filled in; nothing where the address has characters
// that a shell might read otherwise.
std::optional<std::string> filled_in(std::string_view command, std::string_view user,
                                     std::string_view domain);

}  // namespace starzero::live
