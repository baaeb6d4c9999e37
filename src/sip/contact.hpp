// Contact = ( "Contact" / "m" ) HCOLON ( STAR / contact-param *( COMMA contact-param ) )
// (RFC 3261 20.10, 25.1), over all rows of a message.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "starzero/sip/name_addr.hpp"

namespace starzero::sip {

struct Contact {
    std::string_view text;  // the whole value as written
    NameAddr value;
};

struct ContactList {
    bool wildcard = false;
    std::vector<Contact> contacts;  // empty with a wildcard
};

// What an interval field says. Malformed is not zero and not an error of the list (25-9).
struct Interval {
    enum class Form : std::uint8_t { absent, malformed, given };
    Form form = Form::absent;
    std::uint32_t seconds = 0;  // saturated at 2^32-1; meaningful when given
};

// One row's values, appended to list. A wildcard beside anything else, in this row or with what
// the list already holds, is ErrorKind::wildcard; so is a wildcard with parameters.
Result<void> parse_contact_row(std::string_view row, ContactList& list, const Limits& limits = {});

// The expires parameter of one contact.
Interval interval_of(const Contact& contact) noexcept;

// The same reading of an Expires header field's value.
Interval read_interval(std::string_view text) noexcept;

// The q parameter in thousandths: none, an error (ErrorKind::number), or 0..1000.
Result<std::optional<std::uint16_t>> qvalue_of(const Contact& contact) noexcept;

// The value or values, comma separated, always in brackets. Appends.
void append_contact_list(std::string& out, const ContactList& list);

}  // namespace starzero::sip
