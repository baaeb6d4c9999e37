// The one Boost.Test main of every unit test.
#define BOOST_TEST_MODULE starzero
#include <boost/test/unit_test.hpp>
