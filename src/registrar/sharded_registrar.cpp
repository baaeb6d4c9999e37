#include "starzero/registrar/sharded_registrar.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/name_addr.hpp"

namespace starzero::registrar {

namespace {

constexpr std::size_t shards_most = 256;

void drain(Registrar& registrar, Effects& effects) {
    while (auto transmit = registrar.poll_transmit()) {
        effects.transmits.push_back(std::move(*transmit));
    }
    while (auto event = registrar.poll_event()) effects.events.push_back(std::move(*event));
    while (auto document = registrar.poll_document()) {
        effects.documents.push_back(std::move(*document));
    }
    while (auto flow = registrar.poll_close()) effects.closes.push_back(std::move(*flow));
}

// What a proxy is told when shards differ: a binding, else that there is none now.
int rank(model::LookupStatus status) noexcept {
    switch (status) {
        case model::LookupStatus::found: return 3;
        case model::LookupStatus::store_failure: return 2;
        case model::LookupStatus::no_bindings: return 1;
        default: return 0;
    }
}

// A temporary GRUU does not say whose it is (RFC 5627 5.1), nor does the number of a PBX (RFC 6140
// 5.2): all shards are asked for them.
bool hides_owner(std::string_view text) {
    const auto uri = sip::parse_uri(text, sip::accepted_text);
    if (!uri || !uri->is_sip()) return false;
    std::string user;  // %2B is a + as well
    if (uri->user) sip::append_unescaped(user, *uri->user);
    return user.starts_with('+') || sip::find_param(*uri, "gr") != nullptr;
}

}  // namespace

ShardedRegistrar::ShardedRegistrar(model::SharedPolicy policy, const std::vector<Store*>& stores,
                                   const Environment& environment)
    : key_(environment.key) {
    if (stores.empty() || stores.size() > shards_most) {
        throw std::invalid_argument("a sharded registrar has 1 to 256 stores");
    }
    for (Store* store : stores) {
        const registrar::Environment given{*store,          environment.log,  environment.hash,
                                           environment.key, environment.boot, shards_.size()};
        shards_.push_back(std::make_unique<Shard>(policy, given));
    }
}

std::size_t ShardedRegistrar::shard_of(std::string_view aor) const noexcept {
    // Not the hash of the tables in a shard, or each would have all its entries in few buckets.
    const HashKey other{~key_.first, key_.second};
    return static_cast<std::size_t>(keyed_hash(other, aor) % shards_.size());
}

std::size_t ShardedRegistrar::shard_of_uri(std::string_view text) const {
    const auto uri = sip::parse_uri(text, sip::accepted_text);
    return uri && uri->is_sip() ? shard_of(sip::address_of_record(*uri)) : 0;
}

// By the URI in To, in whatever spelling: it names the address-of-record (10.3 step 5). What has
// none is refused, wherever it comes.
ShardedRegistrar::Shard& ShardedRegistrar::shard_for(std::string_view message) const {
    const auto parsed = sip::parse_message(message, sip::Framing::frame, sip::accepted_text);
    const sip::HeaderRow* to = parsed.message.first(sip::HeaderId::to);
    if (to == nullptr) return *shards_.front();
    const auto address = sip::parse_single_name_addr(to->value, sip::accepted_text);
    if (!address || !address->uri.is_sip()) return *shards_.front();
    return *shards_[shard_of(sip::address_of_record(address->uri))];
}

Effects ShardedRegistrar::handle(const model::Flow& flow, std::string_view message, Millis now,
                                 Millis wall) {
    Shard& shard = shard_for(message);
    Effects effects;
    const std::scoped_lock lock(shard.mutex);
    shard.registrar.handle(flow, message, shard.at(now), wall);
    drain(shard.registrar, effects);
    return effects;
}

void ShardedRegistrar::close(const std::string& flow, Millis now) {
    for (const auto& shard : shards_) {
        const std::scoped_lock lock(shard->mutex);
        shard->registrar.close(flow, shard->at(now));
    }
}

Effects ShardedRegistrar::handle_timeout(Millis now) {
    Effects effects;
    for (const auto& shard : shards_) {
        const std::scoped_lock lock(shard->mutex);
        shard->registrar.handle_timeout(shard->at(now));
        drain(shard->registrar, effects);
    }
    return effects;
}

Millis ShardedRegistrar::poll_timeout() const {
    Millis earliest = model::time_max;
    for (const auto& shard : shards_) {
        const std::scoped_lock lock(shard->mutex);
        earliest = std::min(earliest, shard->registrar.poll_timeout());
    }
    return earliest;
}

void ShardedRegistrar::reload(const model::SharedPolicy& policy, Millis now) {
    for (const auto& shard : shards_) {
        const std::scoped_lock lock(shard->mutex);
        shard->registrar.reload(policy, shard->at(now));
    }
}

model::Lookup ShardedRegistrar::lookup(std::string_view text, Millis now) {
    const std::size_t first = shard_of_uri(text);
    const std::size_t asked = hides_owner(text) ? shards_.size() : 1;
    model::Lookup best;
    for (std::size_t i = 0; i < asked && best.status != model::LookupStatus::found; ++i) {
        Shard& shard = *shards_[(first + i) % shards_.size()];
        const std::scoped_lock lock(shard.mutex);
        model::Lookup lookup = shard.registrar.lookup(text, shard.at(now));
        if (i == 0 || rank(lookup.status) > rank(best.status)) best = std::move(lookup);
    }
    return best;
}

model::LookupStatus ShardedRegistrar::subscribe(std::string_view uri, Millis now,
                                                Effects& effects) {
    Shard& shard = *shards_[shard_of_uri(uri)];
    const std::scoped_lock lock(shard.mutex);
    const auto status = shard.registrar.subscribe(uri, shard.at(now));
    drain(shard.registrar, effects);
    return status;
}

model::Snapshot ShardedRegistrar::snapshot(Millis now) const {
    std::vector<std::unique_lock<std::mutex>>
        locks;  // always in this order, so nobody waits for it
    for (const auto& shard : shards_) locks.emplace_back(shard->mutex);
    std::map<std::string_view, model::Snapshot> by_aor;
    for (const auto& shard : shards_) {
        for (auto& view : shard->registrar.snapshot(std::max(shard->latest, now))) {
            auto& views = by_aor[view->aor];  // the view keeps its text alive
            views.push_back(std::move(view));
        }
    }
    model::Snapshot all;
    for (auto& [aor, views] : by_aor) all.insert(all.end(), views.begin(), views.end());
    return all;
}

}  // namespace starzero::registrar
