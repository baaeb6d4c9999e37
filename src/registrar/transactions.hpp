// Non-INVITE server transactions of a registrar (RFC 3261 17.2.2, 17.2.3): every final response
// comes at once, so a transaction is a stored response until Timer J ends it.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "starzero/model/flow.hpp"
#include "starzero/model/time.hpp"
#include "starzero/registrar/keyed_hash.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::registrar {

// Timer J over an unreliable transport: 64*T1.
inline constexpr model::Millis timer_j = 32'000;

// The header fields that 17.2.3 looks at.
struct TransactionFields {
    const sip::Via& top;
    std::string_view method;
    std::string_view request_uri;
    std::string_view from_tag;
    std::string_view to_tag;
    std::string_view call_id;
    std::uint32_t cseq;
};

// Branch, sent-by and method; for a branch without the cookie the whole top Via and the rest.
std::string transaction_key(const TransactionFields& fields);

// From tag, Call-ID and CSeq, which a merged request shares with another transaction (8.2.2.2);
// empty for a request with a To tag or without a From tag.
std::string merge_key(const TransactionFields& fields);

struct Transaction {
    std::string key;
    std::string merge;  // empty: never merged with
    model::Transmit response;
    model::Millis ends_at = 0;
};

class Transactions {
public:
    Transactions(HashKey key, std::size_t most);

    // Of more than these the oldest go.
    void set_most(std::size_t most) noexcept;

    const Transaction* find(std::string_view key) const noexcept;
    bool merges(std::string_view merge) const noexcept { return by_merge_.contains(merge); }

    // The oldest goes when the table is full: a peer may then see its request executed twice,
    // which CSeq catches, but never costs more memory (O-37).
    // False if none is kept.
    bool add(Transaction transaction);
    void drop_newest();  // the one that was added last

    void expire(model::Millis now);
    model::Millis next_end() const noexcept;
    std::size_t size() const noexcept { return order_.size(); }

private:
    using Order = std::list<Transaction>;  // oldest first, so also in order of ends_at
    void drop(Order::iterator at);
    void merge_with(const Transaction& kept);

    std::size_t most_;
    Order order_;
    std::unordered_map<std::string_view, const Transaction*, KeyedHasher> by_key_;
    std::unordered_map<std::string_view, const Transaction*, KeyedHasher> by_merge_;
};

}  // namespace starzero::registrar
