// What may happen to a response on its way: nothing, or one fault for those to chosen requests. So
// that whoever looks for faults can see that it finds them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "starzero/model/flow.hpp"

namespace starzero::tool {

enum class Mishap : std::uint8_t { lose, repeat, delay, cut, alter };

std::string_view to_string(Mishap mishap) noexcept;
std::optional<Mishap> mishap_from(std::string_view word) noexcept;

class Messenger {
public:
    using Send = std::function<void(const model::Transmit&)>;

    // Without a mishap every response arrives as it is; with one, those to requests that contain
    // the text do not.
    Messenger(boost::asio::io_context& io, std::optional<Mishap> mishap, std::string text);

    // What is delivered next answers this request.
    void begin(std::string_view request);
    void deliver(const model::Transmit& transmit, const Send& send);

private:
    void delay(const model::Transmit& transmit, const Send& send);

    boost::asio::io_context& io_;
    std::optional<Mishap> mishap_;
    std::string text_;
    bool strikes_ = false;
    unsigned delayed_ = 0;
};

}  // namespace starzero::tool
