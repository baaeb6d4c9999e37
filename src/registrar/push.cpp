#include "starzero/registrar/push.hpp"

#include <algorithm>

#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"

namespace starzero::registrar {

namespace {

// Seconds before expiry at which the binding would be woken: above 120 (5.6.1.1).
constexpr std::string_view wake_before = "130";

std::string service_of(const sip::UriParam& provider) {
    std::string service;
    if (provider.value) sip::append_unescaped(service, *provider.value);
    std::ranges::transform(service, service.begin(), sip::lower);
    return service;
}

bool has_service(const model::Policy& policy, const std::string& service) {
    return std::ranges::find(policy.push_services, service) != policy.push_services.end();
}

}  // namespace

PushNeed push_need(const sip::Uri& contact, const model::Policy& policy) {
    if (!contact.is_sip()) return PushNeed::none;
    const auto* provider = sip::find_param(contact, "pn-provider");
    if (provider == nullptr) return PushNeed::none;
    const std::string service = service_of(*provider);
    if (service.empty()) return PushNeed::query;
    if (!has_service(policy, service)) return PushNeed::unknown_service;
    const bool query = sip::find_param(contact, "pn-prid") == nullptr;
    return query ? PushNeed::query : PushNeed::notifications;
}

bool announces_push(const sip::Message& request) {
    return std::ranges::any_of(request.rows, [](const sip::HeaderRow& row) {
        if (row.id != sip::HeaderId::feature_caps) return false;
        std::string value(row.value);
        std::ranges::transform(value, value.begin(), sip::lower);
        return value.find("+sip.pns=") != std::string::npos;
    });
}

void PushServices::add(const sip::Contact& contact, const model::Policy& policy) {
    const PushNeed need = push_need(contact.value.uri, policy);
    if (need == PushNeed::none || need == PushNeed::unknown_service) return;
    const std::string service = service_of(*sip::find_param(contact.value.uri, "pn-provider"));
    const bool wakes = need == PushNeed::notifications &&
                       sip::find_param(contact.value.params, "+sip.pnsreg") != nullptr;
    for (const std::string& known : policy.push_services) {
        if (!service.empty() && service != known) continue;
        const auto told = std::ranges::find(services_, known, &Service::name);
        if (told == services_.end()) services_.push_back({known, wakes});
        else told->wakes = told->wakes || wakes;
    }
}

void PushServices::append(std::string& rows) const {
    for (const Service& service : services_) {
        rows.append("Feature-Caps: *;+sip.pns=\"").append(service.name).append("\"");
        if (service.wakes) rows.append(";+sip.pnsreg=\"").append(wake_before).append("\"");
        rows.append("\r\n");
    }
}

}  // namespace starzero::registrar
