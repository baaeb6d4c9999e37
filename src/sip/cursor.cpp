#include "starzero/sip/cursor.hpp"

namespace starzero::sip {

namespace {

// Length of CRLF or LF at text[at] when a blank follows it, else 0. A bare LF is a fault of the
// whole message (ErrorKind::line_ending); here it must only not open a second reading.
std::size_t fold_length(std::string_view text, std::size_t at) noexcept {
    const std::size_t feed = at < text.size() && text[at] == '\r' ? at + 1 : at;
    const bool folded =
        feed + 1 < text.size() && text[feed] == '\n' && is(text[feed + 1], CharClass::blank);
    return folded ? feed + 1 - at : 0;
}

// Where the fold whose LF is at text[feed] starts (its CR, or the LF); feed + 1 if it is none.
std::size_t fold_start(std::string_view text, std::size_t feed) noexcept {
    const bool folded = feed + 1 < text.size() && is(text[feed + 1], CharClass::blank);
    if (!folded) return feed + 1;
    return feed > 0 && text[feed - 1] == '\r' ? feed - 1 : feed;
}

bool quoted_pair_allows(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x80 && c != '\r' && c != '\n';
}

}  // namespace

STARZERO_UNCOUNTED bool Cursor::skip_white() noexcept {
    const std::size_t start = position_;
    while (!done()) {
        const char c = text_[position_];
        if (c > ' ') break;
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

STARZERO_UNCOUNTED std::string_view Cursor::take(CharClass cls) noexcept {
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
    while (true) {
        std::size_t fold = value.find('\n');
        while (fold != std::string_view::npos && fold_start(value, fold) == fold + 1) {
            fold = value.find('\n', fold + 1);  // a bare LF that continues nothing
        }
        if (fold == std::string_view::npos) break;
        // Blanks before the line end belong to the fold (25.1, LWS).
        std::size_t start = fold_start(value, fold);
        while (start > 0 && is(value[start - 1], CharClass::blank)) --start;
        out.append(value.substr(0, start)).push_back(' ');
        Cursor rest(value.substr(start));
        rest.skip_white();
        value = rest.rest();
    }
    out.append(value);
}

STARZERO_UNCOUNTED std::string_view trim(std::string_view value) noexcept {
    Cursor front(value);
    front.skip_white();
    value = front.rest();
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!value.empty() && blank(value.back())) value.remove_suffix(1);
    return value;
}

}  // namespace starzero::sip
