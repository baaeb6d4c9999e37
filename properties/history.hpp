// What several threads asked of one registrar and were told, and whether some order of one call
// after the other explains it: linearisability (C-01), by search, for small histories.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/sharded_registrar.hpp"

namespace starzero::properties {

struct Call {
    enum class Kind : std::uint8_t { send, lookup, snapshot, timeout };
    Kind kind = Kind::send;
    std::string aor;   // key of that which a send or a lookup is about
    std::string text;  // octets of a send, URI of a lookup
    model::Millis now = 0;
    std::string flow;  // of a send
};

std::string to_text(const Call& call);

// A call, what was seen of it, and when: ticks that all threads share.
struct Completed {
    Call call;
    std::string seen;
    std::uint64_t begun = 0, ended = 0;
};

// A sharded registrar over memory with all that it is given. Stores pause, so that who does not
// wait for a lock is caught in the middle.
class Concurrent {
public:
    Concurrent(const model::SharedPolicy& policy, std::size_t shards);
    ~Concurrent();

    registrar::ShardedRegistrar& registrar() noexcept;
    std::string perform(const Call& call);

    // Each list on a thread of its own, all begun at once. Nothing if they are not all done within
    // the time: somebody waits for what never comes (C-09); threads are then left behind.
    std::optional<std::vector<std::vector<Completed>>> run(
        const std::vector<std::vector<Call>>& threads);

    // Runs before each call of the stores of this thread.
    static thread_local void (*before_store)();

private:
    struct World;
    std::shared_ptr<World> world_;
};

// The registrar that calls are compared with: one core a shard, one call after the other.
class Sequential {
public:
    Sequential(const model::SharedPolicy& policy, const registrar::ShardedRegistrar& like);
    ~Sequential();
    std::string perform(const Call& call);

private:
    struct Shard;
    const registrar::ShardedRegistrar& like_;
    std::vector<std::unique_ptr<Shard>> shards_;
};

// An order that keeps each thread's own and begins no call before one that had ended earlier, and
// in which the sequential registrar tells what was seen; as indices of threads. Nothing if there is
// none.
std::optional<std::vector<std::size_t>> explain(const model::SharedPolicy& policy,
                                                const registrar::ShardedRegistrar& like,
                                                const std::vector<Call>& before,
                                                const std::vector<std::vector<Completed>>& threads);

}  // namespace starzero::properties
