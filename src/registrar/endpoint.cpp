#include "starzero/registrar/endpoint.hpp"

#include "starzero/sip/chars.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::registrar {

namespace {

bool sent_by_is_source(const sip::Via& top, std::string_view source) noexcept {
    const auto address = sip::parse_host(source);
    return address && address->kind != sip::HostKind::name && sip::equal(*address, top.host);
}

bool wants_rport(const sip::Via& top) noexcept {
    return sip::find_param(top.params, "rport") != nullptr;
}

bool unicast(const sip::Host& host) noexcept {
    if (host.kind == sip::HostKind::ipv4) {
        return host.address[0] != 0 && host.address[0] < 224;
    }
    if (host.kind == sip::HostKind::ipv6) return host.address[0] != 0xFF;
    return true;
}

}  // namespace

Endpoint split_endpoint(std::string_view text) noexcept {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || text.ends_with(']')) return {text, {}};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

void append_reply_via(std::string& out, const sip::Via& top, const model::Flow& flow) {
    const Endpoint source = split_endpoint(flow.source);
    sip::Via via = top;
    std::erase_if(via.params, [](const sip::Param& param) {
        return sip::iequals(param.name, "received") || sip::iequals(param.name, "rport");
    });
    sip::append_via(out, via);
    const bool rport = wants_rport(top);
    if (rport || !sent_by_is_source(top, source.host)) {
        std::string_view address = source.host;
        if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
        out.append(";received=").append(address);
    }
    if (rport) out.append(";rport=").append(source.port);
}

std::string reply_destination(const sip::Via& top, const model::Flow& flow) {
    if (model::is_reliable(flow.transport)) return {};
    const Endpoint source = split_endpoint(flow.source);
    std::string destination(source.host);
    bool elsewhere = false;
    const sip::Param* maddr = sip::find_param(top.params, "maddr");
    if (maddr != nullptr && maddr->value) {
        const auto host = sip::parse_host(*maddr->value);
        elsewhere = host && unicast(*host);
        if (elsewhere) destination.assign(*maddr->value);
    }
    destination.push_back(':');
    if (wants_rport(top) && !elsewhere) {
        destination.append(source.port);
    } else {
        sip::append_number(destination, top.port != 0 ? top.port : 5060);
    }
    return destination;
}

}  // namespace starzero::registrar
