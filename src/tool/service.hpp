// The reference registrar with what it needs in the world: a clock, a random key, a store, a log.
// Transports hand it octets and take what it has to send.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include <boost/asio.hpp>

#include "starzero/crypto/openssl_hash.hpp"
#include "starzero/durable/sqlite_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/tool/messenger.hpp"

namespace starzero::tool {

class Service {
public:
    // file: where bindings outlive the process; empty: they do not. Throws durable::SqliteError.
    Service(boost::asio::io_context& io, const model::Policy& policy, model::LogSink& log,
            Messenger& messenger, const std::string& file);

    // Sends on a flow; for UDP to that address:port.
    using Send = Messenger::Send;
    using Close = std::function<void(const std::string& flow)>;
    // Of flows whose id begins so.
    void add_transport(std::string prefix, Send send, Close close);

    void handle(const model::Flow& flow, std::string_view octets);
    void close(const std::string& flow);

    std::size_t flows_most() const noexcept { return flows_most_; }

    // Rows of the file that are not offered, since no registrar can have written them.
    std::size_t unreadable() const noexcept { return file_ ? file_->unreadable() : 0; }

private:
    struct Ways {
        Send send;
        Close close;
    };
    model::Millis now() const;
    registrar::Environment environment(model::LogSink& log, const std::string& file);
    void close_lost_flows();
    void follow_clock();
    void flush();
    void tick();
    const Ways* ways_of(const std::string& flow) const;

    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    crypto::OpensslHash hash_;
    registrar::HashKey key_;
    registrar::MemoryStore memory_;
    std::optional<durable::SqliteStore> file_;
    model::Millis clock_offset_ = 0;  // wall minus monotonic clock, as the file was told
    registrar::Registrar registrar_;
    std::size_t flows_most_;
    Messenger& messenger_;
    std::map<std::string, Ways> transports_;
};

}  // namespace starzero::tool
