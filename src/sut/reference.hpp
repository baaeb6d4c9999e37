// The reference registrar in process: virtual time, fixed random key, memory store.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "starzero/model/digest.hpp"
#include "starzero/registrar/failing_store.hpp"
#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/scenario/digest_client.hpp"
#include "starzero/scenario/shown_gruus.hpp"
#include "starzero/sut/system.hpp"

namespace starzero::sut {

class Reference final : public SystemUnderTest {
public:
    Reference() = default;
    explicit Reference(const model::DigestHash& hash) : hash_(&hash) {}

    void start(const model::SharedPolicy& policy) override;
    scenario::Entry apply(const scenario::Event& event) override;

    // The same with bindings that are already there.
    void start(const model::SharedPolicy& policy, const registrar::MemoryStore& store);
    const registrar::MemoryStore& store() const noexcept { return *store_; }

private:
    class Records final : public model::LogSink {
    public:
        void record(const model::LogRecord& record) override { taken.push_back(record); }
        std::vector<model::LogRecord> taken;
    };

    const model::Flow& flow_of(const std::string& id);
    void declare(const model::Flow& flow);
    void send(const scenario::Event& event, scenario::Entry& entry);
    void boot();
    void act(const scenario::Event& event, scenario::Entry& entry);
    void restart();
    void collect(scenario::Entry& entry);

    model::ToyHash toy_;
    const model::DigestHash* hash_ = &toy_;
    std::uint64_t boots_ = 0;
    std::optional<scenario::DigestClient> peers_;
    scenario::ShownGruus gruus_;
    model::SharedPolicy policy_;
    model::Millis now_ = 0;
    model::Millis wall_offset_ = 0;  // wall clock minus (start + now)
    std::map<std::string, model::Flow, std::less<>> flows_;
    Records records_;
    std::unique_ptr<registrar::MemoryStore> store_;
    std::unique_ptr<registrar::FailingStore> failing_;
    std::unique_ptr<registrar::Registrar> registrar_;
};

}  // namespace starzero::sut
