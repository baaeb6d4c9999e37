#include "starzero/registrar/reginfo.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/model/log_record.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

const Gruus gruus({1, 2}, "tgruu~");

BindingChange change_of(model::BindingView view, model::RegEventKind kind,
                        std::optional<InstanceRecord> gruu = std::nullopt) {
    view.aor = "alice@example.com";
    const model::RegEvent event{kind, view.aor, view.uri, view.expires_at};
    Binding binding;
    binding.view = std::make_shared<model::BindingView>(std::move(view));
    binding.contact_id = 7;
    return {event, std::move(binding), std::move(gruu)};
}

std::string document_of(BindingChange change, const Gruus* gruu_maker = nullptr) {
    return print_reginfo({"alice@example.com", 3, false, true, {std::move(change)}}, 5, gruu_maker,
                         10'500);
}

model::BindingView view_of(std::string uri) {
    model::BindingView view;
    view.uri = std::move(uri);
    view.expires_at = 61'000;
    view.registered_at = 500;
    return view;
}

// What stands for a display name.
std::string shown(std::string_view octets) {
    model::BindingView view = view_of("sip:a@192.0.2.4");
    view.display = octets;
    const std::string text = document_of(change_of(view, model::RegEventKind::registered));
    const std::size_t begin = text.find("<display-name>") + 14;
    return text.substr(begin, text.find("</display-name>") - begin);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

// RFC 3680 5.3: registered in whole seconds that are over, expires in those that have begun.
BOOST_AUTO_TEST_CASE(a_contact_in_a_document) {
    model::BindingView view = view_of("sip:a@192.0.2.4");
    view.params = ";q=0.5;x=\"1\";flag";
    view.q = 500;
    view.call_id = "c<1>";
    view.cseq = 9;
    BOOST_TEST(document_of(change_of(view, model::RegEventKind::registered)) ==
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\""
               " xmlns:gr=\"urn:ietf:params:xml:ns:gruuinfo\" version=\"3\" state=\"partial\">\n"
               "<registration aor=\"sip:alice@example.com\" id=\"r5\" state=\"active\">\n"
               "<contact id=\"c7\" state=\"active\" event=\"registered\" expires=\"51\""
               " duration-registered=\"10\" q=\"0.5\" callid=\"c&lt;1&gt;\" cseq=\"9\">"
               "<uri>sip:a@192.0.2.4</uri><unknown-param name=\"x\">&quot;1&quot;</unknown-param>"
               "<unknown-param name=\"flag\"></unknown-param></contact>\n"
               "</registration>\n</reginfo>\n");
}

// 5.1: a registration without contacts is init before any was, terminated afterwards.
BOOST_AUTO_TEST_CASE(states_of_a_registration) {
    const auto of = [](bool full, bool bound) {
        return print_reginfo({"a@h", 0, full, bound, {}}, 1, nullptr, 0);
    };
    BOOST_TEST(has(of(true, true),
                   "state=\"full\">\n<registration aor=\"sip:a@h\" id=\"r1\" "
                   "state=\"active\""));
    BOOST_TEST(has(of(true, false), "id=\"r1\" state=\"init\""));
    BOOST_TEST(has(of(false, false), "id=\"r1\" state=\"terminated\""));
    BOOST_TEST(has(of(false, true), "state=\"partial\""));
}

// 5.1: what has ended has no expires any more.
BOOST_AUTO_TEST_CASE(what_has_ended_is_terminated) {
    for (const auto kind : {model::RegEventKind::expired, model::RegEventKind::unregistered}) {
        const std::string text = document_of(change_of(view_of("sip:a@h"), kind));
        BOOST_TEST(has(text, "id=\"c7\" state=\"terminated\""));
        BOOST_TEST(!has(text, "expires="));
        BOOST_TEST(!has(text, " q="));
    }
}

// XML 1.0 section 2.2: a tab, what is at least a blank, no surrogates, not FFFE and FFFF; in UTF-8
// of RFC 3629, each code point in its shortest form.
BOOST_AUTO_TEST_CASE(characters_that_xml_can_carry) {
    const std::string_view fine[] = {"a ~\x7F",      "\xC2\x80",         "\xDF\xBF",
                                     "\xE0\xA0\x80", "\xED\x9F\xBF",     "\xEE\x80\x80",
                                     "\xEF\xBF\xBD", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"};
    for (const auto text : fine) BOOST_TEST(shown(text) == text);
    const std::string_view foul[] = {"\x01",
                                     "\x1F",
                                     "\x80",
                                     "\xC1\xBF",
                                     "\xC2",
                                     "\xC2\x41",
                                     "\xE0\x9F\xBF",
                                     "\xED\xA0\x80",
                                     "\xED\xBF\xBF",
                                     "\xEF\xBF\xBE",
                                     "\xEF\xBF\xBF",
                                     "\xF0\x8F\xBF\xBF",
                                     "\xF4\x90\x80\x80",
                                     "\xF5\x80\x80\x80",
                                     "\xF0\x90\x80"};
    for (const auto text : foul) {
        const std::string out = shown(text);
        BOOST_TEST(out.starts_with("\xEF\xBF\xBD"), model::log_escape(text));
        BOOST_TEST(!has(out, text), model::log_escape(text));
    }
    BOOST_TEST(shown("<&>\t'") == "&lt;&amp;&gt;&#9;'");
}

// RFC 5628 section 5: GRUUs of an instance, in the scheme of the contact; a temporary one while
// there is a binding, none for the many of a bulk contact (RFC 6140 7.1.2).
BOOST_AUTO_TEST_CASE(gruus_in_a_document) {
    const InstanceRecord record{"urn:x-b:1", "tgruu~", 77, 4, 3};
    const auto text_of = [&](const char* uri, model::RegEventKind kind, bool bulk,
                             std::optional<InstanceRecord> of) {
        model::BindingView view = view_of(uri);
        view.instance = "urn:x-b:1";
        view.bulk = bulk;
        return document_of(change_of(view, kind, std::move(of)), &gruus);
    };
    using Kind = model::RegEventKind;
    const std::string plain = text_of("sip:a@h", Kind::refreshed, false, record);
    BOOST_TEST(has(plain, "<gr:pub-gruu uri=\"sip:alice@example.com;gr=urn:x-b:1~"), plain);
    BOOST_TEST(has(plain, "<gr:temp-gruu uri=\"sip:tgruu~"), plain);
    BOOST_TEST(has(plain, " first-cseq=\"3\"/>"), plain);
    const std::string secure = text_of("sips:a@h", Kind::refreshed, false, record);
    BOOST_TEST(has(secure, "<gr:pub-gruu uri=\"sips:alice@example.com;gr=urn:x-b:1~"), secure);
    BOOST_TEST(has(secure, "<gr:temp-gruu uri=\"sips:tgruu~"), secure);
    BOOST_TEST(!has(text_of("sip:a@h", Kind::expired, false, record), "temp-gruu"));
    BOOST_TEST(!has(text_of("sip:a@h", Kind::refreshed, true, record), "temp-gruu"));
    BOOST_TEST(!has(text_of("sip:a@h", Kind::refreshed, false, std::nullopt), "temp-gruu"));
    BOOST_TEST(!has(text_of("mailto:a@h", Kind::refreshed, false, record), "gruu uri"));
    BOOST_TEST(!has(document_of(change_of(view_of("sip:a@h"), Kind::refreshed, record), &gruus),
                    "gruu uri"));
}
