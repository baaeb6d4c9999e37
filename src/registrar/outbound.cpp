#include "starzero/registrar/outbound.hpp"

#include <algorithm>

#include "starzero/sip/instance_id.hpp"

namespace starzero::registrar {

namespace {

// reg-id without an instance is simply ignored; a malformed one never comes here (stage 14).
bool has_flow_params(const sip::Contact& contact) noexcept {
    const auto params = sip::flow_params_of(contact);
    return params && params->instance && params->reg_id;
}

// The URI that the edge proxy put into Path has ob (section 5.1); which value that is: D-27.
bool path_has_ob(const OutboundQuestion& question) noexcept {
    if (question.path.empty()) return false;
    const bool bottom = question.policy.edge_proxy == model::EdgeProxy::bottom;
    const auto& value = bottom ? question.path.back() : question.path.front();
    return sip::find_param(value.value.uri, "ob") != nullptr;
}

}  // namespace

OutboundUse outbound_use(const OutboundQuestion& question) noexcept {
    if (!question.policy.offers(model::Extension::outbound)) return OutboundUse::not_asked;
    if (std::ranges::none_of(question.contacts.contacts, has_flow_params)) {
        return OutboundUse::not_asked;
    }
    if (is_first_hop(question) || path_has_ob(question)) return OutboundUse::used;
    return question.supported ? OutboundUse::lacks_first_hop : OutboundUse::ignored;
}

}  // namespace starzero::registrar
