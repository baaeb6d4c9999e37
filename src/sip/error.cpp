#include "starzero/sip/error.hpp"

namespace starzero::sip {

std::string_view to_string(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::empty: return "empty";
        case ErrorKind::truncated: return "truncated";
        case ErrorKind::line_ending: return "line-ending";
        case ErrorKind::start_line: return "start-line";
        case ErrorKind::version: return "version";
        case ErrorKind::header_name: return "header-name";
        case ErrorKind::token: return "token";
        case ErrorKind::quoted_string: return "quoted-string";
        case ErrorKind::escape: return "escape";
        case ErrorKind::scheme: return "scheme";
        case ErrorKind::userinfo: return "userinfo";
        case ErrorKind::host: return "host";
        case ErrorKind::port: return "port";
        case ErrorKind::parameter: return "parameter";
        case ErrorKind::duplicate: return "duplicate";
        case ErrorKind::uri_header: return "uri-header";
        case ErrorKind::opaque_uri: return "opaque-uri";
        case ErrorKind::name_addr: return "name-addr";
        case ErrorKind::wildcard: return "wildcard";
        case ErrorKind::number: return "number";
        case ErrorKind::range: return "range";
        case ErrorKind::call_id: return "call-id";
        case ErrorKind::date: return "date";
        case ErrorKind::content_length: return "content-length";
        case ErrorKind::body_short: return "body-short";
        case ErrorKind::trailing: return "trailing";
        case ErrorKind::too_large: return "too-large";
        case ErrorKind::too_many: return "too-many";
    }
    return "unknown";
}

}  // namespace starzero::sip
