#include "starzero/sip/call_id.hpp"

#include "starzero/sip/cursor.hpp"

namespace starzero::sip {

Result<std::string_view> parse_call_id(std::string_view text) noexcept {
    Cursor cursor(text);
    if (cursor.done()) return cursor.error(ErrorKind::empty);
    if (cursor.take(CharClass::word).empty()) return cursor.error(ErrorKind::call_id);
    if (cursor.eat('@') && cursor.take(CharClass::word).empty()) {
        return cursor.error(ErrorKind::call_id);
    }
    if (!cursor.done()) return cursor.error(ErrorKind::call_id);
    return text;
}

}  // namespace starzero::sip
