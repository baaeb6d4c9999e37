#include "starzero/registrar/transactions.hpp"

#include "starzero/sip/number.hpp"

namespace starzero::registrar {

namespace {

// Fields are told apart by their length, so that no two lists of fields give one key.
void append_field(std::string& key, std::string_view field) {
    sip::append_number(key, field.size());
    key.append(":").append(field);
}

}  // namespace

std::string transaction_key(const TransactionFields& fields) {
    std::string key;
    key.reserve(96);
    append_field(key, fields.method);
    if (fields.top.has_cookie()) {
        append_field(key, fields.top.branch());
        sip::append_canonical(key, fields.top.host);
        key.push_back(':');
        sip::append_number(key, fields.top.port);
        return key;
    }
    std::string via;
    sip::append_via(via, fields.top);
    for (const auto field : {std::string_view(via), fields.request_uri, fields.from_tag,
                             fields.to_tag, fields.call_id}) {
        append_field(key, field);
    }
    sip::append_number(key, fields.cseq);
    return key;
}

std::string merge_key(const TransactionFields& fields) {
    std::string key;
    if (fields.from_tag.empty() || !fields.to_tag.empty()) return key;
    for (const auto field : {fields.from_tag, fields.call_id, fields.method}) {
        append_field(key, field);
    }
    sip::append_number(key, fields.cseq);
    return key;
}

Transactions::Transactions(HashKey key, std::size_t most)
    : most_(most), by_key_(0, KeyedHasher{key}), by_merge_(0, KeyedHasher{key}) {}

void Transactions::set_most(std::size_t most) noexcept {
    most_ = most;
    while (order_.size() > most_) drop(order_.begin());
}

const Transaction* Transactions::find(std::string_view key) const noexcept {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
}

// All of it or nothing, also where memory fails.
bool Transactions::add(Transaction transaction) {
    if (most_ == 0) return false;
    while (order_.size() >= most_) drop(order_.begin());
    order_.push_back(std::move(transaction));
    try {
        const Transaction& kept = order_.back();
        by_key_.emplace(kept.key, &kept);
        if (!kept.merge.empty()) merge_with(kept);
    } catch (const std::bad_alloc&) {
        drop_newest();
        throw;
    }
    return true;
}

// The newest lives longest; its own text must be the key.
void Transactions::merge_with(const Transaction& kept) {
    auto place = by_merge_.extract(kept.merge);
    if (place.empty()) {
        by_merge_.emplace(kept.merge, &kept);
        return;
    }
    place.key() = kept.merge;
    place.mapped() = &kept;
    by_merge_.insert(std::move(place));
}

void Transactions::drop(Order::iterator at) {
    const auto forget = [&](auto& index, std::string_view key) {
        const auto found = index.find(key);
        if (found != index.end() && found->second == &*at) index.erase(found);
    };
    forget(by_key_, at->key);
    forget(by_merge_, at->merge);
    order_.erase(at);
}

void Transactions::drop_newest() { drop(std::prev(order_.end())); }

void Transactions::expire(model::Millis now) {
    while (!order_.empty() && order_.front().ends_at <= now) drop(order_.begin());
}

model::Millis Transactions::next_end() const noexcept {
    return order_.empty() ? model::time_max : order_.front().ends_at;
}

}  // namespace starzero::registrar
