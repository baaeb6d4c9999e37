#include "starzero/sip/uri.hpp"

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

std::unexpected<ParseError> shifted(const ParseError& error, std::size_t by) noexcept {
    return fail(error.kind, error.offset + by);
}

// One reader for the four parts; offsets are counted from the start of the URI's text.
class UriReader {
public:
    UriReader(std::string_view text, const Limits& limits) : limits_(limits) { uri_.text = text; }

    Result<Uri> read() {
        auto done = read_scheme();
        if (done && uri_.is_sip()) done = read_userinfo();
        if (done && uri_.is_sip()) done = read_host_port();
        if (done && uri_.is_sip()) done = read_params();
        if (done && uri_.is_sip()) done = read_headers();
        if (!done) return std::unexpected(done.error());
        return std::move(uri_);
    }

private:
    std::string_view rest() const noexcept { return uri_.text.substr(at_); }

    // Up to the first of the stops, which stays unread.
    std::string_view until(std::string_view stops) noexcept {
        std::size_t end = uri_.text.find_first_of(stops, at_);
        if (end == std::string_view::npos) end = uri_.text.size();
        const auto part = uri_.text.substr(at_, end - at_);
        at_ = end;
        return part;
    }

    bool eat(char c) noexcept {
        if (at_ == uri_.text.size() || uri_.text[at_] != c) return false;
        ++at_;
        return true;
    }

    Result<void> read_scheme() {
        const std::size_t colon = uri_.text.find(':');
        const auto name = uri_.text.substr(0, colon);
        const auto legal = [](char c) { return is(c, CharClass::label) || c == '+' || c == '.'; };
        if (colon == std::string_view::npos || name.empty() || !is(name[0], CharClass::alpha)) {
            return fail(ErrorKind::scheme, 0);
        }
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (!legal(name[i])) return fail(ErrorKind::scheme, i);
        }
        uri_.scheme_text = name;
        at_ = colon + 1;
        if (iequals(name, "sip")) uri_.scheme = Scheme::sip;
        if (iequals(name, "sips")) uri_.scheme = Scheme::sips;
        return uri_.is_sip() ? Result<void>{} : read_opaque();
    }

    Result<void> read_opaque() {
        uri_.opaque = rest();
        if (uri_.opaque.empty()) return fail(ErrorKind::opaque_uri, at_);
        if (const auto ok = check_escaped(uri_.opaque, CharClass::uric); !ok) {
            return fail(ErrorKind::opaque_uri, at_ + ok.error().offset);
        }
        return {};
    }

    // An unescaped @ can stand in no other place, so its presence decides (25.1).
    Result<void> read_userinfo() {
        const std::size_t sign = uri_.text.find('@', at_);
        if (sign == std::string_view::npos) return {};
        const auto info = uri_.text.substr(at_, sign - at_);
        const std::size_t colon = info.find(':');
        uri_.user = info.substr(0, colon);
        if (uri_.user->empty()) return fail(ErrorKind::userinfo, at_);
        if (const auto ok = check_escaped(*uri_.user, CharClass::user); !ok) {
            return fail(ErrorKind::userinfo, at_ + ok.error().offset);
        }
        if (colon != std::string_view::npos) {
            uri_.password = info.substr(colon + 1);
            if (const auto ok = check_escaped(*uri_.password, CharClass::password); !ok) {
                return fail(ErrorKind::userinfo, at_ + colon + 1 + ok.error().offset);
            }
        }
        at_ = sign + 1;
        return {};
    }

    Result<void> read_host_port() {
        const std::size_t start = at_;
        if (at_ < uri_.text.size() && uri_.text[at_] == '[') {
            until("]");
            eat(']');
        } else {
            until(":;?");
        }
        auto host = parse_host(uri_.text.substr(start, at_ - start));
        if (!host) return shifted(host.error(), start);
        uri_.host = *host;
        if (!eat(':')) return {};
        const std::size_t digits = at_;
        const auto port = parse_number(until(";?"), 65535);
        if (!port || *port == 0) return fail(ErrorKind::port, digits);
        uri_.port = static_cast<std::uint16_t>(*port);
        return {};
    }

    Result<void> read_params() {
        while (eat(';')) {
            const std::size_t start = at_;
            const auto param = until(";?");
            if (uri_.params.size() == limits_.params) return fail(ErrorKind::too_many, start);
            if (auto ok = add_param(param, start); !ok) return ok;
        }
        return {};
    }

    Result<void> add_param(std::string_view text, std::size_t start) {
        const std::size_t equal = text.find('=');
        UriParam param{text.substr(0, equal), std::nullopt};
        if (equal != std::string_view::npos) param.value = text.substr(equal + 1);
        const bool empty = param.name.empty() || (param.value && param.value->empty());
        if (empty || !check_escaped(param.name, CharClass::param) ||
            (param.value && !check_escaped(*param.value, CharClass::param))) {
            return fail(ErrorKind::parameter, start);
        }
        for (const UriParam& earlier : uri_.params) {
            if (equal_escaped(earlier.name, param.name, true)) {
                return fail(ErrorKind::duplicate, start);
            }
        }
        uri_.params.push_back(param);
        return {};
    }

    Result<void> read_headers() {
        if (!eat('?')) {
            return at_ == uri_.text.size() ? Result<void>{} : fail(ErrorKind::host, at_);
        }
        do {
            const std::size_t start = at_;
            const auto text = until("&");
            const std::size_t equal = text.find('=');
            if (uri_.headers.size() == limits_.params) return fail(ErrorKind::too_many, start);
            if (equal == 0 || equal == std::string_view::npos) {
                return fail(ErrorKind::uri_header, start);
            }
            const UriHeader header{text.substr(0, equal), text.substr(equal + 1)};
            if (!check_escaped(header.name, CharClass::uri_header) ||
                !check_escaped(header.value, CharClass::uri_header)) {
                return fail(ErrorKind::uri_header, start);
            }
            uri_.headers.push_back(header);
        } while (eat('&'));
        return {};
    }

    Uri uri_;
    const Limits& limits_;
    std::size_t at_ = 0;
};

}  // namespace

Result<Uri> parse_uri(std::string_view text, const Limits& limits) {
    return UriReader(text, limits).read();
}

void append_uri(std::string& out, const Uri& uri) {
    for (const char c : uri.scheme_text) out.push_back(lower(c));
    out.push_back(':');
    if (!uri.is_sip()) {
        out.append(uri.opaque);
        return;
    }
    if (uri.user) {
        out.append(*uri.user);
        if (uri.password) out.append(":").append(*uri.password);
        out.push_back('@');
    }
    out.append(uri.host.text);
    if (uri.port != 0) {
        out.push_back(':');
        append_number(out, uri.port);
    }
    for (const UriParam& param : uri.params) {
        out.append(";").append(param.name);
        if (param.value) out.append("=").append(*param.value);
    }
    char separator = '?';
    for (const UriHeader& header : uri.headers) {
        out.push_back(separator);
        out.append(header.name).append("=").append(header.value);
        separator = '&';
    }
}

const UriParam* find_param(const Uri& uri, std::string_view name) noexcept {
    for (const UriParam& param : uri.params) {
        if (equal_escaped(param.name, name, true)) return &param;
    }
    return nullptr;
}

}  // namespace starzero::sip
