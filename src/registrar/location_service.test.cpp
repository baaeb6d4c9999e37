#include "starzero/registrar/location_service.hpp"

#include <boost/test/unit_test.hpp>

#include "starzero/registrar/failing_store.hpp"
#include "starzero/registrar/memory_store.hpp"
#include "starzero/sip/uri_compare.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

Binding binding(const char* uri, Millis expires_at, int q = -1, Millis updated_at = 0) {
    model::BindingView view;
    view.aor = "a@d";
    view.uri = uri;
    view.q = q;
    view.expires_at = expires_at;
    view.updated_at = updated_at;
    const auto hash = sip::comparison_hash(*sip::parse_uri(uri));
    return {std::make_shared<const model::BindingView>(view), hash, hash + view.uri.size()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(expiry_needs_no_sweep) {
    MemoryStore store;
    LocationService service(store, {1, 2});
    BOOST_TEST(service.commit("a@d", {{binding("sip:a@h", 1'000)}, {}}, 0).has_value());
    BOOST_TEST(service.live("a@d", 999)->bindings.size() == 1U);
    BOOST_TEST(service.live("a@d", 1'000)->bindings.empty());
    BOOST_TEST(service.snapshot(1'000).empty());
    BOOST_TEST(service.targets("a@d", 1'000)->empty());
    BOOST_TEST(service.next_sweep() == 1'000);
    BOOST_TEST(service.sweep(1'000));
    BOOST_TEST(service.next_sweep() == model::time_max);
    BOOST_TEST(service.changes().size() == 2U);
}

BOOST_AUTO_TEST_CASE(refreshes_push_no_wakes_and_shortenings_are_pruned) {
    MemoryStore store;
    LocationService service(store, {1, 2});
    for (Millis i = 0; i < 5'000; ++i) {
        BOOST_TEST(service.commit("a@d", {{binding("sip:a@h", 9'000'000 - i)}, {}}, 0).has_value());
    }
    BOOST_TEST(service.next_sweep() == 9'000'000 - 4'999);
    BOOST_TEST(service.wakes() < 2'500U);
    service.commit("a@d", {{binding("sip:a@h", 20'000'000)}, {}}, 0);
    BOOST_TEST(service.sweep(10'000'000));
    BOOST_TEST(service.live("a@d", 10'000'000)->bindings.size() == 1U);
    BOOST_TEST(service.next_sweep() == 20'000'000);
}

BOOST_AUTO_TEST_CASE(a_failing_store_is_tried_again) {
    MemoryStore behind;
    FailingStore store(behind);
    LocationService service(store, {1, 2});
    service.commit("a@d", {{binding("sip:a@h", 1'000)}, {}}, 0);
    for (const std::uint64_t k : {1U, 2U}) {
        store.fail_at(k);
        BOOST_TEST(!service.sweep(2'000));
    }
    store.fail_at(1);
    BOOST_TEST(!service.targets("a@d", 0));
    BOOST_TEST(service.sweep(2'000));
    BOOST_TEST(behind.save().empty());
}

BOOST_AUTO_TEST_CASE(targets_are_in_order) {
    MemoryStore store;
    LocationService service(store, {1, 2});
    service.commit("a@d",
                   {{binding("sip:a@h;x=1", 9'000, 500, 1), binding("sip:b@h", 9'000, 500, 2),
                     binding("sip:c@h", 9'000), binding("sip:a@h;x=2", 9'000, 500, 1),
                     binding("sip:a@h", 9'000, 100)},
                    {}},
                   0);
    const auto targets = *service.targets("a@d", 0);
    std::string order;
    for (const auto& view : targets) order += view->uri + " ";
    BOOST_TEST(order == "sip:c@h sip:b@h sip:a@h;x=1 sip:a@h;x=2 sip:a@h ");
}
