#include "starzero/sip/cursor.hpp"

namespace starzero::sip {

namespace {

// Length of CRLF or LF at text[at] when a blank follows it, else 0. A bare LF is a fault of the
// whole message (ErrorKind::line_ending); here it must only not open a second reading.
std::size_t fold_length(std::string_view text, std::size_t at) noexcept {
    const std::size_t feed = at < text.size() && text[at] == '\r' ? at + 1 : at;
    const bool folded = feed + 1 < text.size() && text[feed] == '\n' &&
                        is(text[feed + 1], CharClass::blank);
    return folded ? feed + 1 - at : 0;
}

bool quoted_pair_allows(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x80 && c != '\r' && c != '\n';
}

}  // namespace

bool Cursor::skip_white() noexcept {
    const std::size_t start = position_;
    while (!done()) {
        if (is(text_[position_], CharClass::blank)) {
            ++position_;
        } else if (const std::size_t fold = fold_length(text_, position_); fold != 0) {
            position_ += fold;
        } else {
            break;
        }
    }
    return position_ != start;
}

bool Cursor::eat_separator(char c) noexcept {
    const std::size_t start = position_;
    skip_white();
    if (!eat(c)) {
        position_ = start;
        return false;
    }
    skip_white();
    return true;
}

std::string_view Cursor::take(CharClass cls) noexcept {
    const std::size_t start = position_;
    while (!done() && is(text_[position_], cls)) ++position_;
    return since(start);
}

Result<std::string_view> Cursor::quoted_string() noexcept {
    const std::size_t start = position_;
    if (!eat('"')) return error(ErrorKind::quoted_string);
    while (!done()) {
        const char c = text_[position_];
        if (c == '"') {
            ++position_;
            return since(start);
        }
        if (c == '\\') {
            if (position_ + 1 == text_.size()) break;
            if (!quoted_pair_allows(text_[position_ + 1])) return error(ErrorKind::quoted_string);
            position_ += 2;
        } else if (const std::size_t fold = fold_length(text_, position_); fold != 0) {
            position_ += fold;
        } else if (is(c, CharClass::control) && c != '\t') {
            return error(ErrorKind::quoted_string);
        } else {
            ++position_;
        }
    }
    return fail(ErrorKind::quoted_string, start);
}

void append_unfolded(std::string& out, std::string_view value) {
    std::size_t i = 0;
    while (i < value.size()) {
        // Blanks before a fold belong to it (25.1 LWS): look ahead from the first of them.
        std::size_t ahead = i;
        while (ahead < value.size() && is(value[ahead], CharClass::blank)) ++ahead;
        if (fold_length(value, ahead) == 0) {
            const std::size_t stop = ahead == i ? i + 1 : ahead;
            out.append(value, i, stop - i);
            i = stop;
            continue;
        }
        Cursor rest(value.substr(i));
        rest.skip_white();
        out.push_back(' ');
        i += rest.offset();
    }
}

std::string_view trim(std::string_view value) noexcept {
    Cursor front(value);
    front.skip_white();
    value = front.rest();
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!value.empty() && blank(value.back())) value.remove_suffix(1);
    return value;
}

}  // namespace starzero::sip
