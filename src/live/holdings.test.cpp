#include "starzero/live/holdings.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero;
using namespace starzero::live;
using Holdings = std::vector<model::Held>;

BOOST_AUTO_TEST_CASE(text_of_kamcmd) {
    const auto held = read_holdings(
        "{\n\tAoR: sz1\n\tContacts: {\n\t\tContact: {\n\t\t\tAddress: sip:a@192.0.2.4\n"
        "\t\t\tExpires: 3597\n\t\t\tQ: -1.000000\n\t\t}\n\t\tContact: {\n"
        "\t\t\tAddress: sip:b@192.0.2.5\n\t\t\tExpires: deleted\n\t\t}\n\t}\n}\n");
    BOOST_TEST((held == Holdings{{"sip:a@192.0.2.4", 3597}}));
}

BOOST_AUTO_TEST_CASE(json_of_opensips_and_kamailio) {
    BOOST_TEST((read_holdings(R"({"AOR":"a","Contacts":[{"Contact":"sip:a@192.0.2.4","Expires":60},
                                 {"Contact":"sip:b@192.0.2.5","Expires":"expired"}]})") ==
                Holdings{{"sip:a@192.0.2.4", 60}}));
    BOOST_TEST((read_holdings(R"({"result":{"Contacts":[{"Contact":{"Address":"sip:a@192.0.2.4",
                                 "Expires":60}}]}})") == Holdings{{"sip:a@192.0.2.4", 60}}));
    BOOST_TEST(read_holdings("[]").empty());
}

BOOST_AUTO_TEST_CASE(lines_of_anybody) {
    BOOST_TEST((read_holdings("sip:a@192.0.2.4 60\nnoise: x\nsip:b@192.0.2.5\nsip:c@h 0\n") ==
                Holdings{{"sip:a@192.0.2.4", 60}, {"sip:b@192.0.2.5", -1}}));
    BOOST_TEST(read_holdings("").empty());
    BOOST_TEST(read_holdings("error: 404 - AOR not found").empty());
    BOOST_TEST(read_holdings(std::string(100'000, '[')).empty());
}

BOOST_AUTO_TEST_CASE(commands_are_filled_in) {
    BOOST_TEST(filled_in("show {aor} {user} {domain}", "sz1", "example.test").value() ==
               "show sz1@example.test sz1 example.test");
    BOOST_TEST(!filled_in("show {aor}", "a;rm", "example.test").has_value());
    BOOST_TEST(!filled_in("show {aor}", "a", "$(x)").has_value());
}
