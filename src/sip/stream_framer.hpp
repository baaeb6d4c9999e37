// Cuts a byte stream into messages by Content-Length (RFC 3261 18.3) and passes over the CRLFs
// between them (7.5). Buffers at most the limit of one message; after an error it stays closed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "starzero/sip/limits.hpp"
#include "starzero/sip/message.hpp"

namespace starzero::sip {

class StreamFramer {
public:
    explicit StreamFramer(const Limits& limits = {}) { set_limits(limits); }

    // Of the messages whose header has not come to its end.
    void set_limits(const Limits& limits) noexcept;

    // Takes octets in any pieces. What arrives after an error is dropped.
    void push(std::string_view octets);

    // The next whole message, or none yet. The view lives until the next push or next.
    std::optional<std::string_view> next();

    // Set once, when the stream cannot be followed any more: content_length, too_large.
    const std::optional<ParseError>& error() const noexcept { return error_; }

    // Octets that wait for the rest of their message.
    std::size_t buffered() const noexcept { return buffer_.size() - consumed_; }

    // CRLFCRLF pings seen between messages (RFC 5626 4.4.1 answers each with CRLF).
    std::size_t pings() const noexcept { return pings_; }

private:
    void skip_keep_alive() noexcept;
    std::optional<std::size_t> header_end();
    void fail_with(ErrorKind kind);

    Limits limits_;  // of octets alone: see set_limits
    std::string buffer_;
    std::size_t consumed_ = 0;  // octets of messages already handed out
    std::size_t searched_ = 0;  // no empty line ends before here
    std::size_t feeds_ = 0;     // CRLFs in a row between messages
    std::size_t pings_ = 0;
    std::optional<std::size_t> whole_;  // octets of the message under way, once known
    std::optional<ParseError> error_;
};

}  // namespace starzero::sip
