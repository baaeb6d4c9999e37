#include "starzero/registrar/contact_params.hpp"

#include <algorithm>
#include <array>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"

namespace starzero::registrar {

std::string kept_params(const sip::Contact& contact) {
    constexpr std::array<std::string_view, 3> dropped{"expires", "pub-gruu", "temp-gruu"};
    std::string text;
    for (const sip::Param& param : contact.value.params) {
        const auto same = [&](std::string_view name) { return sip::iequals(param.name, name); };
        if (std::ranges::none_of(dropped, same)) sip::append_param(text, param);
    }
    return text;
}

bool is_bulk(const sip::Uri& uri) noexcept {
    return uri.is_sip() && !uri.user && sip::find_param(uri, "bnc") != nullptr;
}

const model::BulkNumbers* pbx_at(const model::Policy& policy, std::string_view aor) {
    const auto found = std::ranges::find_if(policy.bulk_numbers, [&](const auto& bulk) {
        std::string start;
        sip::append_escaped(start, bulk.pbx);
        return aor.starts_with(start.append("@"));
    });
    return found == policy.bulk_numbers.end() ? nullptr : &*found;
}

std::string pbx_address(const model::BulkNumbers& pbx, const sip::Host& host) {
    std::string aor;
    sip::append_escaped(aor, pbx.pbx);
    aor.push_back('@');
    sip::append_canonical(aor, host);
    return aor;
}

}  // namespace starzero::registrar
