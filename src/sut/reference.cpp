#include "starzero/sut/reference.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "starzero/registrar/failing_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/scenario/digest_client.hpp"
#include "starzero/scenario/shown_gruus.hpp"
#include "starzero/sut/flow_table.hpp"
#include "starzero/sut/shelf.hpp"

namespace starzero::sut {

namespace {

constexpr registrar::HashKey fixed_key{0x73746172'7a65726fULL, 0x52464333'32363121ULL};

const model::DigestHash& toy_hash() {
    static const model::ToyHash hash;
    return hash;
}

}  // namespace

class Reference::World {
public:
    explicit World(const model::DigestHash& hash) : hash_(&hash), shelf_(&memory_) {}
    explicit World(Shelf& shelf) : hash_(&toy_hash()), shelf_(&shelf) {}
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World() { registrar_.reset(); }

    void start(const model::SharedPolicy& policy, const World* like = nullptr);
    scenario::Entry apply(const scenario::Event& event);

private:
    class Records final : public model::LogSink {
    public:
        void record(const model::LogRecord& record) override { taken.push_back(record); }
        std::vector<model::LogRecord> taken;
    };

    void send(const scenario::Event& event, scenario::Entry& entry);
    void boot();
    void act(const scenario::Event& event, scenario::Entry& entry);
    void restart();
    void collect(scenario::Entry& entry);
    model::Millis wall() const noexcept { return model::wall_start + now_ + wall_offset_; }

    const model::DigestHash* hash_;
    std::uint64_t boots_ = 0;
    std::optional<scenario::DigestClient> peers_;
    scenario::ShownGruus gruus_;
    model::SharedPolicy policy_;
    model::Millis now_ = 0;
    model::Millis wall_offset_ = 0;  // wall clock minus (start + now)
    FlowTable flows_;
    Records records_;
    MemoryShelf memory_{fixed_key};
    Shelf* shelf_;
    std::unique_ptr<registrar::FailingStore> failing_;
    std::unique_ptr<registrar::Registrar> registrar_;
};

// like: with the bindings that are in that one.
void Reference::World::start(const model::SharedPolicy& policy, const World* like) {
    policy_ = policy;
    now_ = 0;
    wall_offset_ = 0;
    flows_.clear();
    boots_ = 0;
    peers_.emplace(*hash_);
    gruus_ = {};
    registrar_.reset();
    shelf_->clear();
    if (like != nullptr) memory_ = like->memory_;
    boot();
    records_.taken.clear();  // what a policy is told at the start belongs to no event
}

void Reference::World::boot() {
    failing_ = std::make_unique<registrar::FailingStore>(shelf_->open(now_, wall()));
    const registrar::Environment environment{*failing_, records_, *hash_, fixed_key, boots_++};
    registrar_ = std::make_unique<registrar::Registrar>(policy_, environment);
}

void Reference::World::send(const scenario::Event& event, scenario::Entry& entry) {
    if (event.credentials) entry.sent = peers_->authorised(event.subject, event);
    registrar_->handle(flows_.of(event.subject), octets_of(entry), now_, entry.wall);
}

// Transactions, streams and queues are lost; what the store saved comes back as it was. So are
// connections: whoever owns the transports says so, since the registrar cannot know.
void Reference::World::restart() {
    registrar_.reset();
    shelf_->close();
    boot();
    for (const auto& [id, flow] : flows_) {
        if (model::is_reliable(flow.transport)) registrar_->close(id, now_);
    }
}

void Reference::World::act(const scenario::Event& event, scenario::Entry& entry) {
    using scenario::EventKind;
    switch (event.kind) {
        case EventKind::send: send(event, entry); break;
        case EventKind::flow:
            if (flows_.declare(event.flow)) registrar_->close(event.flow.id, now_);
            break;
        case EventKind::subscribe: (void)registrar_->subscribe(event.subject, now_); break;
        case EventKind::close: registrar_->close(event.subject, now_); break;
        case EventKind::advance: registrar_->handle_timeout(now_); break;
        case EventKind::wall: shelf_->set_clocks(now_, wall()); break;
        case EventKind::lookup:
            entry.sent = gruus_.resolve(event.subject);
            entry.lookup = registrar_->lookup(looked_up(entry), now_);
            break;
        case EventKind::fail_store:
            failing_->fail_at(static_cast<std::uint64_t>(event.number));
            break;
        case EventKind::restart: restart(); break;
        case EventKind::reload:
            policy_ = event.policy;
            registrar_->reload(policy_, now_);
            break;
    }
}

void Reference::World::collect(scenario::Entry& entry) {
    while (auto transmit = registrar_->poll_transmit()) {
        entry.responses.push_back(std::move(*transmit));
    }
    while (auto event = registrar_->poll_event()) entry.reg_events.push_back(std::move(*event));
    while (auto document = registrar_->poll_document()) {
        entry.documents.push_back(std::move(*document));
    }
    while (auto flow = registrar_->poll_close()) entry.closed.push_back(std::move(*flow));
    for (const auto& response : entry.responses) {
        peers_->see(response.flow, response.octets);
        gruus_.see(response.octets);
    }
    entry.logs = std::move(records_.taken);
    records_.taken.clear();
    entry.snapshot = registrar_->snapshot(now_);
}

scenario::Entry Reference::World::apply(const scenario::Event& event) {
    using scenario::EventKind;
    if (event.at) now_ = std::clamp(*event.at, now_, model::time_max);
    if (event.kind == EventKind::advance) now_ = std::min(now_ + event.number, model::time_max);
    if (event.kind == EventKind::wall) {
        wall_offset_ = std::clamp(wall_offset_ + event.number, -model::time_max, model::time_max);
    }
    scenario::Entry entry;
    entry.event = event;
    entry.now = now_;
    entry.wall = wall();
    act(event, entry);
    collect(entry);
    return entry;
}

Reference::Reference() : Reference(toy_hash()) {}
Reference::Reference(const model::DigestHash& hash) : world_(std::make_unique<World>(hash)) {}
Reference::Reference(Shelf& shelf) : world_(std::make_unique<World>(shelf)) {}
Reference::~Reference() = default;

void Reference::start(const model::SharedPolicy& policy) { world_->start(policy); }

void Reference::start_like(const model::SharedPolicy& policy, const Reference& other) {
    world_->start(policy, other.world_.get());
}

scenario::Entry Reference::apply(const scenario::Event& event) { return world_->apply(event); }

}  // namespace starzero::sut
