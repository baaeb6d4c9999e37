// The Boost.Test runner; at its end it tells which rules the properties exercised.
#define BOOST_TEST_MODULE properties
#include <boost/test/unit_test.hpp>

#include <iostream>

#include "support.hpp"

namespace {

struct TellStatistics {
    ~TellStatistics() {
        const auto text = starzero::properties::statistics_summary();
        if (!text.empty()) std::cout << text;
    }
};

BOOST_TEST_GLOBAL_FIXTURE(TellStatistics);

}  // namespace

// AddressSanitizer keeps a stack for every allocation, each once. Stacks through the RapidCheck and
// Boost.Test of the system, which have no frame pointers, end in whatever lies there, so that
// hardly two are the same: after 10,000 cases they were 10 GiB, and looking for them most of the
// time.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "malloc_context_size=6"; }
