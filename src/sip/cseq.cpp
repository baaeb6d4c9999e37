#include "starzero/sip/cseq.hpp"

#include "starzero/sip/cursor.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

Result<CSeq> parse_cseq(std::string_view text) noexcept {
    Cursor cursor(text);
    cursor.skip_white();
    const std::size_t digits = cursor.offset();
    const auto number = parse_number(cursor.take(CharClass::digit), 0xFFFF'FFFFU);
    if (!number) return fail(number.error().kind, digits);
    if (!cursor.skip_white()) return cursor.error(ErrorKind::number);
    const auto method = cursor.take(CharClass::token);
    if (method.empty()) return cursor.error(ErrorKind::token);
    cursor.skip_white();
    if (!cursor.done()) return cursor.error(ErrorKind::trailing);
    return CSeq{static_cast<std::uint32_t>(*number), method};
}

void append_cseq(std::string& out, const CSeq& cseq) {
    append_number(out, cseq.number);
    out.append(" ").append(cseq.method);
}

}  // namespace starzero::sip
