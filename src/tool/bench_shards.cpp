#include "starzero/tool/bench_shards.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "starzero/durable/sqlite_store.hpp"
#include "starzero/registrar/sharded_registrar.hpp"

namespace starzero::tool {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t users = 1'000;
constexpr std::size_t shards = 16;

struct Quiet final : model::LogSink {
    void record(const model::LogRecord&) override {}
};

model::Policy policy_of_bench() {
    model::Policy policy;
    policy.domains = {"example.net", "reg.example.net"};
    return policy;
}

// Requests of each thread, made before the clock starts.
std::vector<std::vector<std::string>> batches(unsigned threads, std::uint64_t requests,
                                              std::uint64_t& serial, const MakeRequest& request) {
    std::vector<std::vector<std::string>> all(threads);
    for (std::uint64_t i = 0; i < requests; ++i, ++serial) {
        all[i % threads].push_back(request(serial * 7'919 % users, serial));
    }
    return all;
}

template <class Run>
double median_rate(std::uint64_t requests, const Run& run) {
    std::array<double, 3> rates{};
    for (double& rate : rates) rate = static_cast<double>(requests) / run();
    std::ranges::sort(rates);
    return rates[1];
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

double sharded_per_second(unsigned threads, std::uint64_t requests, const MakeRequest& request) {
    Quiet log;
    const model::ToyHash hash;
    std::vector<registrar::MemoryStore> memory(shards, registrar::MemoryStore({1, 2}));
    std::vector<registrar::Store*> stores;
    for (auto& store : memory) stores.push_back(&store);
    registrar::ShardedRegistrar registrar(policy_of_bench(), stores, {log, hash, {1, 2}});
    std::uint64_t serial = 0;
    return median_rate(requests, [&] {
        const auto work = batches(threads, requests, serial, request);
        const auto start = Clock::now();
        std::vector<std::jthread> running;
        for (const auto& batch : work) {
            running.emplace_back([&] {
                model::Flow flow;
                for (const std::string& octets : batch) {
                    registrar.handle(flow, octets, 0, model::wall_start);
                }
            });
        }
        running.clear();  // joins
        return seconds_since(start);
    });
}

double durable_per_second(const std::string& folder, std::uint64_t requests,
                          const MakeRequest& request) {
    const std::string file = folder + "/starzero-bench.sqlite";
    std::filesystem::remove(file);
    double rate = 0;
    {
        Quiet log;
        const model::ToyHash hash;
        durable::SqliteStore store(file, {0, model::wall_start}, {1, 2});
        registrar::Registrar registrar(policy_of_bench(), {store, log, hash, {1, 2}});
        std::uint64_t serial = 0;
        rate = median_rate(requests, [&] {
            const auto work = batches(1, requests, serial, request);
            const auto start = Clock::now();
            model::Flow flow;
            for (const std::string& octets : work.front()) {
                registrar.handle(flow, octets, 0, model::wall_start);
                while (registrar.poll_transmit()) {
                }
                while (registrar.poll_event()) {
                }
            }
            return seconds_since(start);
        });
    }
    std::filesystem::remove(file);
    return rate;
}

}  // namespace starzero::tool
