// Work that several threads share out among themselves, told of as it goes.
#pragma once

#include <mutex>
#include <string>

#include "starzero/process/share_out.hpp"
#include "starzero/triage/triage.hpp"

namespace starzero::triage {

// take(index) for each of `all`, on `jobs` threads, until told says no.
template <class Take>
void share_out(unsigned jobs, std::size_t all, const std::string& what, const Told& told,
               const Take& take) {
    std::mutex mutex;
    std::size_t done = 0;
    process::share_out(jobs, all, [&](std::size_t at) {
        take(at);
        const std::scoped_lock lock(mutex);
        return told(what, ++done, all);
    });
}

}  // namespace starzero::triage
