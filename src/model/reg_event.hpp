// A change of one binding, named as RFC 3680 section 5.1 names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/model/time.hpp"

namespace starzero::model {

enum class RegEventKind : std::uint8_t { registered, refreshed, shortened, expired, unregistered };

std::string_view to_string(RegEventKind kind) noexcept;
std::optional<RegEventKind> reg_event_kind_from(std::string_view word) noexcept;

struct RegEvent {
    RegEventKind kind = RegEventKind::registered;
    std::string aor;
    std::string uri;        // of the contact as it is after the event, or was before removal
    Millis expires_at = 0;  // meaningful while the binding lives
    friend bool operator==(const RegEvent&, const RegEvent&) = default;
};

// A document of a subscription to an address-of-record's registration events (RFC 3680).
struct RegDocument {
    std::string aor;
    std::string body;  // application/reginfo+xml
    friend bool operator==(const RegDocument&, const RegDocument&) = default;
};

}  // namespace starzero::model
