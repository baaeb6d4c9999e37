#include "history.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "starzero/scenario/transcript_text.hpp"

namespace starzero::properties {

namespace {

constexpr registrar::HashKey key{3, 5};
constexpr std::chrono::seconds patience{20};

struct Silence final : model::LogSink {
    void record(const model::LogRecord&) override {}
};

std::string text_of(registrar::Effects effects) {
    scenario::Entry entry;
    entry.responses = std::move(effects.transmits);
    entry.reg_events = std::move(effects.events);
    entry.documents = std::move(effects.documents);
    entry.closed = std::move(effects.closes);
    std::string text;
    append_observations(text, entry);
    return text;
}

std::string text_of(model::Lookup lookup) {
    scenario::Entry entry;
    entry.lookup = std::move(lookup);
    std::string text;
    append_observations(text, entry);
    return text;
}

std::string text_of(model::Snapshot snapshot) {
    scenario::Entry entry;
    entry.snapshot = std::move(snapshot);
    std::string text;
    append_observations(text, entry);
    return text;
}

model::Flow flow_of(const Call& call) {
    model::Flow flow;
    flow.id = call.flow;
    return flow;
}

// A store that lets others go first.
class PausingStore final : public registrar::Store {
public:
    PausingStore() : behind_(key) {}
    registrar::StoreResult<const registrar::BindingList*> find(std::string_view aor) override {
        pause();
        return behind_.find(aor);
    }
    registrar::StoreResult<void> replace(std::string_view aor,
                                         registrar::BindingList list) override {
        pause();
        return behind_.replace(aor, std::move(list));
    }
    void for_each(const Visitor& visitor) const override {
        behind_.for_each([&](std::string_view aor, const registrar::BindingList& list) {
            pause();
            visitor(aor, list);
        });
    }

private:
    static void pause() {
        if (Concurrent::before_store != nullptr) Concurrent::before_store();
        std::this_thread::sleep_for(std::chrono::microseconds(30));
    }
    registrar::MemoryStore behind_;
};

}  // namespace

thread_local void (*Concurrent::before_store)() = nullptr;

std::string to_text(const Call& call) {
    switch (call.kind) {
        case Call::Kind::send:
            return "at " + std::to_string(call.now) + " ms on " + call.flow + "\n" + call.text;
        case Call::Kind::lookup:
            return "at " + std::to_string(call.now) + " ms lookup " + call.text + "\n";
        case Call::Kind::snapshot: return "snapshot\n";
        case Call::Kind::timeout: return "timers at " + std::to_string(call.now) + " ms\n";
    }
    return {};
}

// Shared with the threads, so that one which never ends still has it.
struct Concurrent::World {
    World(const model::SharedPolicy& policy, std::size_t shards) {
        std::vector<registrar::Store*> given;
        for (std::size_t i = 0; i < shards; ++i) {
            given.push_back(stores.emplace_back(std::make_unique<PausingStore>()).get());
        }
        registrar = std::make_unique<registrar::ShardedRegistrar>(
            policy, given, registrar::ShardedRegistrar::Environment{silence, hash, key});
    }

    std::string perform(const Call& call) {
        switch (call.kind) {
            case Call::Kind::send:
                return text_of(
                    registrar->handle(flow_of(call), call.text, call.now, model::wall_start));
            case Call::Kind::lookup: return text_of(registrar->lookup(call.text, call.now));
            case Call::Kind::snapshot: return text_of(registrar->snapshot(call.now));
            case Call::Kind::timeout: (void)registrar->handle_timeout(call.now); return {};
        }
        return {};
    }

    void perform_all(const std::vector<Call>& calls, std::vector<Completed>& list) {
        for (const Call& call : calls) {
            const std::uint64_t begun = ticks++;
            std::string seen = perform(call);
            list.push_back({call, std::move(seen), begun, ticks++});
        }
    }

