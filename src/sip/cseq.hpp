// CSeq = 1*DIGIT LWS Method  (RFC 3261 20.16). The number is an unsigned 32-bit value; 2^31 and
// above is accepted (D-21), 2^32 and above is ErrorKind::range.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

struct CSeq {
    std::uint32_t number = 0;
    std::string_view method;
};

Result<CSeq> parse_cseq(std::string_view text) noexcept;
void append_cseq(std::string& out, const CSeq& cseq);

}  // namespace starzero::sip
