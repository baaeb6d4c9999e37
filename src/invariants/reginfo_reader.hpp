// application/reginfo+xml as a watcher reads it (RFC 3680 section 5, RFC 5628): strict in what the
// format demands, with no code in common with whoever printed it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace starzero::invariants {

struct ReginfoContact {
    std::string id, state, event, uri, call_id, cseq, q, expires;
    std::string public_gruu, temporary_gruu;
};

struct Reginfo {
    std::uint32_t version = 0;
    bool full = false;
    std::string aor, id, state;
    std::vector<ReginfoContact> contacts;
};

// One registration element with its contacts. Nothing when the text is not well-formed, an
// attribute that MUST be there is not, or a value is none of the format's.
std::optional<Reginfo> read_reginfo(std::string_view xml);

}  // namespace starzero::invariants
