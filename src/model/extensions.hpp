// Which extensions of RFC 3261 a registrar offers. Without any it is a registrar of RFC 3261 alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace starzero::model {

enum class Extension : std::uint8_t {
    path,      // RFC 3327
    outbound,  // RFC 5626; brings path with it (section 6)
    gruu,      // RFC 5627
    gin,       // RFC 6140, bulk contacts; brings path with it (section 5.2)
    push,      // RFC 8599
    sips,      // RFC 5630: sip and sips are two spellings of one contact
    digest,    // RFC 7616 and 8760: no binding without credentials
    count,
};

inline constexpr std::size_t extension_count = static_cast<std::size_t>(Extension::count);

std::string_view to_string(Extension extension) noexcept;
std::optional<Extension> extension_from(std::string_view word) noexcept;

class Extensions {
public:
    constexpr Extensions() = default;

    static constexpr Extensions all() noexcept {
        Extensions set;
        set.bits_ = (1U << extension_count) - 1;
        return set;
    }
    constexpr void add(Extension e) noexcept { bits_ |= bit(e); }
    constexpr void remove(Extension e) noexcept { bits_ &= ~bit(e); }
    constexpr bool named(Extension e) const noexcept { return (bits_ & bit(e)) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }

    // Named, or brought by one that is: outbound and GIN demand Path of a registrar.
    constexpr bool offers(Extension e) const noexcept {
        if (e == Extension::path && (named(Extension::outbound) || named(Extension::gin))) {
            return true;
        }
        return named(e);
    }
    friend constexpr bool operator==(const Extensions&, const Extensions&) = default;

private:
    static constexpr std::uint32_t bit(Extension e) noexcept {
        return 1U << static_cast<unsigned>(e);
    }
    std::uint32_t bits_ = 0;
};

}  // namespace starzero::model
