#include "starzero/sip/stream_framer.hpp"

#include <algorithm>
#include <limits>

namespace starzero::sip {

// Where a message ends does not hang on how many rows stand before its Content-Length, or the order
// of header fields would decide whether the stream can be followed (7.3.1, 18.3). Their number is
// bounded by that of the octets; who parses the message refuses it.
void StreamFramer::set_limits(const Limits& limits) noexcept {
    limits_ = limits;
    limits_.rows = std::numeric_limits<decltype(limits_.rows)>::max();
}

void StreamFramer::fail_with(ErrorKind kind) {
    error_ = ParseError{kind, 0};
    buffer_.clear();
    consumed_ = searched_ = 0;
}

void StreamFramer::push(std::string_view octets) {
    if (error_) return;
    buffer_.erase(0, consumed_);
    searched_ -= consumed_;
    consumed_ = 0;
    buffer_.append(octets);
}

void StreamFramer::skip_keep_alive() noexcept {
    while (consumed_ + 1 < buffer_.size() && buffer_[consumed_] == '\r' &&
           buffer_[consumed_ + 1] == '\n') {
        consumed_ += 2;
        if (++feeds_ == 2) {
            feeds_ = 0;
            ++pings_;
        }
    }
    searched_ = std::max(searched_, consumed_);
}

std::optional<std::size_t> StreamFramer::header_end() {
    const std::size_t from = searched_ >= consumed_ + 3 ? searched_ - 3 : consumed_;
    const std::size_t end = buffer_.find("\r\n\r\n", from);
    searched_ = buffer_.size();
    if (end != std::string::npos) return end + 4;
    return std::nullopt;
}

std::optional<std::string_view> StreamFramer::next() {
    if (error_) return std::nullopt;
    if (!whole_) {
        skip_keep_alive();
        const auto end = header_end();
        if (!end) {
            if (buffered() > limits_.message_octets) fail_with(ErrorKind::too_large);
            return std::nullopt;
        }
        const auto header = std::string_view(buffer_).substr(consumed_, *end - consumed_);
        const auto parsed = parse_message(header, Framing::datagram, limits_);
        const auto length = content_length(parsed.message);
        if (!length || !*length) {
            fail_with(ErrorKind::content_length);
            return std::nullopt;
        }
        if (**length > limits_.message_octets ||
            header.size() + **length > limits_.message_octets) {
            fail_with(ErrorKind::too_large);
            return std::nullopt;
        }
        whole_ = header.size() + **length;
    }
    if (buffered() < *whole_) return std::nullopt;
    const auto message = std::string_view(buffer_).substr(consumed_, *whole_);
    consumed_ += *whole_;
    searched_ = consumed_;
    feeds_ = 0;
    whole_.reset();
    return message;
}

}  // namespace starzero::sip
