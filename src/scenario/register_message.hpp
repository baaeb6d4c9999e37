// A REGISTER request by its parts, for generators, properties and tests: every default is
// conformant, every part may be replaced by anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace starzero::scenario {

struct RegisterMessage {
    std::string method = "REGISTER";
    std::string request_uri = "sip:example.com";
    std::string version = "SIP/2.0";
    std::string via = "SIP/2.0/UDP 192.0.2.7:5060";
    std::string branch = "z9hG4bK1";
    std::string max_forwards = "70";
    std::string from = "<sip:alice@example.com>;tag=f1";
    std::string to = "<sip:alice@example.com>";
    std::string call_id = "call-1";
    std::uint64_t cseq = 1;
    std::vector<std::string> contacts;   // a row each
    std::optional<std::string> expires;  // the header field
    std::vector<std::string> rows;       // further whole rows, without CRLF
    std::string body;

    std::string octets() const;
};

}  // namespace starzero::scenario
