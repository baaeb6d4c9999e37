#include "starzero/registrar/registrar.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <boost/test/unit_test.hpp>

#include "starzero/registrar/memory_store.hpp"
#include "starzero/registrar/sharded_registrar.hpp"

using namespace starzero;
using namespace starzero::registrar;

namespace {

struct Records final : model::LogSink {
    void record(const model::LogRecord& record) override {
        taken.push_back(record);
        if (fails) throw 1;
    }
    std::vector<model::LogRecord> taken;
    bool fails = false;
};

std::string request(int serial, const std::string& rows) {
    const std::string n = std::to_string(serial);
    return "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK" + n +
           "\r\nMax-Forwards: 70\r\nFrom: <sip:a@example.com>;tag=" + n +
           "\r\nTo: <sip:a@example.com>\r\nCall-ID: c\r\nCSeq: " + n + " REGISTER\r\n" + rows +
           "Content-Length: 0\r\n\r\n";
}

struct Fixture {
    Records log;
    MemoryStore store;
    model::Policy policy;
    model::ToyHash hash;
    Registrar registrar{policy, {store, log, hash, {1, 2}}};
    model::Flow flow;

    std::string ask(const std::string& octets, Millis now = 0) {
        registrar.handle(flow, octets, now, model::wall_start);
        const auto transmit = registrar.poll_transmit();
        return transmit ? transmit->octets : std::string{};
    }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(timeouts_are_polled, Fixture) {
    BOOST_TEST(registrar.poll_timeout() == model::time_max);
    ask(request(1, "Contact: <sip:a@h>;expires=60\r\n"));
    BOOST_TEST(registrar.poll_timeout() == 32'000);
    registrar.handle_timeout(32'000);
    BOOST_TEST(registrar.poll_timeout() == 60'000);
    registrar.handle_timeout(60'000);
    BOOST_TEST(registrar.poll_timeout() == model::time_max);
    BOOST_TEST(store.save().empty());
}

// As a lookup has them: no q counts as 1 (20.10).
BOOST_FIXTURE_TEST_CASE(lists_are_in_order_of_preference, Fixture) {
    const std::string listed =
        ask(request(1, "Contact: <sip:a@h>;q=1, <sip:b@h>, <sip:c@h>;q=0.5, <sip:d@h>;q=1\r\n"));
    std::size_t at = 0;
    for (const char* uri : {"sip:a@h", "sip:b@h", "sip:d@h", "sip:c@h"}) {
        const std::size_t found = listed.find(uri, at);
        BOOST_TEST_REQUIRE(found != std::string::npos, uri << ": " << listed);
        at = found;
    }
}

BOOST_FIXTURE_TEST_CASE(a_throwing_sink_changes_nothing, Fixture) {
    const std::string quiet = ask(request(1, "Contact: <sip:a@h>\r\n"));
    log.fails = true;
    BOOST_TEST(ask(request(2, "Contact: *\r\nExpires: 0\r\n")).starts_with("SIP/2.0 200"));
    BOOST_TEST(quiet.starts_with("SIP/2.0 200"));
    BOOST_TEST(store.save().empty());
}

BOOST_FIXTURE_TEST_CASE(warnings_are_limited_and_counted, Fixture) {
    model::Policy tight;
    tight.limits.contacts = 1;
    tight.limits.warnings_per_minute = 2;
    Registrar other(tight, {store, log, hash, {1, 2}});
    const auto flood = [&](Millis now) {
        for (int i = 0; i < 5; ++i) {
            other.handle(flow, request(100 + i, "Contact: <sip:a@h>,<sip:b@h>\r\n"), now, 0);
            other.handle_timeout(now);
        }
    };
    flood(0);
    int warnings = 0;
    for (const auto& record : log.taken) warnings += record.level == model::Level::warn ? 1 : 0;
    BOOST_TEST(warnings == 2);
    log.taken.clear();
    flood(60'000);
    BOOST_TEST(log.taken.front().suppressed == 3U);
    BOOST_TEST(to_line(log.taken.front()).find("suppressed=3") != std::string::npos);
}

// 19.3: a tag that cannot be guessed has no part that stays as it is.
BOOST_FIXTURE_TEST_CASE(each_digit_of_a_tag_counts, Fixture) {
    std::array<std::set<char>, 16> seen;
    for (int i = 1; i <= 64; ++i) {
        const std::string response = ask(request(i, ""));
        const std::size_t to = response.find("To: <sip:a@example.com>;tag=");
        BOOST_TEST_REQUIRE(to != std::string::npos, response);
        const std::string tag = response.substr(to + 28, response.find('\r', to) - to - 28);
        BOOST_TEST_REQUIRE(tag.size() == seen.size());
        for (std::size_t at = 0; at < tag.size(); ++at) seen[at].insert(tag[at]);
    }
    for (const auto& digits : seen) BOOST_TEST(digits.size() > 8U);
}

// D-01: where the policy answers 200 to what is out of order, the record tells that it had no
// effect.
BOOST_FIXTURE_TEST_CASE(what_is_passed_over_is_told, Fixture) {
    policy.cseq_failure = model::CSeqFailure::ignore_with_200;
    Registrar other(policy, {store, log, hash, {1, 2}});
    other.handle(flow, request(2, "Contact: <sip:a@h>\r\n"), 0, 0);
    BOOST_TEST((log.taken.back().reason == model::Reason::registered));
    const auto before = store.save();
    other.handle(flow, request(1, "Contact: <sip:a@h>;q=0.5\r\n"), 0, 0);
    BOOST_TEST((log.taken.back().reason == model::Reason::ignored_out_of_order));
    BOOST_TEST(log.taken.back().status == 200);
    BOOST_TEST((store.save() == before));
}

BOOST_FIXTURE_TEST_CASE(an_unusable_policy_is_told_once, Fixture) {
    using Edit = void (*)(model::Policy&);
    const Edit edits[] = {[](model::Policy& p) { p.min_expires = 9'000; },
                          [](model::Policy& p) { p.domains.clear(); },
                          [](model::Policy& p) { p.min_expires = p.max_expires = 0; },
                          [](model::Policy& p) { p.min_expires = p.default_expires = 0; },
                          [](model::Policy& p) { p.default_expires = p.min_expires - 1; },
                          [](model::Policy& p) {
                              p.extensions.add(model::Extension::digest);
                              p.digest.algorithms.clear();
                          }};
    for (const Edit edit : edits) {
        log.taken.clear();
        model::Policy bad;
        edit(bad);
        Registrar other(bad, {store, log, hash, {1, 2}});
        BOOST_TEST(log.taken.size() == 1U);
        other.handle(flow, request(1, ""), 0, 0);
        other.handle(flow, request(2, ""), 0, 0);
        BOOST_TEST(std::ranges::count(log.taken, model::Reason::unusable_policy,
                                      &model::LogRecord::reason) == 1);
    }
    log.taken.clear();
    Registrar other(model::Policy{}, {store, log, hash, {1, 2}});
    BOOST_TEST(log.taken.empty());
}

BOOST_FIXTURE_TEST_CASE(subscriptions_leave_a_record, Fixture) {
    policy.limits.subscriptions = 1;
    Registrar other(policy, {store, log, hash, {1, 2}});
    const auto record_of = [&](std::string_view uri) {
        log.taken.clear();
        (void)other.subscribe(uri, 0);
        BOOST_TEST_REQUIRE(log.taken.size() == 1U);
        return log.taken.back();
    };
    BOOST_TEST((record_of("sip:a@example.com").reason == model::Reason::subscribed));
    const auto refused = record_of("sip:b@example.com");
    BOOST_TEST((refused.reason == model::Reason::too_many_subscriptions));
    BOOST_TEST(refused.aor == "b@example.com");
}

// P-17: what cannot be read and holds control octets is left out of the answer, never copied.
BOOST_FIXTURE_TEST_CASE(what_is_unreadable_is_copied_or_left_out, Fixture) {
    const auto answer_to = [&](const std::string& to) {
        std::string octets = request(7, "");
        return ask(octets.replace(octets.find("To: <sip:a@example.com>"), 23, "To: " + to));
    };
    for (const std::string to : {"<sip:a@", "<sip:a\t@"}) {
        const std::string response = answer_to(to);
        BOOST_TEST(response.starts_with("SIP/2.0 400"), response);
        BOOST_TEST(response.find("\r\nTo: " + to + "\r\n") != std::string::npos, response);
    }
    BOOST_TEST(answer_to("<sip:a\x01@").find("\r\nTo:") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(streams_are_cut_bounded_and_closed, Fixture) {
    policy.limits.flows = 1;
    Registrar other(policy, {store, log, hash, {1, 2}});
    model::Flow first;
    first.id = "1";
    first.transport = model::Transport::tcp;
    model::Flow second = first;
    second.id = "2";
    const std::string octets = request(1, "");
    other.handle(second, octets.substr(0, 50), 0, 0);
    other.handle(first, octets, 0, 0);  // the only place is taken
    BOOST_TEST(!other.poll_transmit().has_value());
    BOOST_TEST(other.poll_close().value_or("") == "1");
    other.handle(second, octets.substr(50), 0, 0);
    BOOST_TEST(other.poll_transmit().has_value());
    other.handle(second, "REGISTER sip:d SIP/2.0\r\n\r\n", 0, 0);
    BOOST_TEST(other.poll_close().value_or("") == "2");
    other.close("2", 0);
    other.handle(second, octets, 0, 0);
    BOOST_TEST(other.poll_transmit().has_value());
}

BOOST_FIXTURE_TEST_CASE(responses_take_the_right_way, Fixture) {
    const auto destination = [&](const std::string& via) {
        std::string octets = request(7, "");
        octets.replace(octets.find("SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK7"), 37, via);
        registrar.handle(flow, octets, 0, 0);
        return registrar.poll_transmit()->destination;
    };
    BOOST_TEST(destination("SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa") == "192.0.2.7:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h:5090;branch=z9hG4bKb") == "192.0.2.7:5090");
    BOOST_TEST(destination("SIP/2.0/UDP h:5090;rport;branch=z9hG4bKc") == "192.0.2.7:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=192.0.2.99;branch=z9hG4bKd") == "192.0.2.99:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=224.0.1.75;branch=z9hG4bKe") == "192.0.2.7:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h;maddr=[ff02::1];branch=z9hG4bKf") == "192.0.2.7:5060");
    BOOST_TEST(destination("SIP/2.0/UDP h:5;maddr=192.0.2.9;rport;branch=z9hG4bKh") ==
               "192.0.2.9:5");
    flow.source = "[2001:db8::7]:5070";
    BOOST_TEST(destination("SIP/2.0/UDP h;rport;branch=z9hG4bKg") == "[2001:db8::7]:5070");
}

BOOST_FIXTURE_TEST_CASE(lookups_tell_their_statuses, Fixture) {
    policy.unknown_users = {"ghost"};
    registrar.reload(policy, 0);
    BOOST_TEST(
        (registrar.lookup("sip:a@example.com", 0).status == model::LookupStatus::no_bindings));
    BOOST_TEST((registrar.lookup("sip:%67host@example.com", 0).status ==
                model::LookupStatus::unknown_aor));
    BOOST_TEST((registrar.lookup("sip:a@x", 0).status == model::LookupStatus::unknown_aor));
    BOOST_TEST((registrar.lookup("junk", 0).status == model::LookupStatus::unknown_aor));
    ask(request(1, "Contact: <sip:a@h>\r\n"));
    BOOST_TEST((registrar.lookup("sip:a@example.com", 0).status == model::LookupStatus::found));
}

BOOST_FIXTURE_TEST_CASE(the_transaction_table_is_bounded, Fixture) {
    model::Policy small;
    small.limits.transactions = 2;
    Registrar other(small, {store, log, hash, {1, 2}});
    const auto ask_other = [&](int serial) {
        other.handle(flow, request(serial, "Contact: <sip:a@h>\r\n"), 0, 0);
        return other.poll_transmit()->octets;
    };
    const std::string first = ask_other(1);
    ask_other(2);
    BOOST_TEST(ask_other(1) == first);
    ask_other(3);
    BOOST_TEST(ask_other(1).starts_with("SIP/2.0 500"));  // forgotten, so executed: CSeq catches it
    small.limits.transactions = 0;
    Registrar none(small, {store, log, hash, {1, 2}});
    none.handle(flow, request(9, ""), 0, 0);
    BOOST_TEST(none.poll_timeout() >= 32'000);
}

// A new policy holds for the next request, on streams that are open and in tables that are kept.
BOOST_FIXTURE_TEST_CASE(a_reload_reaches_what_is_open, Fixture) {
    policy.limits.message_octets = 400;
    registrar.reload(policy, 0);
    flow.transport = model::Transport::tcp;
    BOOST_TEST(ask(request(1, "Contact: <sip:a@h>\r\n")).starts_with("SIP/2.0 200"));
    policy.limits.message_octets = 65'535;
    policy.limits.warnings_per_minute = 0;
    policy.limits.transactions = 0;
    registrar.reload(policy, 0);
    const std::string padding = "X: " + std::string(500, 'x') + "\r\n";
    BOOST_TEST(ask(request(2, padding + "Contact: <sip:b@h>\r\n")).starts_with("SIP/2.0 200"));
    flow.transport = model::Transport::udp;
    const std::string again = request(3, "Contact: <sip:c@h>\r\n");
    BOOST_TEST(ask(again).starts_with("SIP/2.0 200"));
    BOOST_TEST(ask(again).starts_with("SIP/2.0 500"));  // no transaction is kept: out of order
    policy.limits.rows = 3;
    registrar.reload(policy, 0);
    ask(request(4, "X: 1\r\n"));
    BOOST_TEST((log.taken.back().level == model::Level::info));  // a limit, and no warning left
}

// The counts of rows are as wide as their limit.
BOOST_FIXTURE_TEST_CASE(rows_beyond_sixteen_bits_are_counted, Fixture) {
    policy.limits.rows = 200'000;
    policy.limits.message_octets = 100'000'000;
    registrar.reload(policy, 0);
    std::string many;
    for (int i = 0; i < 65'536; ++i) many += "To: <sip:a@example.com>\r\n";
    BOOST_TEST(ask(request(1, many)).starts_with("SIP/2.0 400 Duplicate Header Field"));
}

// RFC 7616 3.3: a nonce is for one challenge alone, whichever shard gives it.
BOOST_AUTO_TEST_CASE(shards_give_nonces_of_their_own) {
    Records log;
    std::array<MemoryStore, 3> stores;
    const model::ToyHash hash;
    model::Policy policy;
    policy.extensions.add(model::Extension::digest);
    ShardedRegistrar sharded(policy, {&stores[0], &stores[1], &stores[2]}, {log, hash, {1, 2}});
    std::set<std::string> nonces;
    for (char user = 'a'; user <= 'h'; ++user) {
        std::string octets = request(user, "");
        octets.replace(octets.find("To: <sip:a@") + 9, 1, 1, user);
        const auto effects = sharded.handle({}, octets, 0, model::wall_start);
        BOOST_TEST_REQUIRE(effects.transmits.size() == 1U);
        const std::string& response = effects.transmits[0].octets;
        BOOST_TEST(response.starts_with("SIP/2.0 401"));
        const std::size_t at = response.find("nonce=\"") + 7;
        nonces.insert(response.substr(at, response.find('"', at) - at));
    }
    BOOST_TEST(nonces.size() == 8U);
}
