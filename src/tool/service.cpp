#include "starzero/tool/service.hpp"

#include <cstdlib>
#include <random>
#include <set>

namespace starzero::tool {

namespace {

// Less than a second is what clocks do by themselves.
constexpr model::Millis clock_drift = 1'000;

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
                 Messenger& messenger, const std::string& file)
    : timer_(io),
      key_(random_key()),
      memory_(key_),
      clock_offset_(wall() - now()),
      registrar_(policy, environment(log, file)),
      flows_most_(policy.limits.flows),
      messenger_(messenger) {
    close_lost_flows();
    tick();
}

// A file brings the key that its GRUUs hang on.
registrar::Environment Service::environment(model::LogSink& log, const std::string& file) {
    if (file.empty()) return {memory_, log, hash_, key_};
    file_.emplace(file, durable::Clocks{now(), now() + clock_offset_}, key_);
    return {*file_, log, hash_, file_->identity().key, file_->identity().boot};
}

// Connections of the process before; a new one may have the name of one of them.
void Service::close_lost_flows() {
    if (!file_) return;
    std::set<std::string> lost;
    file_->for_each([&](std::string_view, const registrar::BindingList& list) {
        for (const auto& binding : list.bindings) {
            if (!binding.view->flow.starts_with("udp:")) lost.insert(binding.view->flow);
        }
    });
    for (const std::string& flow : lost) registrar_.close(flow, now());
}

// Somebody set the wall clock.
void Service::follow_clock() {
    const model::Millis offset = wall() - now();
    if (!file_ || std::abs(offset - clock_offset_) < clock_drift) return;
    if (file_->set_clocks({now(), now() + offset})) clock_offset_ = offset;
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
        follow_clock();
        registrar_.handle_timeout(now());
        flush();
        tick();
    });
}

}  // namespace starzero::tool
