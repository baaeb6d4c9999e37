#include "starzero/sip/header_name.hpp"

#include <array>

#include "starzero/sip/chars.hpp"

namespace starzero::sip {

namespace {

enum class Shape : std::uint8_t { opaque, single, list };

struct Name {
    HeaderId id;
    std::string_view text;
    char compact;
    Shape shape;
};

constexpr auto id_count = static_cast<std::size_t>(HeaderId::count);

constexpr std::array<Name, id_count> names{{
    {HeaderId::other, "", 0, Shape::opaque},
    {HeaderId::accept, "Accept", 0, Shape::list},
    {HeaderId::accept_encoding, "Accept-Encoding", 0, Shape::list},
    {HeaderId::accept_language, "Accept-Language", 0, Shape::list},
    {HeaderId::allow, "Allow", 0, Shape::list},
    {HeaderId::authorization, "Authorization", 0, Shape::opaque},
    {HeaderId::call_id, "Call-ID", 'i', Shape::single},
    {HeaderId::contact, "Contact", 'm', Shape::list},
    {HeaderId::content_disposition, "Content-Disposition", 0, Shape::single},
    {HeaderId::content_encoding, "Content-Encoding", 'e', Shape::list},
    {HeaderId::content_language, "Content-Language", 0, Shape::list},
    {HeaderId::content_length, "Content-Length", 'l', Shape::single},
    {HeaderId::content_type, "Content-Type", 'c', Shape::single},
    {HeaderId::cseq, "CSeq", 0, Shape::single},
    {HeaderId::date, "Date", 0, Shape::single},
    {HeaderId::expires, "Expires", 0, Shape::single},
    {HeaderId::feature_caps, "Feature-Caps", 0, Shape::list},
    {HeaderId::flow_timer, "Flow-Timer", 0, Shape::single},
    {HeaderId::from, "From", 'f', Shape::single},
    {HeaderId::max_forwards, "Max-Forwards", 0, Shape::single},
    {HeaderId::min_expires, "Min-Expires", 0, Shape::single},
    {HeaderId::path, "Path", 0, Shape::list},
    {HeaderId::proxy_require, "Proxy-Require", 0, Shape::list},
    {HeaderId::record_route, "Record-Route", 0, Shape::list},
    {HeaderId::require, "Require", 0, Shape::list},
    {HeaderId::retry_after, "Retry-After", 0, Shape::single},
    {HeaderId::route, "Route", 0, Shape::list},
    {HeaderId::service_route, "Service-Route", 0, Shape::list},
    {HeaderId::subject, "Subject", 's', Shape::single},
    {HeaderId::supported, "Supported", 'k', Shape::list},
    {HeaderId::timestamp, "Timestamp", 0, Shape::single},
    {HeaderId::to, "To", 't', Shape::single},
    {HeaderId::unsupported, "Unsupported", 0, Shape::list},
    {HeaderId::user_agent, "User-Agent", 0, Shape::single},
    {HeaderId::via, "Via", 'v', Shape::list},
    {HeaderId::www_authenticate, "WWW-Authenticate", 0, Shape::opaque},
}};

consteval bool in_order() {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (static_cast<std::size_t>(names[i].id) != i) return false;
    }
    return true;
}
static_assert(in_order(), "names must stand in the order of HeaderId");

const Name& entry(HeaderId id) noexcept { return names[static_cast<std::size_t>(id)]; }

STARZERO_UNCOUNTED HeaderId compact_id(char letter) noexcept {
    for (const Name& name : names) {
        if (name.compact != 0 && name.compact == letter) return name.id;
    }
    return HeaderId::other;
}

}  // namespace

STARZERO_UNCOUNTED HeaderId header_id(std::string_view name) noexcept {
    if (name.size() < 2) return name.empty() ? HeaderId::other : compact_id(lower(name[0]));
    const char first = lower(name[0]);
    for (const Name& known : names) {
        if (known.text.size() == name.size() && lower(known.text[0]) == first &&
            iequals(known.text, name)) {
            return known.id;
        }
    }
    return HeaderId::other;
}

std::string_view header_name(HeaderId id) noexcept { return entry(id).text; }
char compact_name(HeaderId id) noexcept { return entry(id).compact; }
bool is_comma_list(HeaderId id) noexcept { return entry(id).shape == Shape::list; }
bool is_single(HeaderId id) noexcept { return entry(id).shape == Shape::single; }

}  // namespace starzero::sip
