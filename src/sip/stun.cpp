#include "starzero/sip/stun.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "starzero/sip/host.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

constexpr std::size_t header_octets = 20;
constexpr std::string_view cookie{"\x21\x12\xA4\x42", 4};
constexpr std::string_view xor_mapped_address{"\x00\x20", 2};

std::size_t number_at(std::string_view octets, std::size_t at) noexcept {
    return static_cast<std::size_t>(static_cast<unsigned char>(octets[at])) << 8 |
           static_cast<unsigned char>(octets[at + 1]);
}

void append_number16(std::string& out, std::size_t value) {
    out.push_back(static_cast<char>(value >> 8 & 0xFF));
    out.push_back(static_cast<char>(value & 0xFF));
}

// Masked with the cookie, and of IPv6 with the transaction id behind it (15.2).
std::string masked(std::string_view address, std::string_view transaction) {
    const std::string mask = std::string(cookie).append(transaction);
    std::string out(address);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ mask[i]);
    return out;
}

bool has_header(std::string_view octets, std::string_view type) noexcept {
    return octets.substr(0, 2) == type && octets.substr(4, 4) == cookie;
}

}  // namespace

Result<std::string_view> parse_stun_binding_request(std::string_view octets) noexcept {
    if (octets.size() < header_octets) return fail(ErrorKind::truncated, octets.size());
    if (!has_header(octets, {"\x00\x01", 2})) return fail(ErrorKind::token, 0);
    if (number_at(octets, 2) != octets.size() - header_octets || octets.size() % 4 != 0) {
        return fail(ErrorKind::trailing, 2);
    }
    return octets.substr(8, 12);
}

std::string stun_binding_response(std::string_view transaction, std::string_view source) {
    const std::size_t colon = source.rfind(':');
    if (colon == std::string_view::npos) return {};
    const auto host = parse_host(source.substr(0, colon));
    const auto port = parse_number(source.substr(colon + 1), 65'535);
    if (!host || !port || host->kind == HostKind::name) return {};
    const bool v6 = host->kind == HostKind::ipv6;
    std::string address;
    for (std::size_t i = 0; i < (v6 ? 16U : 4U); ++i) {
        address.push_back(static_cast<char>(host->address[i]));
    }
    std::string out("\x01\x01", 2);
    append_number16(out, 8 + address.size());
    out.append(cookie).append(transaction).append(xor_mapped_address);
    append_number16(out, 4 + address.size());
    out.push_back('\0');
    out.push_back(v6 ? '\x02' : '\x01');
    append_number16(out, *port ^ number_at(cookie, 0));
    return out.append(masked(address, transaction));
}

Result<std::string> parse_stun_binding_response(std::string_view octets) {
    if (octets.size() < header_octets + 12) return fail(ErrorKind::truncated, octets.size());
    if (!has_header(octets, {"\x01\x01", 2})) return fail(ErrorKind::token, 0);
    const auto attribute = octets.substr(header_octets);
    const std::size_t length = number_at(attribute, 2);
    const bool v6 = attribute[5] == '\x02';
    if (attribute.substr(0, 2) != xor_mapped_address || length != (v6 ? 20U : 8U) ||
        attribute.size() != 4 + length || number_at(octets, 2) != attribute.size()) {
        return fail(ErrorKind::parameter, header_octets);
    }
    const std::string address = masked(attribute.substr(8), octets.substr(8, 12));
    Host host;
    host.kind = v6 ? HostKind::ipv6 : HostKind::ipv4;
    std::ranges::transform(address, host.address.begin(),
                           [](char c) { return static_cast<std::uint8_t>(c); });
    std::string text;
    append_canonical(text, host);
    text.push_back(':');
    append_number(text, number_at(attribute, 6) ^ number_at(cookie, 0));
    return text;
}

}  // namespace starzero::sip
