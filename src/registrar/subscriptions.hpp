// Who watches which address-of-record, and what the next document says (RFC 3680). One watcher an
// address-of-record: the NOTIFY dialogs of many are the transport's business.
#pragma once

#include <list>
#include <set>
#include <string>
#include <vector>

#include "starzero/model/reg_event.hpp"
#include "starzero/registrar/reginfo.hpp"

namespace starzero::registrar {

// Default duration of a subscription (RFC 3680 4.4).
inline constexpr Millis subscription_lifetime = model::seconds(3'761);

class Subscriptions {
public:
    explicit Subscriptions(HashKey key) : key_(key) {}

    // Starts or prolongs one, and gives its full document. False when there are too many: an old
    // one never loses its place to a new one.
    bool add(const std::string& aor, const LiveList& list, const Gruus* gruus, std::size_t most,
             Millis now, model::RegDocument& document);

    // The documents that these changes make, one for each watched address-of-record.
    std::vector<model::RegDocument> documents(const std::vector<BindingChange>& changes,
                                              const Gruus* gruus, Millis now);

    void expire(Millis now);
    Millis next_end() const noexcept;
    bool empty() const noexcept { return list_.empty(); }

private:
    struct Subscription {
        std::string aor;
        std::uint32_t version = 0;
        Millis ends_at = 0;
        std::set<std::uint64_t> active;  // contacts that the watcher knows as bound
    };

    Subscription* find(std::string_view aor);
    model::RegDocument document(Subscription& subscription, RegistrationInfo info,
                                const Gruus* gruus, Millis now) const;

    HashKey key_;
    std::list<Subscription> list_;
};

}  // namespace starzero::registrar
