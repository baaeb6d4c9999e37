#include "starzero/registrar/memory_store.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/registrar/failing_store.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

BindingList list_of(std::string aor, std::string uri) {
    model::BindingView view;
    view.aor = std::move(aor);
    view.uri = std::move(uri);
    view.display = "\"\t\n\"";
    view.call_id = "c";
    view.expires_at = 1'000;
    view.path = {"<sip:p1;lr>", "<sip:p2;lr;x=\"a,b\">"};
    view.instance = "urn:x-a:1";
    view.reg_id = 1;
    view.flow = "A";
    view.bulk = true;
    return {{{std::make_shared<const model::BindingView>(view), 0, 7}},
            {{"urn:x-a:1", "t~", 5, 2, 9}},
            1'000};
}

}  // namespace

BOOST_AUTO_TEST_CASE(save_and_load_are_inverse) {
    MemoryStore store;
    BOOST_TEST(store.replace("b@d", list_of("b@d", "sip:b@h")).has_value());
    BOOST_TEST(store.replace("a@d", list_of("a@d", "sip:a@h")).has_value());
    const std::string text = store.save();
    BOOST_TEST(text.find("a%40d") < text.find("b%40d"));
    MemoryStore other({7, 7});
    BOOST_TEST(other.load(text));
    BOOST_TEST(other.save() == text);
    const BindingList& list = **other.find("a@d");
    BOOST_TEST(list.bindings[0].view->display == "\"\t\n\"");
    BOOST_TEST((*list.bindings[0].view == *list_of("a@d", "sip:a@h").bindings[0].view));
    BOOST_TEST(list.bindings[0].contact_id == 7U);
    BOOST_TEST((list.instances == list_of("a@d", "sip:a@h").instances));
}

BOOST_AUTO_TEST_CASE(a_broken_text_changes_nothing) {
    MemoryStore store;
    store.replace("a@d", list_of("a@d", "sip:a@h"));
    const std::string text = store.save();
    const auto with = [&](std::string_view old, std::string_view fresh) {
        std::string other = text;
        return other.replace(other.find(old), old.size(), fresh);
    };
    const std::string record = text.substr(text.find('\n') + 1);  // without its binding
    for (const std::string& broken : {record, with("\t1\t1\t", "\t2147483648\t1\t"),
                                      with("\t1\t1\t", "\t1\t2\t"), with("\t-1\t", "\t1001\t")}) {
        BOOST_TEST(!store.load(broken), broken);
        BOOST_TEST(store.save() == text);
    }
    for (const std::string& broken :
         {std::string("x"), std::string("x\n"), text.substr(0, text.size() - 3),
          text.substr(0, 5) + "\n", std::string("a\t\tnot-a-uri\t\tc\t1\t1\t1\t1\t1\n"),
          std::string("a\t\tsip:a@h\t\tc\tx\t1\t1\t1\t1\n")}) {
        BOOST_TEST(!store.load(broken), broken);
        BOOST_TEST(store.save() == text);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_no_list) {
    MemoryStore store;
    store.replace("a@d", list_of("a@d", "sip:a@h"));
    store.replace("a@d", {});
    store.replace("never@d", {});
    BOOST_TEST((*store.find("a@d") == nullptr));
    BOOST_TEST(store.save().empty());
}

BOOST_AUTO_TEST_CASE(the_kth_call_fails_once) {
    MemoryStore behind;
    FailingStore store(behind);
    store.fail_at(2);
    BOOST_TEST(store.armed());
    BOOST_TEST(store.find("a").has_value());
    BOOST_TEST(!store.replace("a", {}).has_value());
    BOOST_TEST(store.replace("a", {}).has_value());
    BOOST_TEST(!store.armed());
}
