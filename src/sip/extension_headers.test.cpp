// Instance-ids, route lists and STUN: what extensions read.
#include <boost/test/unit_test.hpp>

#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/route_list.hpp"
#include "starzero/sip/stun.hpp"

using namespace starzero::sip;

namespace {

Result<FlowParams> flow_params(const std::string& params) {
    const std::string row = "<sip:a@h>" + params;
    ContactList list;
    BOOST_TEST_REQUIRE(parse_contact_row(row, list).has_value(), row);
    return flow_params_of(list.contacts[0]);
}

ErrorKind flow_error(const std::string& params) { return flow_params(params).error().kind; }

}  // namespace

BOOST_AUTO_TEST_CASE(instances_and_reg_ids) {
    const std::string instance =
        ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"";
    for (const char* valid : {"1", "2", "2147483647", "01"}) {
        BOOST_TEST(flow_params(instance + ";reg-id=" + valid)->reg_id.has_value(), valid);
    }
    BOOST_TEST((flow_error(instance + ";reg-id=0") == ErrorKind::range));
    BOOST_TEST((flow_error(instance + ";reg-id=2147483648") == ErrorKind::range));
    BOOST_TEST((flow_error(instance + ";reg-id=x") == ErrorKind::number));
    BOOST_TEST((flow_error(instance + ";reg-id") == ErrorKind::empty));
    BOOST_TEST((flow_error(";+sip.instance") == ErrorKind::quoted_string));
    BOOST_TEST((flow_error(";+sip.instance=\"urn:x-b:1\"") == ErrorKind::name_addr));
    BOOST_TEST((flow_error(";+sip.instance=\"<sip:a@h>\"") == ErrorKind::scheme));
    BOOST_TEST((flow_error(";+sip.instance=\"<urn:x:1>\"") == ErrorKind::scheme));
    BOOST_TEST((flow_error(";+sip.instance=\"<urn:x-b:>\"") == ErrorKind::escape));
    for (const char* wrong :
         {"", "u", "urn", "urn:", "urn:x-b", "xrn:x-b:1", "urn::1", "urn:-b:1"}) {
        const std::string urn = wrong;
        BOOST_TEST((flow_error(";+sip.instance=\"<" + urn + ">\"") == ErrorKind::scheme), wrong);
        BOOST_TEST(instance_key(urn).size() == urn.size(), wrong);
    }
    BOOST_TEST(parse_instance("\"<sip:a@h>\"").error().offset == 2U);
    const auto alone = flow_params(";reg-id=0");
    BOOST_TEST((alone && !alone->reg_id && alone->literal_reg_id));
    BOOST_TEST(instance_key("URN:UUID:AB") == instance_key("urn:uuid:ab"));
    BOOST_TEST(instance_key("URN:X-B:Ab") == "urn:x-b:Ab");
    BOOST_TEST(instance_key("urn:x-b:Ab") != instance_key("urn:x-b:ab"));
    // RFC 2141 section 5: neither does the case of an escape tell URNs apart.
    BOOST_TEST(instance_key("urn:x-b:A%2F%AbB") == "urn:x-b:A%2f%abB");
}

BOOST_AUTO_TEST_CASE(route_lists) {
    std::vector<RouteValue> list;
    BOOST_TEST(parse_route_row("<sip:p1;lr> , \"E, x\" <sips:p2;lr;ob>;x=1", list).has_value());
    BOOST_TEST_REQUIRE(list.size() == 2U);
    BOOST_TEST(list[1].value.uri.params.size() == 2U);
    for (const char* wrong : {"sip:p1;lr", "<tel:+1>", "<sip:p1", "", "<sip:p1>,", "<sip:p1> x"}) {
        std::vector<RouteValue> none;
        BOOST_TEST(!parse_route_row(wrong, none).has_value(), wrong);
    }
    Limits small;
    small.list_values = 1;
    std::vector<RouteValue> one;
    BOOST_TEST(
        (parse_route_row("<sip:a>,<sip:b>", one, small).error().kind == ErrorKind::too_many));
}

BOOST_AUTO_TEST_CASE(stun) {
    const std::string request = std::string("\0\1\0\0", 4) + "\x21\x12\xA4\x42" + "abcdefghijkl";
    const auto read = parse_stun_binding_request(request);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->unknown.empty());
    const auto mapped = [&](const char* source) {
        return parse_stun_binding_response(stun_binding_response(read->transaction, source))
            .value();
    };
    BOOST_TEST(mapped("192.0.2.7:5060") == "192.0.2.7:5060");
    BOOST_TEST(mapped("[2001:db8::7]:1") == "[2001:0db8:0000:0000:0000:0000:0000:0007]:1");
    BOOST_TEST(!parse_stun_binding_request(request.substr(0, 19)).has_value());
    BOOST_TEST(!parse_stun_binding_request(request + "x").has_value());
    BOOST_TEST(!parse_stun_binding_request("\1\1" + request.substr(2)).has_value());
    BOOST_TEST(looks_like_stun(request));
    // SOFTWARE may be ignored, CHANGE-REQUEST (0003) not; both padded to four octets.
    const std::string attributes = std::string("\x80\x22\0\3abc\0\0\3\0\4\0\0\0\6", 16);
    const std::string asking = std::string("\0\1\0\x10", 4) + request.substr(4) + attributes;
    const auto more = parse_stun_binding_request(asking);
    BOOST_TEST_REQUIRE(more.has_value());
    BOOST_TEST(more->unknown == std::vector<std::uint16_t>{3}, boost::test_tools::per_element());
    const std::string refusal = stun_unknown_attributes_response(*more);
    BOOST_TEST(refusal.size() == 20U + 4 + 24 + 4 + 4);
    BOOST_TEST(!parse_stun_binding_response(refusal).has_value());
    BOOST_TEST(!parse_stun_binding_request(asking.substr(0, 34)).has_value());
    // XOR-MAPPED-ADDRESS may stand behind others.
    std::string answer = stun_binding_response(more->transaction, "192.0.2.7:5060");
    answer.insert(20, std::string("\x80\x22\0\4abcd", 8));
    answer[3] = static_cast<char>(answer.size() - 20);
    BOOST_TEST(parse_stun_binding_response(answer).value() == "192.0.2.7:5060");
    BOOST_TEST(!looks_like_stun("REGISTER"));
}
