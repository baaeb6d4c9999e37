// A registrar that many threads may call at once: shards by address-of-record, each a whole
// registrar with a store of its own behind one lock. What is asked of one address-of-record is
// processed one after the other and wholly (RFC 3261 10.3: atomic, in the order received; C-01);
// what is asked of those in other shards goes on meanwhile (C-07).
//
// Limits of the policy that are counted over addresses-of-record (transactions, nonces,
// subscriptions, warnings) are those of each shard.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/registrar/registrar.hpp"

namespace starzero::registrar {

// What one call brought about, in order.
struct Effects {
    std::vector<model::Transmit> transmits;
    std::vector<model::RegEvent> events;
    std::vector<model::RegDocument> documents;
    std::vector<std::string> closes;
};

class ShardedRegistrar {
public:
    // What all shards are given; the log sink and the hash are called by several threads at once.
    // The sink is called while a shard is locked, and must not call the registrar.
    struct Environment {
        model::LogSink& log;
        const model::DigestHash& hash;
        HashKey key;
        std::uint64_t boot = 0;
    };

    // One shard for each store, 1 to 256 of them; a store is used by one thread at a time.
    ShardedRegistrar(model::SharedPolicy policy, const std::vector<Store*>& stores,
                     const Environment& environment);

    // One whole message: a datagram, a frame, or what a StreamFramer cut from a stream. now may be
    // older than that of a call that overtook this one; time never runs backwards for all that.
    Effects handle(const model::Flow& flow, std::string_view message, Millis now, Millis wall);

    // As those of Registrar.
    void close(const std::string& flow, Millis now);
    Effects handle_timeout(Millis now);
    Millis poll_timeout() const;
    void reload(const model::SharedPolicy& policy, Millis now);
    model::Lookup lookup(std::string_view uri, Millis now);
    model::LookupStatus subscribe(std::string_view uri, Millis now, Effects& effects);

    // One instant of all shards (C-05).
    model::Snapshot snapshot(Millis now) const;

    std::size_t shards() const noexcept { return shards_.size(); }
    std::size_t shard_of(std::string_view aor) const noexcept;

private:
    struct alignas(64) Shard {
        Shard(const model::SharedPolicy& policy, const registrar::Environment& environment)
            : registrar(policy, environment) {}
        Millis at(Millis now) noexcept { return latest = std::max(latest, now); }
        mutable std::mutex mutex;
        Registrar registrar;
        Millis latest = 0;
    };

    Shard& shard_for(std::string_view message) const;
    std::size_t shard_of_uri(std::string_view uri) const;

    HashKey key_;
    std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace starzero::registrar
