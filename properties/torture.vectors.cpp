// RFC 4475 and RFC 5118, rebuilt from the requirement catalogue's description (section 12): every
// file of corpus/torture keeps every rule and gets a status that its row allows. 0 is silence.
#include <filesystem>
#include <map>
#include <set>

#include "starzero/scenario/scenario_text.hpp"
#include "support.hpp"

using namespace starzero;

namespace {

const std::map<std::string, std::set<int>> expected{
    {"wsinv-like", {405, 501}},
    {"wsinv-register-like", {200}},
    {"intmeth-like", {501}},
    {"intmeth-register-like", {200}},
    {"esc01-like", {405, 501}},
    {"esc01-register-like", {200}},
    {"escnull-like", {200}},
    {"esc02-like", {501}},
    {"lwsdisp-like", {200}},
    {"longreq-like", {200}},
    {"dblreq-like", {200}},
    {"semiuri-like", {405}},
    {"semiuri-register-like", {200}},
    {"transports-like", {200}},
    {"mpart01-like", {405, 415}},
    {"unreason-like", {0}},
    {"noreason-like", {0}},
    {"badinv01-like", {0, 400}},
    {"badinv01-register-like", {400}},
    {"clerr-like", {400}},
    {"ncl-like", {400}},
    {"scalar02-like", {400}},
    {"scalar02-expires-like", {200}},
    {"scalar02-forwards-like", {200, 400}},
    {"scalar02-contact-like", {200}},
    {"scalarlg-like", {0}},
    {"quotbal-like", {400}},
    {"ltgtruri-like", {400}},
    {"lwsruri-like", {400}},
    {"lwsstart-like", {400}},
    {"trws-like", {400}},
    {"escruri-like", {200, 400}},
    {"baddate-like", {200}},
    {"regbadct-like", {400}},
    {"badaspec-like", {400}},
    {"baddn-like", {400}},
    {"badvers-like", {505}},
    {"mismatch01-like", {400}},
    {"mismatch02-like", {400, 501}},
    {"bigcode-like", {0}},
    {"badbranch-like", {200, 400}},
    {"insuf-like", {400}},
    {"unkscm-like", {416}},
    {"novelsc-like", {404, 416}},
    {"unksm2-like", {400}},
    {"bext01-like", {420}},
    {"invut-like", {415}},
    {"regaut01-like", {200}},
    {"multi01-like", {400}},
    {"mcl01-like", {400}},
    {"bcast-like", {0}},
    {"zeromf-like", {200}},
    {"cparam01-like", {200}},
    {"cparam02-like", {200}},
    {"regescrt-like", {200}},
    {"sdp01-like", {200}},
    {"inv2543-like", {405}},
    {"inv2543-register-like", {200}},
    {"5118-good-like", {200}},
    {"5118-bad-like", {400}},
    {"5118-portamb-like", {404}},
    {"5118-portok-like", {200}},
    {"5118-viarecv-brackets-like", {200}},
    {"5118-viarecv-plain-like", {200}},
    {"5118-multip-like", {200}},
    {"5118-mapped-like", {200}},
    {"5118-3colons-like", {400}},
    {"5118-3colons-right-like", {405}},
    {"5118-sdp-like", {405}},
};

scenario::Transcript run(const std::string& name) {
    const auto path = std::filesystem::path(STARZERO_CORPUS) / "torture" / name;
    const std::string text = properties::octets_of(path);
    return properties::demand_all_rules(scenario::read_scenario(text));
}

const model::BindingView& only_binding(const scenario::Transcript& transcript) {
    BOOST_TEST_REQUIRE(transcript.entries[0].snapshot->size() == 1U);
    return *transcript.entries[0].snapshot->front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(torture)

BOOST_AUTO_TEST_CASE(every_message_gets_a_status_of_its_row) {
    for (const auto& [name, statuses] : expected) {
        BOOST_TEST_CONTEXT(name) {
            const auto transcript = run(name);
            BOOST_TEST_REQUIRE(transcript.entries.size() == 1U);
            const int status = properties::status_of(transcript.entries[0]);
            BOOST_TEST(statuses.contains(status), "status " << status);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_file_has_its_row) {
    const auto folder = std::filesystem::path(STARZERO_CORPUS) / "torture";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        BOOST_TEST(expected.contains(name), name);
    }
}

BOOST_AUTO_TEST_CASE(owners_of_parameters) {
    BOOST_TEST(only_binding(run("cparam01-like")).uri == "sip:+19725552222@gw1.example.net");
    BOOST_TEST(only_binding(run("cparam01-like")).params == ";unknownparam");
    BOOST_TEST(only_binding(run("cparam02-like")).uri ==
               "sip:+19725552222@gw1.example.net;unknownparam");
    BOOST_TEST(only_binding(run("cparam02-like")).params == "");
    BOOST_TEST(only_binding(run("regescrt-like")).uri ==
               "sip:user@example.com?Route=%3Csip:sip.example.com%3E");
}

BOOST_AUTO_TEST_CASE(escnull_keeps_two_contacts_and_its_key) {
    const auto transcript = run("escnull-like");
    BOOST_TEST_REQUIRE(transcript.entries[0].snapshot->size() == 2U);
    BOOST_TEST(transcript.entries[0].snapshot->front()->aor == "null-%00-null@example.com");
}

BOOST_AUTO_TEST_SUITE_END()
