// starzero bench: speed of the release core at a small and a large number of bindings, with threads
// and over a file, memory a binding, and the histogram of statuses of a corpus. Prints figures;
// judges nothing.
#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/registrar.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/tool/bench_shards.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"

namespace starzero::tool {

namespace {

using Clock = std::chrono::steady_clock;

struct Quiet final : model::LogSink {
    void record(const model::LogRecord&) override {}
};

std::size_t resident_octets() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * 4'096;
}

model::Policy bench_policy() {
    model::Policy policy;
    policy.domains = {"example.net", "reg.example.net"};
    policy.limits.transactions = 4'096;
    return policy;
}

std::string request(std::uint64_t user, std::uint64_t serial) {
    scenario::RegisterMessage message;
    const std::string name = fmt::format("user{}", user);
    message.request_uri = "sip:reg.example.net";
    message.branch = fmt::format("z9hG4bK{}", serial);
    message.from = fmt::format("<sip:{}@example.net>;tag=t{}", name, serial);
    message.to = fmt::format("<sip:{}@example.net>", name);
    message.call_id = fmt::format("{}@192.0.2.7", name);
    message.cseq = serial + 1;
    message.contacts = {fmt::format("<sip:{}@192.0.2.7:5060>", name)};
    message.expires = "3600";
    return message.octets();
}

struct Speed {
    double per_second = 0;   // REGISTER refreshes, median of three
    double octets_each = 0;  // resident memory a binding
};

// Requests are made before the clock starts; users come in a scattered order, as on a network.
Speed measure(std::uint64_t bindings, std::uint64_t requests) {
    const std::size_t before = resident_octets();
    Quiet log;
    registrar::MemoryStore store({1, 2});
    const model::ToyHash hash;
    registrar::Registrar registrar(bench_policy(), {store, log, hash, {1, 2}});
    model::Flow flow;
    flow.id = "A";
    const auto handle = [&](const std::string& octets) {
        registrar.handle(flow, octets, 0, model::wall_start);
        while (registrar.poll_transmit()) {
        }
        while (registrar.poll_event()) {
        }
    };
    for (std::uint64_t i = 0; i < bindings; ++i) handle(request(i, i));
    Speed speed;
    speed.octets_each =
        static_cast<double>(resident_octets() - before) / static_cast<double>(bindings);
    std::array<double, 3> rates{};
    std::uint64_t serial = bindings;
    for (double& rate : rates) {
        std::vector<std::string> batch;
        for (std::uint64_t i = 0; i < requests; ++i, ++serial) {
            batch.push_back(request(serial * 7'919 % bindings, serial));
        }
        const auto start = Clock::now();
        for (const std::string& octets : batch) handle(octets);
        rate = static_cast<double>(requests) /
               std::chrono::duration<double>(Clock::now() - start).count();
    }
    std::ranges::sort(rates);
    speed.per_second = rates[1];
    return speed;
}

std::map<int, int> histogram(const std::string& folder) {
    std::map<int, int> counts;
    for (const auto& path : files_below(folder)) {
        Quiet log;
        registrar::MemoryStore store;
        const model::ToyHash hash;
        registrar::Registrar registrar(bench_policy(), {store, log, hash, {1, 2}});
        model::Flow flow;
        registrar.handle(flow, read_file(path), 0, model::wall_start);
        const auto transmit = registrar.poll_transmit();
        ++counts[transmit ? std::atoi(transmit->octets.c_str() + 8) : 0];
    }
    return counts;
}

int bench(const std::string& folder, std::uint64_t requests, std::uint64_t large, bool json) {
    const auto counts = histogram(folder);
    if (counts.empty()) throw Question(fmt::format("{}: no messages in it", folder));
    const Speed small_speed = measure(1'000, requests);
    const Speed large_speed = measure(large, requests);
    const double one = sharded_per_second(1, requests, request);
    const double two = sharded_per_second(2, requests, request);
    const double file =
        durable_per_second(".", std::max<std::uint64_t>(requests / 100, 1), request);
    nlohmann::json report{{"schema", json_schema},
                          {"register_per_second_at_1000", small_speed.per_second},
                          {"large", large},
                          {"register_per_second_at_large", large_speed.per_second},
                          {"cost_ratio", small_speed.per_second / large_speed.per_second},
                          {"octets_per_binding", large_speed.octets_each},
                          {"register_per_second_one_thread", one},
                          {"register_per_second_two_threads", two},
                          {"register_per_second_over_a_file", file}};
    for (const auto& [status, count] : counts) report["statuses"][std::to_string(status)] = count;
    if (json) {
        fmt::print("{}", json_text(report));
        return exit_ok;
    }
    fmt::print("REGISTER/s at 1000 bindings     {:>10.0f}\n", small_speed.per_second);
    fmt::print("REGISTER/s at {} bindings  {:>10.0f}  ({:.2f} times the cost)\n", large,
               large_speed.per_second, small_speed.per_second / large_speed.per_second);
    fmt::print("octets a binding                {:>10.0f}\n", large_speed.octets_each);
    fmt::print("REGISTER/s of shards, 1 thread  {:>10.0f}\n", one);
    fmt::print("REGISTER/s of shards, 2 threads {:>10.0f}  ({:.2f} times that)\n", two, two / one);
    fmt::print("REGISTER/s over a file here     {:>10.0f}  (each synced)\n", file);
    fmt::print("statuses of {}:", folder);
    for (const auto& [status, count] : counts) fmt::print(" {}x{}", status, count);
    fmt::print("  (0: no answer)\n");
    return exit_ok;
}

}  // namespace

void add_bench(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("bench", "speed and memory of the reference registrar");
    auto folder = std::make_shared<std::string>("corpus/bench/register-48");
    auto requests = std::make_shared<std::uint64_t>(300'000);
    auto large = std::make_shared<std::uint64_t>(1'000'000);
    auto json = std::make_shared<bool>(false);
    command->add_option("--corpus", *folder, "messages for the histogram")->capture_default_str();
    command->add_option("--requests", *requests, "REGISTERs a measurement")
        ->check(CLI::Range(1, 100'000'000))
        ->capture_default_str();
    command->add_option("--bindings", *large, "of the large measurement")
        ->check(CLI::Range(1, 100'000'000))
        ->capture_default_str();
    command->add_flag("--json", *json, "as JSON");
    command->callback([=, &code] { code = bench(*folder, *requests, *large, *json); });
}

}  // namespace starzero::tool
