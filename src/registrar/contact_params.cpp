#include "starzero/registrar/contact_params.hpp"

#include <algorithm>
#include <array>

#include "starzero/sip/chars.hpp"

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

bool is_bulk(const sip::Uri& uri) noexcept { return sip::find_param(uri, "bnc") != nullptr; }

}  // namespace starzero::registrar
