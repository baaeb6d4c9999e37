// Work that several threads share out among themselves.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace starzero::process {

// take(index) for each below `all`, on `jobs` threads, until one of them answers false. What one of
// them throws ends the work as well, and is thrown on once all have come to their end; of several
// the first.
template <class Take>
void share_out(unsigned jobs, std::size_t all, const Take& take) {
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> ended = false;
    std::exception_ptr thrown;
    std::mutex mutex;
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < jobs; ++i) {
        workers.emplace_back([&] {
            try {
                for (std::size_t at = next++; at < all && !ended; at = next++) {
                    if (!take(at)) ended = true;
                }
            } catch (...) {
                ended = true;
                const std::scoped_lock lock(mutex);
                if (!thrown) thrown = std::current_exception();
            }
        });
    }
    workers.clear();  // joins
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace starzero::process
