// The registrar of a shared object on a UDP socket of the loopback, so that the probe can be sent
// after a mutant: prints the address, then log records, until it is ended.
#include <chrono>
#include <cstdio>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "starzero/sut/reference.hpp"

using namespace starzero;
namespace asio = boost::asio;
using asio::ip::udp;

namespace {

std::string text_of(const udp::endpoint& endpoint) {
    return endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
}

class Server {
public:
    Server() : socket_(io_, udp::endpoint(asio::ip::address_v4::loopback(), 0)) {
        reference_.start(model::SharedPolicy{});
        std::printf("%s\n", text_of(socket_.local_endpoint()).c_str());
        std::fflush(stdout);
    }

    void serve_one() {
        std::string octets(65'536, '\0');
        udp::endpoint peer;
        boost::system::error_code error;
        octets.resize(socket_.receive_from(asio::buffer(octets), peer, 0, error));
        if (error) return;
        scenario::Event flow;
        flow.kind = scenario::EventKind::flow;
        flow.flow.id = text_of(peer);
        flow.flow.source = flow.flow.id;
        flow.flow.local = text_of(socket_.local_endpoint());
        reference_.apply(flow);
        scenario::Event send;
        send.at = std::chrono::duration_cast<std::chrono::milliseconds>(
                      std::chrono::steady_clock::now() - start_)
                      .count();
        send.subject = flow.flow.id;
        send.octets = std::move(octets);
        const auto entry = reference_.apply(send);
        for (const auto& record : entry.logs) std::printf("%s\n", to_line(record).c_str());
        std::fflush(stdout);  // before the answer: whoever has that may look for these
        for (const auto& response : entry.responses) {
            socket_.send_to(asio::buffer(response.octets), peer, 0, error);
        }
    }

private:
    asio::io_context io_;
    udp::socket socket_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    sut::Reference reference_;
};

}  // namespace

int main() {
    Server server;
    while (true) server.serve_one();
}
