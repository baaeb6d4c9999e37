// Small pieces of the text forms: escaped octets, times, words. docs/scenario-format.md has the
// grammar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/model/time.hpp"

namespace starzero::scenario {

// Printable ASCII as it is, backslash doubled, all else \xHH. Appends. Reversible.
void append_escaped_line(std::string& out, std::string_view octets);

// The inverse; a backslash that starts neither form stands for itself. Appends.
void append_unescaped_line(std::string& out, std::string_view text);

// One word: as above, with blank, comma and = escaped too; an empty text is "-", a dash "\x2D".
std::string to_word(std::string_view octets);
std::string from_word(std::string_view word);

// 59.999s, -3600s: seconds with up to three decimals.
std::string to_time(model::Millis time);
std::optional<model::Millis> parse_time(std::string_view text) noexcept;

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

// The next run of non-blanks, cut off the front of line.
std::string_view next_word(std::string_view& line) noexcept;

// The next line without its LF (and without a CR before it), cut off the front of text.
std::string_view next_line(std::string_view& text) noexcept;

// Octets as lines of a file, each behind the mark: "mark text" ends in CRLF, "mark- text" does not.
void append_marked_lines(std::string& out, char mark, std::string_view octets);

// Takes back what one such line, mark included, stands for. Appends.
void append_marked_line(std::string& octets, std::string_view line);

}  // namespace starzero::scenario
