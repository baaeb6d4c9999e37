#include "starzero/sip/stun.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "starzero/sip/host.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

constexpr std::size_t header_octets = 20;
constexpr std::string_view cookie{"\x21\x12\xA4\x42", 4};
constexpr std::size_t xor_mapped_address = 0x0020;
constexpr std::size_t optional_from = 0x8000;  // attributes that may be ignored (RFC 5389 15)

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

void pad(std::string& attributes) { attributes.resize((attributes.size() + 3) / 4 * 4, '\0'); }

// One attribute after another, each padded to four octets (RFC 5389 section 15).
class AttributeReader {
public:
    struct Attribute {
        std::size_t type = 0;
        std::string_view value;
    };

    explicit AttributeReader(std::string_view octets) : left_(octets) {}

    std::optional<Attribute> next() {
        if (left_.size() < 4) return std::nullopt;
        const std::size_t length = number_at(left_, 2);
        const std::size_t whole = 4 + (length + 3) / 4 * 4;
        if (left_.size() < whole) return std::nullopt;
        const Attribute attribute{number_at(left_, 0), left_.substr(4, length)};
        left_.remove_prefix(whole);
        return attribute;
    }

    bool done() const noexcept { return left_.empty(); }

private:
    std::string_view left_;
};

bool has_header(std::string_view octets, std::string_view type) noexcept {
    return octets.substr(0, 2) == type && octets.substr(4, 4) == cookie;
}

}  // namespace

Result<StunRequest> parse_stun_binding_request(std::string_view octets) {
    if (octets.size() < header_octets) return fail(ErrorKind::truncated, octets.size());
    if (!has_header(octets, {"\x00\x01", 2})) return fail(ErrorKind::token, 0);
    if (number_at(octets, 2) != octets.size() - header_octets || octets.size() % 4 != 0) {
        return fail(ErrorKind::trailing, 2);
    }
    StunRequest request{octets.substr(8, 12), {}};
    AttributeReader reader(octets.substr(header_octets));
    while (const auto attribute = reader.next()) {
        // A keep-alive needs none of what a client may add (RFC 5626 section 8).
        if (attribute->type < optional_from) {
            request.unknown.push_back(static_cast<std::uint16_t>(attribute->type));
        }
    }
    if (!reader.done()) return fail(ErrorKind::trailing, 2);
    return request;
}

std::string stun_unknown_attributes_response(const StunRequest& request) {
    constexpr std::string_view reason = "Unknown Attribute";
    std::string attributes;
    append_number16(attributes, 0x0009);  // ERROR-CODE
    append_number16(attributes, 4 + reason.size());
    attributes.append(std::string_view("\0\0\x04\x14", 4)).append(reason);
    pad(attributes);
    append_number16(attributes, 0x000A);  // UNKNOWN-ATTRIBUTES
    append_number16(attributes, 2 * request.unknown.size());
    for (const std::uint16_t type : request.unknown) append_number16(attributes, type);
    pad(attributes);
    std::string out("\x01\x11", 2);
    append_number16(out, attributes.size());
    return out.append(cookie).append(request.transaction).append(attributes);
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
    out.append(cookie).append(transaction);
    append_number16(out, xor_mapped_address);
    append_number16(out, 4 + address.size());
    out.push_back('\0');
    out.push_back(v6 ? '\x02' : '\x01');
    append_number16(out, *port ^ number_at(cookie, 0));
    return out.append(masked(address, transaction));
}

Result<std::string> parse_stun_binding_response(std::string_view octets) {
    if (octets.size() < header_octets) return fail(ErrorKind::truncated, octets.size());
    if (!has_header(octets, {"\x01\x01", 2})) return fail(ErrorKind::token, 0);
    if (number_at(octets, 2) != octets.size() - header_octets) return fail(ErrorKind::trailing, 2);
    AttributeReader reader(octets.substr(header_octets));
    auto attribute = reader.next();
    while (attribute && attribute->type != xor_mapped_address) attribute = reader.next();
    const auto value = attribute ? attribute->value : std::string_view{};
    const bool v6 = value.size() == 20 && value[1] == '\x02';
    const bool v4 = value.size() == 8 && value[1] == '\x01';
    if (!v6 && !v4) return fail(ErrorKind::parameter, header_octets);
    const std::string address = masked(value.substr(4), octets.substr(8, 12));
    Host host;
    host.kind = v6 ? HostKind::ipv6 : HostKind::ipv4;
    std::ranges::transform(address, host.address.begin(),
                           [](char c) { return static_cast<std::uint8_t>(c); });
    std::string text;
    append_canonical(text, host);
    text.push_back(':');
    append_number(text, number_at(value, 2) ^ number_at(cookie, 0));
    return text;
}

}  // namespace starzero::sip
