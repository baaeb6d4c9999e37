#include "starzero/tool/service.hpp"

#include <random>

namespace starzero::tool {

namespace {

registrar::HashKey random_key() {
    std::random_device device;
    const auto word = [&] { return std::uint64_t{device()} << 32 | device(); };
    return {word(), word()};
}

model::Millis wall() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

Service::Service(boost::asio::io_context& io, const model::Policy& policy, model::LogSink& log,
                 Messenger& messenger)
    : timer_(io),
      key_(random_key()),
      store_(key_),
      registrar_(policy, {store_, log, hash_, key_}),
      flows_most_(policy.limits.flows),
      messenger_(messenger) {
    tick();
}

void Service::add_transport(std::string prefix, Send send, Close close) {
    transports_.emplace(std::move(prefix), Ways{std::move(send), std::move(close)});
}

model::Millis Service::now() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start_)
        .count();
}

const Service::Ways* Service::ways_of(const std::string& flow) const {
    for (const auto& [prefix, ways] : transports_) {
        if (flow.starts_with(prefix)) return &ways;
    }
    return nullptr;
}

void Service::handle(const model::Flow& flow, std::string_view octets) {
    messenger_.begin(octets);
    registrar_.handle(flow, octets, now(), wall());
    flush();
}

void Service::close(const std::string& flow) { registrar_.close(flow, now()); }

void Service::flush() {
    while (const auto transmit = registrar_.poll_transmit()) {
        if (const auto* ways = ways_of(transmit->flow)) messenger_.deliver(*transmit, ways->send);
    }
    while (const auto flow = registrar_.poll_close()) {
        if (const auto* ways = ways_of(*flow)) ways->close(*flow);
    }
    while (registrar_.poll_event()) {
    }
}

void Service::tick() {
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        registrar_.handle_timeout(now());
        flush();
        tick();
    });
}

}  // namespace starzero::tool
