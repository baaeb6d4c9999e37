#include "starzero/sip/instance_id.hpp"

#include <algorithm>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

// Octets of an NSS: paramchars of a URI and those that a URN has beside them (RFC 8141).
bool is_nss(std::string_view text) noexcept {
    return !text.empty() && check_escaped(text, CharClass::uric).has_value();
}

// Letters, digits and inner hyphens, 2 to 32 of them.
bool is_nid(std::string_view text) noexcept {
    return text.size() >= 2 && text.size() <= 32 && all_of(text, CharClass::label) &&
           text.front() != '-' && text.back() != '-';
}

struct UrnParts {
    std::string_view nid;
    std::string_view nss;
};

std::optional<UrnParts> split_urn(std::string_view urn) noexcept {
    if (urn.size() < 4 || !iequals(urn.substr(0, 4), "urn:")) return std::nullopt;
    const auto rest = urn.substr(4);
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    return UrnParts{rest.substr(0, colon), rest.substr(colon + 1)};
}

}  // namespace

Result<std::string_view> parse_instance(std::string_view value) noexcept {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') {
        return fail(ErrorKind::quoted_string, 0);
    }
    const auto inner = value.substr(1, value.size() - 2);
    if (inner.size() < 2 || inner.front() != '<' || inner.back() != '>') {
        return fail(ErrorKind::name_addr, 1);
    }
    const auto urn = inner.substr(1, inner.size() - 2);
    const auto parts = split_urn(urn);
    if (!parts || !is_nid(parts->nid)) return fail(ErrorKind::scheme, 2);
    if (!is_nss(parts->nss)) return fail(ErrorKind::escape, 2);
    return urn;
}

std::string instance_key(std::string_view urn) {
    std::string key(urn);
    const auto parts = split_urn(urn);
    if (!parts) return key;
    const bool uuid = iequals(parts->nid, "uuid");
    const std::size_t folded = uuid ? key.size() : 5 + parts->nid.size();
    const auto end = key.begin() + static_cast<std::ptrdiff_t>(folded);
    std::transform(key.begin(), end, key.begin(), lower);
    for (std::size_t at = key.find('%', folded); at != std::string::npos && at + 2 < key.size();
         at = key.find('%', at + 1)) {
        key[at + 1] = lower(key[at + 1]);
        key[at + 2] = lower(key[at + 2]);
    }
    return key;
}

Result<FlowParams> flow_params_of(const Contact& contact) noexcept {
    FlowParams found;
    const Param* reg_id = find_param(contact.value.params, "reg-id");
    found.literal_reg_id = reg_id != nullptr;
    const Param* instance = find_param(contact.value.params, "+sip.instance");
    if (instance == nullptr) return found;
    const auto urn = parse_instance(instance->value.value_or(std::string_view{}));
    if (!urn) return std::unexpected(urn.error());
    found.instance = *urn;
    if (reg_id == nullptr) return found;
    const auto number = parse_number(reg_id->value.value_or(std::string_view{}), reg_id_max);
    if (!number) return std::unexpected(number.error());
    if (*number == 0) return fail(ErrorKind::range, 0);
    found.reg_id = static_cast<std::uint32_t>(*number);
    return found;
}

}  // namespace starzero::sip
