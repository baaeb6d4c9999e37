#include "starzero/registrar/transactions.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/registrar/via_case.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

std::string key_of(std::string_view via, std::string_view method = "REGISTER",
                   std::uint32_t cseq = 1, std::string_view call_id = "c") {
    const sip::Via top = via_of(via);
    return transaction_key({top, method, "sip:h", "f", "", call_id, cseq});
}

std::string merge_of(std::string_view from_tag, std::string_view to_tag, std::uint32_t cseq = 1) {
    const sip::Via top = via_of("SIP/2.0/UDP h;branch=z9hG4bK1");
    return merge_key({top, "REGISTER", "sip:h", from_tag, to_tag, "c", cseq});
}

Transaction transaction(std::string key, std::string merge, model::Millis ends_at) {
    return {std::move(key), std::move(merge), {"A", "response", {}}, ends_at};
}

Transactions table(std::size_t most) { return Transactions(HashKey{1, 2}, most); }

}  // namespace

// 17.2.3: branch, sent-by and method, and nothing else of a request with the cookie.
BOOST_AUTO_TEST_CASE(keys_with_the_cookie) {
    const std::string key = key_of("SIP/2.0/UDP 192.0.2.1:25060;branch=z9hG4bK1");
    BOOST_TEST(key ==
               key_of("SIP/2.0/UDP 192.0.2.1:25060;branch=z9hG4bK1;rport", "REGISTER", 2, "other"));
    BOOST_TEST(key != key_of("SIP/2.0/UDP 192.0.2.12:5060;branch=z9hG4bK1"));
    BOOST_TEST(key != key_of("SIP/2.0/UDP 192.0.2.1:25061;branch=z9hG4bK1"));
    BOOST_TEST(key != key_of("SIP/2.0/UDP 192.0.2.1:25060;branch=z9hG4bK2"));
    BOOST_TEST(key != key_of("SIP/2.0/UDP 192.0.2.1:25060;branch=z9hG4bK1", "OPTIONS"));
}

BOOST_AUTO_TEST_CASE(keys_without_the_cookie) {
    const std::string key = key_of("SIP/2.0/UDP h;branch=1");
    BOOST_TEST(key == key_of("SIP/2.0/UDP h;branch=1"));
    BOOST_TEST(key != key_of("SIP/2.0/UDP h;branch=1;x"));
    BOOST_TEST(key != key_of("SIP/2.0/UDP h;branch=1", "REGISTER", 2));
    BOOST_TEST(key != key_of("SIP/2.0/UDP h;branch=1", "REGISTER", 1, "other"));
}

BOOST_AUTO_TEST_CASE(merged_requests_share_a_key) {
    BOOST_TEST(merge_of("f", "") == merge_of("f", ""));
    BOOST_TEST(merge_of("f", "") != merge_of("f", "", 2));
    BOOST_TEST(merge_of("f", "") != merge_of("g", ""));
    BOOST_TEST(merge_of("", "").empty());
    BOOST_TEST(merge_of("f", "t").empty());
}

BOOST_AUTO_TEST_CASE(the_oldest_makes_place) {
    Transactions some = table(2);
    for (const char* key : {"a", "b", "c"}) BOOST_TEST(some.add(transaction(key, key, 10)));
    BOOST_TEST(some.size() == 2U);
    BOOST_TEST(some.find("a") == nullptr);
    BOOST_TEST(!some.merges("a"));
    BOOST_REQUIRE(some.find("c") != nullptr);
    BOOST_TEST(some.find("c")->response.octets == "response");
    BOOST_TEST(some.merges("c"));
}

BOOST_AUTO_TEST_CASE(a_table_of_one_and_of_none) {
    Transactions one = table(1);
    BOOST_TEST(one.add(transaction("a", "", 10)));
    BOOST_TEST(one.add(transaction("b", "", 10)));
    BOOST_TEST(one.size() == 1U);
    Transactions none = table(0);
    BOOST_TEST(!none.add(transaction("a", "", 10)));
    BOOST_TEST(none.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_smaller_table_keeps_the_newest) {
    Transactions some = table(3);
    for (const char* key : {"a", "b", "c"}) some.add(transaction(key, key, 10));
    some.set_most(1);
    BOOST_TEST(some.size() == 1U);
    BOOST_TEST(some.find("c") != nullptr);
    BOOST_TEST(!some.merges("b"));
    some.set_most(2);
    some.add(transaction("d", "d", 10));
    BOOST_TEST(some.size() == 2U);
}

BOOST_AUTO_TEST_CASE(transactions_end_at_their_instant) {
    Transactions some = table(8);
    some.add(transaction("a", "m", 10));
    some.add(transaction("b", "m", 20));
    BOOST_TEST(some.next_end() == 10);
    some.expire(9);
    BOOST_TEST(some.size() == 2U);
    some.expire(10);
    BOOST_TEST(some.find("a") == nullptr);
    BOOST_TEST(some.merges("m"));  // the newer one's
    BOOST_TEST(some.next_end() == 20);
    some.drop_newest();
    BOOST_TEST(!some.merges("m"));
    BOOST_TEST(some.next_end() == model::time_max);
}
