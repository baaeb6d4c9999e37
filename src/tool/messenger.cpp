#include "starzero/tool/messenger.hpp"

#include <array>
#include <chrono>
#include <memory>

#include <boost/asio/steady_timer.hpp>

namespace starzero::tool {

namespace {

constexpr std::array<std::string_view, 5> words{"lose", "repeat", "delay", "cut", "alter"};
constexpr std::chrono::milliseconds delay_time{2'500};  // above a probe's usual patience
constexpr unsigned delayed_most = 1'000;                // at once; more are lost
constexpr std::size_t cut_octets = 60;                  // of the end: within the header

// A row that a response repeats from its request (RFC 3261 8.2.6.2).
std::string altered(std::string octets) {
    const std::size_t at = octets.find("\r\nCall-ID: ");
    if (at != std::string::npos) octets.insert(at + 11, "x");
    return octets;
}

}  // namespace

std::string_view to_string(Mishap mishap) noexcept {
    return words[static_cast<std::size_t>(mishap)];
}

std::optional<Mishap> mishap_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) return static_cast<Mishap>(i);
    }
    return std::nullopt;
}

Messenger::Messenger(boost::asio::io_context& io, std::optional<Mishap> mishap, std::string text)
    : io_(io), mishap_(mishap), text_(std::move(text)) {}

void Messenger::begin(std::string_view request) {
    strikes_ = mishap_ && request.find(text_) != std::string_view::npos;
}

void Messenger::delay(const model::Transmit& transmit, const Send& send) {
    if (delayed_ == delayed_most) return;
    ++delayed_;
    auto timer = std::make_shared<boost::asio::steady_timer>(io_, delay_time);
    timer->async_wait([this, timer, transmit, send](boost::system::error_code error) {
        --delayed_;
        if (!error) send(transmit);
    });
}

void Messenger::deliver(const model::Transmit& transmit, const Send& send) {
    if (!strikes_) return send(transmit);
    model::Transmit changed = transmit;
    switch (*mishap_) {
        case Mishap::lose: return;
        case Mishap::repeat: send(transmit); break;
        case Mishap::delay: return delay(transmit, send);
        case Mishap::cut:
            changed.octets.resize(changed.octets.size() -
                                  std::min(cut_octets, changed.octets.size()));
            break;
        case Mishap::alter: changed.octets = altered(std::move(changed.octets)); break;
    }
    send(changed);
}

}  // namespace starzero::tool
