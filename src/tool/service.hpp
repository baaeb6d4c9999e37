// The reference registrar with what it needs in the world: a clock, a random key, a log on standard
// output. Transports hand it octets and take what it has to send.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include <boost/asio.hpp>

#include "starzero/crypto/openssl_hash.hpp"
#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/tool/messenger.hpp"

namespace starzero::tool {

class Service {
public:
    Service(boost::asio::io_context& io, const model::Policy& policy, model::LogSink& log,
            Messenger& messenger);

    // Sends on a flow; for UDP to that address:port.
    using Send = Messenger::Send;
    using Close = std::function<void(const std::string& flow)>;
    // Of flows whose id begins so.
    void add_transport(std::string prefix, Send send, Close close);

    void handle(const model::Flow& flow, std::string_view octets);
    void close(const std::string& flow);

    std::size_t flows_most() const noexcept { return flows_most_; }

private:
    struct Ways {
        Send send;
        Close close;
    };
    model::Millis now() const;
    void flush();
    void tick();
    const Ways* ways_of(const std::string& flow) const;

    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    crypto::OpensslHash hash_;
    registrar::HashKey key_;
    registrar::MemoryStore store_;
    registrar::Registrar registrar_;
    std::size_t flows_most_;
    Messenger& messenger_;
    std::map<std::string, Ways> transports_;
};

}  // namespace starzero::tool
