// +sip.instance and reg-id of a Contact (RFC 5626 section 4.1 and 10, RFC 5627).
//   +sip.instance="<urn:uuid:00000000-0000-1000-8000-aabbccddeeff>";reg-id=1
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/sip/contact.hpp"

namespace starzero::sip {

inline constexpr std::uint32_t reg_id_max = 0x7FFF'FFFFU;  // 2^31-1 (RFC 5626 section 10)

// The URN between quotes and brackets. Errors: quoted_string (no quotes), name_addr (no brackets),
// scheme (not urn:NID:NSS), escape.
Result<std::string_view> parse_instance(std::string_view value) noexcept;

// One spelling for all URNs that are equal: "urn" and the NID without regard to case, and of a
// UUID the digits as well (RFC 8141 3.1, RFC 4122 3); the rest by octets.
std::string instance_key(std::string_view urn);

// What a contact says of its instance and flow. Malformed is an error; absent is not.
struct FlowParams {
    std::optional<std::string_view> instance;  // the URN
    std::optional<std::uint32_t> reg_id;       // 1..reg_id_max; only read beside an instance
    bool literal_reg_id = false;               // the parameter is there, whatever its value
};

// Errors: those of parse_instance; number or range of a reg-id beside an instance. A reg-id
// without an instance has no meaning and is passed over (RFC 5626 section 6).
Result<FlowParams> flow_params_of(const Contact& contact) noexcept;

}  // namespace starzero::sip
