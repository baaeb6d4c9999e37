// Between our endpoints and those of Boost.Asio.
#pragma once

#include <boost/asio/ip/address.hpp>

#include "starzero/live/endpoint.hpp"

namespace starzero::live {

template <class Protocol>
typename Protocol::endpoint to_asio(const Endpoint& endpoint) {
    return {boost::asio::ip::make_address(endpoint.address), endpoint.port};
}

template <class AsioEndpoint>
Endpoint from_asio(const AsioEndpoint& endpoint, model::Transport transport) {
    return {transport, endpoint.address().to_string(), endpoint.port(), {}};
}

}  // namespace starzero::live
