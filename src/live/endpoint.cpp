#include "starzero/live/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include "starzero/sip/number.hpp"

namespace starzero::live {

std::optional<Endpoint> read_address(std::string_view text, model::Transport transport) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(host), error);
    const auto port = sip::parse_number(text.substr(colon + 1), 65'535);
    if (error || !port || address.is_v6() != bracketed) return std::nullopt;
    return Endpoint{transport, std::string(host), static_cast<std::uint16_t>(*port), {}};
}

std::optional<Endpoint> read_endpoint(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto transport = model::transport_from(text.substr(0, colon));
    if (!transport) return std::nullopt;
    std::string_view address = text.substr(colon + 1);
    const bool web = *transport == model::Transport::ws || *transport == model::Transport::wss;
    const std::size_t slash = web ? std::min(address.find('/'), address.size()) : address.size();
    auto endpoint = read_address(address.substr(0, slash), *transport);
    if (endpoint) endpoint->path = address.substr(slash);
    return endpoint;
}

std::string address_text(const Endpoint& endpoint) {
    const bool v6 = endpoint.address.find(':') != std::string::npos;
    return (v6 ? "[" + endpoint.address + "]" : endpoint.address) + ":" +
           std::to_string(endpoint.port);
}

bool is_loopback(const Endpoint& endpoint) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(endpoint.address, error);
    return !error && address.is_loopback();
}

}  // namespace starzero::live
