// No memory at the k-th allocation of a request, for every k: the request is answered, and then it
// has its effect, or it is as if it had not come; and the next one works (O-28, S-01).
#define BOOST_TEST_MODULE memory
#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <cstdlib>
#include <new>
#include <utility>

#include "rapid_choices.hpp"
#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/scenario/generator.hpp"
#include "starzero/scenario/scenario_text.hpp"

namespace {

std::uint64_t fails_in = 0;  // allocations until one fails; 0: none does

bool fails_now() noexcept { return fails_in != 0 && --fails_in == 0; }

}  // namespace

void* operator new(std::size_t size) {
    void* memory = fails_now() ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace starzero;

namespace {

constexpr registrar::HashKey key{1, 2};

struct Silence final : model::LogSink {
    void record(const model::LogRecord&) override {}
};

// A registrar and all that can be seen of it.
struct World {
    explicit World(const model::SharedPolicy& policy)
        : registrar(policy, {store, silence, hash, key}) {}

    // The response; empty if none came. fails: at which of the registrar's allocations there is no
    // memory; 0 when none was that far.
    std::string ask(const scenario::Event& event) {
        std::uint64_t never = 0;
        return ask(event, never);
    }
    std::string ask(const scenario::Event& event, std::uint64_t& fails) {
        model::Flow flow;
        flow.id = event.subject;
        fails_in = fails;
        registrar.handle(flow, event.octets, 0, model::wall_start);
        if (std::exchange(fails_in, 0) != 0) fails = 0;
        const auto transmit = registrar.poll_transmit();
        return transmit ? transmit->octets : std::string{};
    }
    std::size_t events() {
        std::size_t count = 0;
        while (registrar.poll_event()) ++count;
        return count;
    }

    Silence silence;
    model::ToyHash hash;
    registrar::MemoryStore store{key};
    registrar::Registrar registrar;
};

// What came of the last message of a list when all went well.
struct Outcome {
    std::string before, after, answer;
    std::size_t events = 0;
};

void ask_all_but_last(World& world, const scenario::Scenario& scenario) {
    for (std::size_t i = 0; i + 1 < scenario.events.size(); ++i) world.ask(scenario.events[i]);
    (void)world.events();
}

Outcome outcome_of(const scenario::Scenario& scenario) {
    World world(scenario.policy);
    ask_all_but_last(world, scenario);
    Outcome outcome;
    outcome.before = world.store.save();
    outcome.answer = world.ask(scenario.events.back());
    outcome.after = world.store.save();
    outcome.events = world.events();
    return outcome;
}

std::string status_of(const std::string& answer) { return answer.substr(0, answer.find('\r')); }

// Empty if nothing is wrong. Sets reached to false once k is beyond the last allocation.
std::string fail_at(const scenario::Scenario& scenario, const Outcome& healthy, std::uint64_t k,
                    bool& reached) {
    World world(scenario.policy);
    ask_all_but_last(world, scenario);
    std::uint64_t fails = k;
    const std::string answer = world.ask(scenario.events.back(), fails);
    reached = fails != 0;
    const std::string after = world.store.save();
    const std::size_t events = world.events();
    const std::string where = "allocation " + std::to_string(k) + " failed (event " +
                              std::to_string(scenario.events.size()) + ")\n";
    if (answer.empty() ? after != healthy.before : after != healthy.after) {
        return "O-28: " + status_of(answer) + " and another state: " + where;
    }
    if (events != (answer.empty() ? 0 : healthy.events)) {
        return "O-28: " + std::to_string(events) + " events: " + where;
    }
    if (!answer.empty() && answer != healthy.answer) return "O-28: another answer: " + where;
    if (status_of(world.ask(scenario.events.back())) != status_of(healthy.answer) ||
        world.store.save() != healthy.after) {
        return "O-28: the next request does not work: " + where;
    }
    return {};
}

std::string fail_everywhere(const scenario::Scenario& scenario) {
    const Outcome healthy = outcome_of(scenario);
    bool reached = true;
    for (std::uint64_t k = 1; reached; ++k) {
        const std::string wrong = fail_at(scenario, healthy, k, reached);
        if (!wrong.empty()) return wrong + print_scenario(scenario);
    }
    return {};
}

scenario::Event sent(std::vector<std::string> contacts, std::uint64_t cseq,
                     std::vector<std::string> rows = {}) {
    scenario::RegisterMessage message;
    message.branch = "z9hG4bK" + std::to_string(cseq);
    message.cseq = cseq;
    message.contacts = std::move(contacts);
    message.rows = std::move(rows);
    if (message.contacts == std::vector<std::string>{"*"}) message.expires = "0";
    scenario::Event event;
    event.subject = "A";
    event.octets = message.octets();
    return event;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(bindings_flows_and_removals) {
    scenario::Scenario scenario;
    scenario.policy.edit([](model::Policy& policy) {
        policy.extensions.add(model::Extension::outbound);
        policy.extensions.add(model::Extension::path);
    });
    const std::string flow = "<sip:a@h>;+sip.instance=\"<urn:x-b:1>\";reg-id=";
    const std::vector<std::string> rows{"Supported: path, outbound"};
    for (const auto& last :
         {sent({flow + "1"}, 1, rows), sent({flow + "2", "<sip:b@h>;expires=0"}, 3, rows),
          sent({"<sip:b@h>;q=0.1", "<sip:c@h>"}, 4), sent({"*"}, 5), sent({}, 6),
          sent({"no uri"}, 7), sent({"*", "<sip:a@h>"}, 8)}) {
        scenario.events.push_back(last);
        const std::string wrong = fail_everywhere(scenario);
        BOOST_TEST(wrong.empty(), wrong);
    }
}

RC_BOOST_PROP(any_request_of_any_scenario, ()) {
    properties::RapidChoices choices;
    auto scenario = scenario::Generator::scenario(choices, 5);
    std::erase_if(scenario.events, [](const scenario::Event& event) {
        return event.kind != scenario::EventKind::send;
    });
    // What is counted goes on where a request failed: another GRUU, another nonce.
    scenario.policy.edit([](model::Policy& policy) {
        policy.extensions.remove(model::Extension::gruu);
        policy.extensions.remove(model::Extension::gin);
        policy.extensions.remove(model::Extension::digest);
    });
    if (scenario.events.empty()) return;
    const std::string wrong = fail_everywhere(scenario);
    if (!wrong.empty()) RC_FAIL(wrong);
}

BOOST_AUTO_TEST_SUITE_END()
