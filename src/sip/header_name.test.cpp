#include "starzero/sip/header_name.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

BOOST_AUTO_TEST_CASE(long_and_compact_names) {
    for (const auto& [letter, id] : {std::pair{"i", HeaderId::call_id},
                                     {"m", HeaderId::contact},
                                     {"e", HeaderId::content_encoding},
                                     {"V", HeaderId::via},
                                     {"l", HeaderId::content_length},
                                     {"c", HeaderId::content_type},
                                     {"f", HeaderId::from},
                                     {"s", HeaderId::subject},
                                     {"k", HeaderId::supported},
                                     {"t", HeaderId::to}}) {
        BOOST_TEST((header_id(letter) == id), letter);
        BOOST_TEST((header_id(header_name(id)) == id), letter);
        BOOST_TEST(compact_name(id) != 0);
    }
    BOOST_TEST((header_id("CONTENT-length") == HeaderId::content_length));
    for (const char* unknown : {"", "z", "Contac", "Contacts", "C%6Fntact"}) {
        BOOST_TEST((header_id(unknown) == HeaderId::other), unknown);
    }
    BOOST_TEST(compact_name(HeaderId::cseq) == 0);
}

BOOST_AUTO_TEST_CASE(shapes) {
    BOOST_TEST(is_comma_list(HeaderId::contact));
    BOOST_TEST(!is_comma_list(HeaderId::authorization));
    BOOST_TEST(is_single(HeaderId::expires));
    BOOST_TEST(!is_single(HeaderId::via));
}
