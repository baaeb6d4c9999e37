// Request-Line = Method SP Request-URI SP SIP-Version   (RFC 3261 7.1: exactly one SP each)
// Status-Line = SIP-Version SP Status-Code SP Reason-Phrase   (7.2: the phrase may be empty)
#pragma once

#include <string>
#include <string_view>

#include "starzero/sip/error.hpp"

namespace starzero::sip {

struct StartLine {
    bool request = false;
    std::string_view method;   // requests
    std::string_view uri;      // requests, unparsed
    std::string_view version;  // as written
    int status = 0;            // responses: 100..699
    std::string_view reason;   // responses
};

// What could be read, and what is wrong with it: a broken Request-Line still names its method
// when it can, so that the refusal is an answer. Errors: start_line, version.
struct ParsedStartLine {
    StartLine line;
    Result<void> verdict;
};

ParsedStartLine parse_start_line(std::string_view line) noexcept;
void append_start_line(std::string& out, const StartLine& line);

}  // namespace starzero::sip
