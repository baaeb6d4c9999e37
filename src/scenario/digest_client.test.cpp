#include "starzero/scenario/digest_client.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/scenario/register_message.hpp"

using namespace starzero;
using namespace starzero::scenario;

namespace {

std::string authorised(const std::string& challenge) {
    const model::ToyHash hash;
    DigestClient client(hash);
    client.see("A",
               "SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\"" +
                   challenge + "\r\n\r\n");
    Event event;
    event.octets = RegisterMessage().octets();
    event.credentials = Credentials{"alice", "secret"};
    return client.authorised("A", event);
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_form_that_the_challenge_asks_for) {
    const std::string with = authorised(", qop=\"auth-int, AUTH\", opaque=\"o\\\"x\"");
    BOOST_TEST(contains(with, "qop=auth, nc=00000001"), with);
    BOOST_TEST(contains(with, "opaque=\"o\\\"x\""), with);
    for (const char* none : {"", ", qop=\"auth-int\"", ", qop=\"\""}) {
        const std::string without = authorised(none);
        BOOST_TEST(contains(without, "response=\""), without);
        BOOST_TEST(!contains(without, "qop="), without);
        BOOST_TEST(!contains(without, "opaque="), without);
    }
}
