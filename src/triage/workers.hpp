// Work that several threads share out among themselves, told of as it goes.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "starzero/triage/triage.hpp"

namespace starzero::triage {

// take(index) for each of `all`, on `jobs` threads, until told says no.
template <class Take>
void share_out(unsigned jobs, std::size_t all, const std::string& what, const Told& told,
               const Take& take) {
    std::mutex mutex;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> ended = false;
    std::size_t done = 0;
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < jobs; ++i) {
        workers.emplace_back([&] {
            for (std::size_t at = next++; at < all && !ended; at = next++) {
                take(at);
                const std::scoped_lock lock(mutex);
                if (!told(what, ++done, all)) ended = true;
            }
        });
    }
    workers.clear();  // joins
}

}  // namespace starzero::triage
