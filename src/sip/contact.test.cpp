#include "starzero/sip/contact.hpp"

#include <boost/test/unit_test.hpp>

using namespace starzero::sip;

namespace {

Result<ContactList> read(std::initializer_list<const char*> rows) {
    ContactList list;
    for (const char* row : rows) {
        if (const auto ok = parse_contact_row(row, list); !ok) return std::unexpected(ok.error());
    }
    return list;
}

ErrorKind error_of(std::initializer_list<const char*> rows) { return read(rows).error().kind; }

}  // namespace

BOOST_AUTO_TEST_CASE(lists_over_rows) {
    const auto list = read({"\"A, <b>\" <sip:a@h;x=1>;q=0.5 , sip:b@h;x=1", "tel:+1;expires=7"});
    BOOST_TEST_REQUIRE(list.has_value());
    BOOST_TEST_REQUIRE(list->contacts.size() == 3U);
    BOOST_TEST(list->contacts[0].text == "\"A, <b>\" <sip:a@h;x=1>;q=0.5");
    BOOST_TEST(list->contacts[0].value.uri.params.size() == 1U);
    BOOST_TEST(list->contacts[1].value.uri.params.empty());
    BOOST_TEST(list->contacts[1].value.params.size() == 1U);
    BOOST_TEST(interval_of(list->contacts[2]).seconds == 7U);
    std::string out;
    append_contact_list(out, *list);
    BOOST_TEST(out == "\"A, <b>\" <sip:a@h;x=1>;q=0.5, <sip:b@h>;x=1, <tel:+1>;expires=7");
}

BOOST_AUTO_TEST_CASE(the_wildcard_stands_alone) {
    BOOST_TEST(read({"*"})->wildcard);
    BOOST_TEST(read({" * "})->wildcard);
    BOOST_TEST((error_of({"*", "*"}) == ErrorKind::wildcard));
    BOOST_TEST((error_of({"*", "<sip:a@h>"}) == ErrorKind::wildcard));
    BOOST_TEST((error_of({"<sip:a@h>", "*"}) == ErrorKind::wildcard));
    BOOST_TEST((error_of({"<sip:a@h>, *"}) == ErrorKind::wildcard));
    BOOST_TEST((error_of({"*;expires=0"}) == ErrorKind::wildcard));
    BOOST_TEST((error_of({"*sip:a@h"}) == ErrorKind::wildcard));
    BOOST_TEST((error_of({"*, <sip:a@h>"}) == ErrorKind::wildcard));
    // 25.1: '*' is a character of a token, and so of a display name.
    for (const char* named : {"*foo <sip:a@h>", "* <sip:a@h>", "*<sip:a@h>", "*x* y <sip:a@h>"}) {
        const auto list = read({named});
        BOOST_TEST_REQUIRE(list.has_value(), named);
        BOOST_TEST(!list->wildcard);
        BOOST_TEST(list->contacts.size() == 1U);
    }
    BOOST_TEST((error_of({"<*>"}) == ErrorKind::scheme));
    BOOST_TEST((error_of({"\"x\" *"}) == ErrorKind::name_addr));
}

BOOST_AUTO_TEST_CASE(errors_name_their_place) {
    BOOST_TEST((error_of({""}) == ErrorKind::empty));
    BOOST_TEST((error_of({"<sip:a@h>,"}) == ErrorKind::empty));
    BOOST_TEST((error_of({"<sip:a@h"}) == ErrorKind::name_addr));
    BOOST_TEST((error_of({"sip:a@h?x=y"}) == ErrorKind::name_addr));
    BOOST_TEST((error_of({"<sip:a@h>;x;X"}) == ErrorKind::duplicate));
    BOOST_TEST((error_of({"<sip:a@h>;;"}) == ErrorKind::parameter));
    BOOST_TEST((error_of({"<sip:a@h>;x=,"}) == ErrorKind::parameter));
    BOOST_TEST((error_of({"<sip:a@h>;x=[::1"}) == ErrorKind::parameter));
    BOOST_TEST((error_of({"<sip:a@h> x"}) == ErrorKind::trailing));
    BOOST_TEST((error_of({"\"open <sip:a@h>"}) == ErrorKind::quoted_string));
    std::string many = "<sip:a@h>";
    for (int i = 0; i < 40; ++i) many += ";p" + std::to_string(i);
    BOOST_TEST((error_of({many.c_str()}) == ErrorKind::too_many));
    many = "<sip:a@h>";
    for (int i = 0; i < 80; ++i) many += ",<sip:a@h>";
    BOOST_TEST((error_of({many.c_str()}) == ErrorKind::too_many));
}

BOOST_AUTO_TEST_CASE(display_names) {
    BOOST_TEST(plain_display("\"a \\\"b\\\" \\\\\"") == "a \"b\" \\");
    BOOST_TEST(plain_display("Alice  B") == "Alice  B");
    BOOST_TEST(read({"Alice B<sip:a@h>"})->contacts[0].value.display == "Alice B");
}
