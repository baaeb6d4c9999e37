// GRUUs without a table of them (RFC 5627 section 5): both kinds carry what resolves them under
// the registrar's key, so that no peer can grow anything by registering.
//   public     sip:alice@example.com;gr=urn:uuid:...~<mac>   of (AOR, instance): never changes
//   temporary  sip:tgruu~<128 bits>@example.com;gr           (epoch, number), enciphered
// An epoch is the time between two changes of Call-ID of one (AOR, instance); its record lies
// with the bindings and goes with the last of them (5.1, 5.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "starzero/registrar/keyed_hash.hpp"
#include "starzero/registrar/store.hpp"
#include "starzero/sip/uri.hpp"

namespace starzero::registrar {

class Gruus {
public:
    // boot: another number at each start, so that no epoch comes twice.
    Gruus(HashKey key, std::string prefix, std::uint64_t boot = 0)
        : key_(key), prefix_(std::move(prefix)), boot_(boot) {}

    // Of temporary GRUUs of epochs that begin from now on.
    void set_prefix(std::string prefix) { prefix_ = std::move(prefix); }
    const std::string& prefix() const noexcept { return prefix_; }

    // scheme is that of the contact (RFC 5630 5.2.1). bulk: of a contact with bnc, which has no
    // user part and keeps the parameter (RFC 6140 7.1.1).
    std::string public_gruu(std::string_view scheme, std::string_view aor,
                            std::string_view instance, bool bulk) const;
    std::string temporary_gruu(std::string_view scheme, std::string_view aor,
                               const InstanceRecord& record) const;

    // The instance of a public GRUU of this address-of-record; nothing if it was never made here.
    std::optional<std::string> instance_of(const sip::Uri& uri, std::string_view aor) const;

    // Epoch and number, if the URI has the form of a temporary GRUU behind any prefix: a policy may
    // bring another one while earlier GRUUs live. Whether it is valid is for its record to say.
    struct Token {
        std::uint64_t epoch = 0;
        std::uint64_t number = 0;
    };
    std::optional<Token> token_of(const sip::Uri& uri) const;

    // Is the user part one that only temporary GRUUs have? Such a user is nobody's (5.4).
    bool is_reserved(const sip::Uri& uri) const;

    // An epoch that there was never before: what is registered again under the same Call-ID and
    // CSeq must not bring an old GRUU back to life.
    std::uint64_t new_epoch(std::string_view aor, std::string_view instance);

private:
    std::string mac(std::string_view aor, std::string_view instance) const;
    Token crossed(Token halves, bool forward) const;

    HashKey key_;
    std::string prefix_;
    std::uint64_t boot_;
    std::uint64_t epochs_ = 0;
};

}  // namespace starzero::registrar
