#include "starzero/live/channel.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

namespace starzero::live {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;

constexpr std::size_t piece = 65'536;            // octets read at once; no message is longer
constexpr std::uint32_t handshake_most = 8'192;  // octets of an upgrade request
constexpr std::string_view subprotocol = "sip";  // RFC 7118 section 4.1

tcp::socket& lowest(tcp::socket& socket) { return socket; }
tcp::socket& lowest(TlsStream& stream) { return stream.next_layer(); }

void shake_hands(tcp::socket& socket, const ChannelOptions&, Channel::Done done) {
    asio::post(socket.get_executor(), [done = std::move(done)] { done({}); });
}

void shake_hands(TlsStream& stream, const ChannelOptions& options, Channel::Done done) {
    error_code literal;  // a server name is a name, no address (RFC 6066 section 3)
    (void)asio::ip::make_address(options.host, literal);
    if (!options.is_server && literal && !options.host.empty()) {
        SSL_set_tlsext_host_name(stream.native_handle(), options.host.c_str());
    }
    stream.async_handshake(options.is_server ? TlsStream::server : TlsStream::client,
                           std::move(done));
}

template <class Layer>
class StreamChannel final : public Channel {
public:
    StreamChannel(Layer layer, ChannelOptions options)
        : layer_(std::move(layer)), options_(std::move(options)) {}

    void open(Done done) override { shake_hands(layer_, options_, std::move(done)); }
    void read(Taken taken) override {
        layer_.async_read_some(asio::buffer(*buffer_), [this, taken = std::move(taken)](
                                                           error_code error, std::size_t size) {
            taken(error, {buffer_->data(), size});
        });
    }
    void write(std::string_view octets, Done done) override {
        asio::async_write(layer_, asio::buffer(octets),
                          [done = std::move(done)](error_code error, std::size_t) { done(error); });
    }
    tcp::socket& socket() override { return lowest(layer_); }

private:
    Layer layer_;
    ChannelOptions options_;
    std::unique_ptr<std::array<char, piece>> buffer_ = std::make_unique<std::array<char, piece>>();
};

// Section 4.2: the value is a list, of which the server takes the one it knows.
bool offers_sip(std::string_view protocols) {
    return http::token_list(beast::string_view(protocols.data(), protocols.size()))
        .exists(beast::string_view(subprotocol.data(), subprotocol.size()));
}

template <class Layer>
class WebSocketChannel final : public Channel {
public:
    WebSocketChannel(Layer layer, ChannelOptions options)
        : stream_(std::move(layer)), options_(std::move(options)) {
        stream_.read_message_max(piece);
        auto limits = websocket::stream_base::timeout::suggested(
            options_.is_server ? beast::role_type::server : beast::role_type::client);
        limits.idle_timeout = websocket::stream_base::none();
        stream_.set_option(limits);
        stream_.set_option(websocket::stream_base::decorator([](auto& message) {
            message.set(http::field::sec_websocket_protocol,
                        beast::string_view(subprotocol.data(), subprotocol.size()));
        }));
    }

    void open(Done done) override {
        shake_hands(stream_.next_layer(), options_,
                    [this, done = std::move(done)](error_code error) mutable {
                        if (error) return done(error);
                        if (options_.is_server) accept(std::move(done));
                        else request(std::move(done));
                    });
    }
    void read(Taken taken) override {
        buffer_.clear();
        stream_.async_read(
            buffer_, [this, taken = std::move(taken)](error_code error, std::size_t) {
                const auto octets = buffer_.cdata();
                taken(error, {static_cast<const char*>(octets.data()), error ? 0 : octets.size()});
            });
    }
    // A text message is UTF-8 (RFC 6455 section 5.6); section 5 of RFC 7118 allows both kinds.
    void write(std::string_view octets, Done done) override {
        stream_.text(std::ranges::all_of(octets, [](char c) { return (c & 0x80) == 0; }));
        stream_.async_write(
            asio::buffer(octets),
            [done = std::move(done)](error_code error, std::size_t) { done(error); });
    }
    tcp::socket& socket() override { return lowest(stream_.next_layer()); }

private:
    void request(Done done) {
        const std::string path = options_.path.empty() ? "/" : options_.path;
        stream_.async_handshake(answer_, options_.host, path,
                                [this, done = std::move(done)](error_code error) {
                                    const auto row = answer_[http::field::sec_websocket_protocol];
                                    if (!error && row != "sip") {
                                        error = websocket::error::no_connection_upgrade;
                                    }
                                    done(error);
                                });
    }
    void accept(Done done) {
        parser_.header_limit(handshake_most);
        http::async_read(stream_.next_layer(), buffer_, parser_,
                         [this, done = std::move(done)](error_code error, std::size_t) mutable {
                             if (error) return done(error);
                             const auto row = parser_.get()[http::field::sec_websocket_protocol];
                             if (!offers_sip({row.data(), row.size()})) {
                                 return done(websocket::error::no_sec_key);
                             }
                             stream_.async_accept(parser_.get(), std::move(done));
                         });
    }

    websocket::stream<Layer> stream_;
    ChannelOptions options_;
    beast::flat_buffer buffer_;
    http::request_parser<http::empty_body> parser_;
    websocket::response_type answer_;
};

}  // namespace

std::unique_ptr<Channel> make_channel(tcp::socket socket, const ChannelOptions& options,
                                      asio::ssl::context& tls) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    using model::Transport;
    switch (options.transport) {
        case Transport::tls:
            return std::make_unique<StreamChannel<TlsStream>>(TlsStream(std::move(socket), tls),
                                                              options);
        case Transport::ws:
            return std::make_unique<WebSocketChannel<tcp::socket>>(std::move(socket), options);
        case Transport::wss:
            return std::make_unique<WebSocketChannel<TlsStream>>(TlsStream(std::move(socket), tls),
                                                                 options);
        default: return std::make_unique<StreamChannel<tcp::socket>>(std::move(socket), options);
    }
}

asio::ssl::context client_context() {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_verify_mode(asio::ssl::verify_none);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    return context;
}

}  // namespace starzero::live
