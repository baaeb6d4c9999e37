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
