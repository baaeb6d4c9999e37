// One SIP message: start line, header rows, body (RFC 3261 section 7). Views into the given
// octets; rows keep their folds, and the header field parsers read through them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/error.hpp"
#include "starzero/sip/header_name.hpp"
#include "starzero/sip/limits.hpp"
#include "starzero/sip/start_line.hpp"

namespace starzero::sip {

enum class Framing : std::uint8_t {
    datagram,  // octets behind the body are dropped (18.3)
    stream,    // Content-Length must be there
    frame,     // a WebSocket message holds one SIP message and nothing else (RFC 7118 section 5)
};

struct HeaderRow {
    HeaderId id = HeaderId::other;
    std::string_view name;   // as written
    std::string_view value;  // trimmed, folds kept
    std::size_t offset = 0;  // of the value, from the start of the message
};

class Message {
public:
    StartLine start;
    std::vector<HeaderRow> rows;
    std::string_view body;

    const HeaderRow* first(HeaderId id) const noexcept;
    std::size_t count(HeaderId id) const noexcept { return counts_[index(id)]; }
    void add(const HeaderRow& row);

private:
    static std::size_t index(HeaderId id) noexcept { return static_cast<std::size_t>(id); }
    std::array<std::uint32_t, static_cast<std::size_t>(HeaderId::count)> counts_{};
    std::array<std::uint32_t, static_cast<std::size_t>(HeaderId::count)> firsts_{};
};

// What could be read, and the first fault. A faulty message keeps every row that could be read,
// so that a refusal can copy Via, From, To, Call-ID and CSeq (8.2.6.2).
struct ParsedMessage {
    Message message;
    std::optional<ParseError> error;
};

// A whole datagram, or one message that StreamFramer cut. Errors beside the start line's:
// truncated (no empty line), line_ending, header_name, content_length, body_short, too_large,
// too_many; trailing in a frame.
ParsedMessage parse_message(std::string_view octets, Framing framing = Framing::datagram,
                            const Limits& limits = {});

// Long header names, no folds, the body as it is, Content-Length as the rows say. Appends.
void append_message(std::string& out, const Message& message);

// The one Content-Length of the rows: none, an error, or the number.
Result<std::optional<std::size_t>> content_length(const Message& message) noexcept;

}  // namespace starzero::sip