    Silence silence;
    model::ToyHash hash;
    std::vector<std::unique_ptr<PausingStore>> stores;
    std::unique_ptr<registrar::ShardedRegistrar> registrar;
    std::atomic<std::uint64_t> ticks = 0;
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t running = 0;
    std::vector<std::vector<Completed>> done;
};

Concurrent::Concurrent(const model::SharedPolicy& policy, std::size_t shards)
    : world_(std::make_shared<World>(policy, shards)) {}
Concurrent::~Concurrent() = default;

registrar::ShardedRegistrar& Concurrent::registrar() noexcept { return *world_->registrar; }
std::string Concurrent::perform(const Call& call) { return world_->perform(call); }

std::optional<std::vector<std::vector<Completed>>> Concurrent::run(
    const std::vector<std::vector<Call>>& threads) {
    const auto world = world_;
    world->done.assign(threads.size(), {});
    world->running = threads.size();
    const auto start =
        std::make_shared<std::barrier<>>(static_cast<std::ptrdiff_t>(threads.size()));
    for (std::size_t i = 0; i < threads.size(); ++i) {
        std::thread([world, start, calls = threads[i], i] {
            start->arrive_and_wait();
            std::vector<Completed> done;
            world->perform_all(calls, done);
            const std::scoped_lock lock(world->mutex);
            world->done[i] = std::move(done);
            --world->running;
            world->changed.notify_all();
        }).detach();
    }
    std::unique_lock lock(world->mutex);
    if (!world->changed.wait_for(lock, patience, [&] { return world->running == 0; })) {
        return std::nullopt;
    }
    return std::move(world->done);
}

struct Sequential::Shard {
    explicit Shard(const model::SharedPolicy& policy)
        : registrar(policy, registrar::Environment{store, silence, hash, key}) {}
    Silence silence;
    model::ToyHash hash;
    registrar::MemoryStore store{key};
    registrar::Registrar registrar;
    model::Millis latest = 0;
};

Sequential::Sequential(const model::SharedPolicy& policy, const registrar::ShardedRegistrar& like)
    : like_(like) {
    for (std::size_t i = 0; i < like.shards(); ++i) {
        shards_.push_back(std::make_unique<Shard>(policy));
    }
}
Sequential::~Sequential() = default;

std::string Sequential::perform(const Call& call) {
    if (call.kind == Call::Kind::snapshot) {
        model::Snapshot all;
        for (const auto& shard : shards_) {
            const auto views = shard->registrar.snapshot(std::max(shard->latest, call.now));
            all.insert(all.end(), views.begin(), views.end());
        }
        std::ranges::sort(all, [](const auto& a, const auto& b) { return a->aor < b->aor; });
        return text_of(std::move(all));
    }
    const auto move_on = [&](Shard& shard) {
        shard.latest = std::max(shard.latest, call.now);
        return shard.latest;
    };
    if (call.kind == Call::Kind::timeout) {
        for (const auto& shard : shards_) {
            shard->registrar.handle_timeout(move_on(*shard));
            while (shard->registrar.poll_event()) {
            }
        }
        return {};
    }
    Shard& shard = *shards_[like_.shard_of(call.aor)];
    const model::Millis now = move_on(shard);
    if (call.kind == Call::Kind::lookup) return text_of(shard.registrar.lookup(call.text, now));
    shard.registrar.handle(flow_of(call), call.text, now, model::wall_start);
    registrar::Effects effects;
    while (auto transmit = shard.registrar.poll_transmit()) {
        effects.transmits.push_back(std::move(*transmit));
    }
    while (auto event = shard.registrar.poll_event()) effects.events.push_back(std::move(*event));
    return text_of(std::move(effects));
}

namespace {

using Threads = std::vector<std::vector<Completed>>;

// Depth first. The registrar cannot go back, so each attempt begins from the start: histories are
// of a dozen calls at most.
class Search {
public:
    Search(const model::SharedPolicy& policy, const registrar::ShardedRegistrar& like,
           const std::vector<Call>& before, const Threads& threads)
        : policy_(policy), like_(like), before_(before), threads_(threads) {}

    bool extend(std::vector<std::size_t>& order) const {
        std::vector<std::size_t> taken(threads_.size(), 0);
        for (const std::size_t thread : order) ++taken[thread];
        std::uint64_t first_end = UINT64_MAX;
        for (std::size_t i = 0; i < threads_.size(); ++i) {
            if (taken[i] < threads_[i].size()) {
                first_end = std::min(first_end, threads_[i][taken[i]].ended);
            }
        }
        if (first_end == UINT64_MAX) return true;  // all are in
        for (std::size_t i = 0; i < threads_.size(); ++i) {
            if (taken[i] == threads_[i].size()) continue;
            if (threads_[i][taken[i]].begun > first_end) continue;  // begun after another's end
            order.push_back(i);
            if (agrees(order) && extend(order)) return true;
            order.pop_back();
        }
        return false;
    }

private:
    bool agrees(const std::vector<std::size_t>& order) const {
        Sequential sequential(policy_, like_);
        for (const Call& call : before_) sequential.perform(call);
        std::vector<std::size_t> taken(threads_.size(), 0);
        for (const std::size_t thread : order) {
            const Completed& done = threads_[thread][taken[thread]++];
            if (sequential.perform(done.call) != done.seen) return false;
        }
        return true;
    }

    const model::SharedPolicy& policy_;
    const registrar::ShardedRegistrar& like_;
    const std::vector<Call>& before_;
    const Threads& threads_;
};

}  // namespace

std::optional<std::vector<std::size_t>> explain(const model::SharedPolicy& policy,
                                                const registrar::ShardedRegistrar& like,
                                                const std::vector<Call>& before,
                                                const Threads& threads) {
    std::vector<std::size_t> order;
    if (!Search(policy, like, before, threads).extend(order)) return std::nullopt;
    return order;
}

}  // namespace starzero::properties
