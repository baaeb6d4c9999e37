// A position in header text: the terminals of RFC 3261 section 25.1, folding included.
// Reads only inside the view it was given and never copies.
#pragma once

#include <string>
#include <string_view>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/error.hpp"

namespace starzero::sip {

class Cursor {
public:
    explicit Cursor(std::string_view text) noexcept : text_(text) {}

    bool done() const noexcept { return position_ == text_.size(); }
    std::size_t offset() const noexcept { return position_; }
    std::string_view text() const noexcept { return text_; }
    std::string_view rest() const noexcept { return text_.substr(position_); }
    std::string_view since(std::size_t start) const noexcept {
        return text_.substr(start, position_ - start);
    }
    void rewind(std::size_t offset) noexcept { position_ = offset; }

    // The next octet is c (false at the end).
    bool at(char c) const noexcept { return !done() && text_[position_] == c; }

    bool eat(char c) noexcept {
        if (!at(c)) return false;
        ++position_;
        return true;
    }

    // SWS: any blanks and folds. Returns whether anything was skipped.
    bool skip_white() noexcept;

    // SWS c SWS, as SEMI, COMMA, EQUAL, SLASH and COLON are. Stays put if c does not follow.
    bool eat_separator(char c) noexcept;

    // The longest run of a class, possibly empty.
    std::string_view take(CharClass cls) noexcept;

    // quoted-string at the cursor; the view holds both quotes.
    Result<std::string_view> quoted_string() noexcept;

    std::unexpected<ParseError> error(ErrorKind kind) const noexcept {
        return fail(kind, position_);
    }

private:
    std::string_view text_;
    std::size_t position_ = 0;
};

// The value with every fold and run of folds replaced by one SP (7.3.1), appended to out.
void append_unfolded(std::string& out, std::string_view value);

// Without white space and folds at either end.
std::string_view trim(std::string_view value) noexcept;

}  // namespace starzero::sip
