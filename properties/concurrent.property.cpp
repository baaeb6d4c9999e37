// Many threads, one registrar (requirements, C rows). What each thread was told must be what some
// order of one call after the other tells, and nobody waits for ever. Built with ThreadSanitizer by
// the preset tsan, where C-10 is what is looked for.
#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <atomic>
#include <thread>

#include "history.hpp"
#include "rapid_choices.hpp"
#include "starzero/scenario/pools.hpp"
#include "starzero/scenario/register_message.hpp"

using namespace starzero;
using properties::Call;
using properties::Concurrent;
using properties::RapidChoices;

namespace {

constexpr int schedules = 3;  // of each history that is drawn

struct Owner {
    std::string_view aor;  // key
    std::array<std::string_view, 3> spellings;
};

constexpr std::array<Owner, 2> owners{
    {{"alice@example.com",
      {"sip:alice@example.com", "sip:%61lice@EXAMPLE.com;user=phone", "sips:alice@example.com"}},
     {"bob@example.com",
      {"sip:bob@example.com", "SIP:b%6fb@example.COM", "sip:bob@example.com:5080"}}}};

Call call_of(Call::Kind kind, std::string_view aor, std::string text, model::Millis now) {
    return {kind, std::string(aor), std::move(text), now, "A"};
}

std::string request(std::string_view to, std::uint64_t serial, std::vector<std::string> contacts,
                    std::optional<std::string> expires, std::string call_id = "c",
                    std::uint64_t cseq = 0) {
    scenario::RegisterMessage message;
    message.to = "<" + std::string(to) + ">";
    message.from = "<" + std::string(to) + ">;tag=f" + std::to_string(serial);
    message.branch = "z9hG4bK" + std::to_string(serial);
    message.call_id = std::move(call_id);
    message.cseq = cseq == 0 ? serial : cseq;
    message.contacts = std::move(contacts);
    message.expires = std::move(expires);
    return message.octets();
}

// Calls that get into each other's way: few contacts, few numbers, the instant of an expiry.
class Draw {
public:
    Call call(RapidChoices& choices) {
        const Owner& owner = choices.among(owners);
        const model::Millis now = choices.among(std::array<model::Millis, 3>{0, 59'999, 60'000});
        const auto to = choices.among(owner.spellings);
        switch (choices.pick(8)) {
            case 0: return call_of(Call::Kind::lookup, owner.aor, std::string(to), now);
            case 1: return call_of(Call::Kind::snapshot, {}, {}, now);
            case 2: return call_of(Call::Kind::timeout, {}, {}, now);
            case 3:
                if (!sent_.empty()) {  // again, octet for octet (C-02)
                    Call again = choices.among(sent_);
                    again.now = now;
                    return again;
                }
                [[fallthrough]];
            default: break;
        }
        Call call = call_of(Call::Kind::send, owner.aor, message(choices, to), now);
        if (choices.pick(2) == 1) call.flow = "B";
        if (choices.pick(8) == 7) call.text.erase(call.text.find("Via:"), 4);  // gets no answer
        sent_.push_back(call);
        return call;
    }

private:
    std::string message(RapidChoices& choices, std::string_view to) {
        const std::uint64_t serial = ++serial_;
        const std::uint64_t cseq = choices.pick(3) == 0 ? 1 : serial;
        const std::string call_id = choices.pick(2) == 0 ? "c" : "d";
        const auto contact = [&] {
            return "<" + std::string(choices.among(scenario::pools::plain_contact_uris)) + ">";
        };
        switch (choices.pick(5)) {
            case 0: return request(to, serial, {contact()}, "60", call_id, cseq);
            case 1:
                return request(to, serial, {contact(), contact() + ";q=0.1"}, "60", call_id, cseq);
            case 2: return request(to, serial, {contact()}, "0", call_id, cseq);
            case 3: return request(to, serial, {"*"}, "0", call_id, cseq);
            default: return request(to, serial, {}, std::nullopt, call_id, cseq);
        }
    }

    std::vector<Call> sent_;
    std::uint64_t serial_ = 0;
};

std::string text_of(const std::vector<std::vector<properties::Completed>>& threads) {
    std::string text;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        for (const auto& done : threads[i]) {
            text += "thread " + std::to_string(i + 1) + ", ticks " + std::to_string(done.begun) +
                    " to " + std::to_string(done.ended) + ": " + to_text(done.call) + done.seen;
        }
    }
    return text;
}

// A thread that waits for ever cannot be joined, so this is where the process ends.
[[noreturn]] void end_without_threads(const std::string& text) {
    std::fprintf(stderr, "%s\n*** 1 failure is detected in the test module\n", text.c_str());
    std::_Exit(201);
}

void demand_order(const model::Policy& policy, std::size_t shards, const std::vector<Call>& before,
                  const std::vector<std::vector<Call>>& calls) {
    for (int i = 0; i < schedules; ++i) {
        Concurrent concurrent(policy, shards);
        for (const Call& call : before) concurrent.perform(call);
        const auto threads = concurrent.run(calls);
        if (!threads) {
            std::string all;
            for (const auto& list : calls) {
                for (const Call& call : list) all += to_text(call);
            }
            end_without_threads("C-09: a call has no end (event 1)\n" + all);
        }
        if (explain(policy, concurrent.registrar(), before, *threads)) continue;
        RC_FAIL("C-01: no order of the calls explains what was told (event 1)\n" +
                text_of(*threads));
    }
}

// One of the first shard and one of another.
std::pair<std::string, std::string> apart(const registrar::ShardedRegistrar& registrar) {
    std::pair<std::string, std::string> names;
    for (int i = 0; names.first.empty() || names.second.empty(); ++i) {
        std::string name = "u" + std::to_string(i) + "@example.com";
        (registrar.shard_of(name) == 0 ? names.first : names.second) = std::move(name);
    }
    return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(concurrent)

RC_BOOST_PROP(what_threads_are_told_is_told_in_some_order, ()) {
    RapidChoices choices;
    Draw draw;
    model::Policy policy;
    policy.max_contacts = 2;  // never more, also for a moment (O-21)
    policy.min_expires = 1;
    std::vector<Call> before;
    for (std::uint32_t i = choices.pick(3); i > 0; --i) {
        before.push_back(draw.call(choices));
        before.back().now = 0;
    }
    std::vector<std::vector<Call>> threads(2 + choices.pick(2));
    for (auto& calls : threads) {
        for (std::uint32_t i = choices.pick(3) + 1; i > 0; --i) calls.push_back(draw.call(choices));
    }
    demand_order(policy, 1 + choices.pick(3), before, threads);
}

// C-02: one effect, and all copies are answered alike.
BOOST_AUTO_TEST_CASE(copies_of_one_request_have_one_effect) {
    for (int turn = 0; turn < 20; ++turn) {
        Concurrent concurrent(model::Policy{}, 2);
        const Call call = call_of(Call::Kind::send, owners[0].aor,
                                  request(owners[0].spellings[0], 1, {"<sip:a@h>"}, "60"), 0);
        const auto threads = concurrent.run({{call}, {call}, {call}});
        BOOST_REQUIRE(threads.has_value());
        std::size_t events = 0;
        for (const auto& thread : *threads) {
            const std::string& seen = thread[0].seen;
            BOOST_TEST(seen.find("SIP/2.0 200 OK") != std::string::npos, seen);
            events += seen.find("registered") != std::string::npos ? 1U : 0U;
        }
        BOOST_TEST(events == 1U, "breaks C-02: " << events << " effects");
        BOOST_TEST(concurrent.registrar().snapshot(0).size() == 1U);
    }
}

// C-08: the same request by two ways, the second while the first is under way.
BOOST_AUTO_TEST_CASE(a_merged_request_is_told_so_and_has_no_effect) {
    for (int turn = 0; turn < 20; ++turn) {
        Concurrent concurrent(model::Policy{}, 2);
        std::vector<std::vector<Call>> calls;
        for (const std::uint64_t way : {1U, 2U}) {
            std::string octets = request(owners[0].spellings[0], way, {"<sip:a@h>"}, "60", "c", 1);
            octets.replace(octets.find(";tag=f"), 7, ";tag=f0");
            calls.push_back({call_of(Call::Kind::send, owners[0].aor, octets, 0)});
        }
        const auto threads = concurrent.run(calls);
        BOOST_REQUIRE(threads.has_value());
        const std::string both = (*threads)[0][0].seen + (*threads)[1][0].seen;
        BOOST_TEST(both.find("SIP/2.0 200 OK") != std::string::npos, both);
        BOOST_TEST(both.find("SIP/2.0 482 ") != std::string::npos, "breaks C-08: " << both);
    }
}

// What names nobody is refused, whichever shard it comes to.
BOOST_AUTO_TEST_CASE(requests_for_nobody_are_refused) {
    Concurrent concurrent(model::Policy{}, 4);
    const std::string good = request(owners[0].spellings[0], 1, {"<sip:a@h>"}, "60");
    const std::size_t at = good.find("\r\nTo: ") + 2;
    const std::size_t end = good.find("\r\n", at) + 2;
    for (const char* to :
         {"To: <sip:\r\n", "To: \r\n", "To: <tel:+15551234567>\r\n", /* none */ ""}) {
        std::string octets = good;
        octets.replace(at, end - at, to);
        const std::string seen =
            concurrent.perform(call_of(Call::Kind::send, owners[0].aor, octets, 0));
        BOOST_TEST(seen.find("SIP/2.0 400 ") != std::string::npos, seen);
    }
    BOOST_TEST(concurrent.registrar().snapshot(0).empty());
}

// What is not asked of one shard: a flow that is gone, a temporary GRUU, the timers, the policy.
BOOST_AUTO_TEST_CASE(what_is_of_all_shards_reaches_all) {
    model::Policy policy;
    policy.extensions = model::Extensions::all();
    policy.extensions.remove(model::Extension::digest);
    Concurrent concurrent(policy, 4);
    auto& registrar = concurrent.registrar();
    const auto [first, second] = apart(registrar);
    std::vector<std::string> gruus;
    for (const std::string& aor : {first, second}) {
        std::string octets = request(
            "sip:" + aor, 1,
            {"<sip:a@h>;+sip.instance=\"<urn:x-b:" + aor.substr(0, aor.find('@')) + ">\";reg-id=1"},
            aor == first ? "600" : "60");
        octets.insert(octets.find("Contact:"), "Supported: path, outbound, gruu\r\n");
        const std::string seen = concurrent.perform(call_of(Call::Kind::send, aor, octets, 0));
        const std::size_t at = seen.find("temp-gruu=\"");
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, seen);
        gruus.push_back(seen.substr(at + 11, seen.find('"', at + 11) - at - 11));
    }
    for (const std::string& gruu : gruus) {
        BOOST_TEST((registrar.lookup(gruu, 0).status == model::LookupStatus::found),
                   "breaks R5627-6.1-1: " << gruu);
    }
    BOOST_TEST(registrar.poll_timeout() == 32'000, "breaks C-09: the first timer");
    (void)registrar.handle_timeout(32'000);
    BOOST_TEST(registrar.poll_timeout() == 60'000, "breaks C-09: the next timer");
    registrar.close("A", 32'000);
    for (const std::string& aor : {first, second}) {
        BOOST_TEST(registrar.lookup("sip:" + aor, 32'000).targets.empty(), "breaks S-29: " << aor);
    }
    const auto gone = registrar.handle_timeout(60'000);
    BOOST_TEST(gone.events.size() == 1U, "breaks S-25: " << gone.events.size() << " events");
    policy.unknown_users = {first.substr(0, first.find('@')), second.substr(0, second.find('@'))};
    registrar.reload(policy, 60'000);
    for (const std::string& aor : {first, second}) {
        BOOST_TEST(
            (registrar.lookup("sip:" + aor, 60'000).status == model::LookupStatus::unknown_aor));
    }
    registrar::Effects effects;
    BOOST_TEST((registrar.subscribe("sip:nobody@example.com", 60'000, effects) ==
                model::LookupStatus::found));
    BOOST_TEST(effects.documents.size() == 1U);
}

// C-07: while the store of one address-of-record is slow, another is answered.
BOOST_AUTO_TEST_CASE(a_slow_store_holds_up_no_other_shard) {
    static std::atomic<bool> held = false;
    static std::atomic<bool> released = false;
    held = released = false;
    Concurrent concurrent(model::Policy{}, 4);
    const auto [first, quick] = apart(concurrent.registrar());
    std::thread waiting([&concurrent, slow = first] {
        Concurrent::before_store = [] {
            held = true;
            while (!released) std::this_thread::yield();
        };
        concurrent.perform(
            call_of(Call::Kind::send, slow, request("sip:" + slow, 1, {"<sip:a@h>"}, "60"), 0));
    });
    while (!held) std::this_thread::yield();
    const auto threads = concurrent.run(
        {{call_of(Call::Kind::send, quick, request("sip:" + quick, 1, {"<sip:a@h>"}, "60"), 0)}});
    released = true;
    waiting.join();
    if (!threads) end_without_threads("C-07: another address-of-record waited (event 1)");
    BOOST_TEST((*threads)[0][0].seen.find("SIP/2.0 200 OK") != std::string::npos);
}

// C-05: one request writes two bindings; nobody sees one of them.
BOOST_AUTO_TEST_CASE(nobody_sees_half_a_request) {
    Concurrent concurrent(model::Policy{}, 2);
    std::vector<Call> writes, reads;
    for (std::uint64_t i = 1; i <= 60; ++i) {
        const std::string q = i % 2 == 0 ? ";q=0.1" : ";q=0.9";
        writes.push_back(call_of(
            Call::Kind::send, owners[0].aor,
            request(owners[0].spellings[0], i, {"<sip:a@h>" + q, "<sip:b@h>" + q}, "60"), 0));
        reads.push_back(i % 2 == 0 ? call_of(Call::Kind::snapshot, {}, {}, 0)
                                   : call_of(Call::Kind::lookup, owners[0].aor,
                                             std::string(owners[0].spellings[0]), 0));
    }
    const auto threads = concurrent.run({writes, reads});
    BOOST_REQUIRE(threads.has_value());
    const auto count = [](const std::string& text, std::string_view word) {
        std::size_t n = 0;
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
        return n;
    };
    for (const auto& read : (*threads)[1]) {
        const std::size_t low = count(read.seen, "q=0.1");
        const std::size_t high = count(read.seen, "q=0.9");
        BOOST_TEST((low + high == 0 || (low % 2 == 0 && high % 2 == 0 && low * high == 0)),
                   "breaks C-05: " << read.seen);
    }
}

// C-09, C-10: everything at once.
BOOST_AUTO_TEST_CASE(everything_at_once) {
    Concurrent concurrent(model::Policy{}, 3);
    std::vector<std::vector<Call>> threads(4);
    for (std::size_t i = 0; i < threads.size(); ++i) {
        for (std::uint64_t n = 1; n <= 50; ++n) {
            const Owner& owner = owners[n % owners.size()];
            const auto now = static_cast<model::Millis>(n * 3'000);
            const std::string to(owner.spellings[n % 3]);
            const std::string contact = n % 7 == 0 ? "*" : "<sip:c" + std::to_string(n % 4) + "@h>";
            threads[i].push_back(
                call_of(Call::Kind::send, owner.aor,
                        request(to, i * 1'000 + n, {contact}, n % 7 == 0 ? "0" : "60"), now));
            if (n % 5 == 0) threads[i].push_back(call_of(Call::Kind::snapshot, {}, {}, now));
            if (n % 3 == 0) threads[i].push_back(call_of(Call::Kind::lookup, owner.aor, to, now));
            if (n % 4 == 0) threads[i].push_back(call_of(Call::Kind::timeout, {}, {}, now));
        }
    }
    const auto done = concurrent.run(threads);
    if (!done) end_without_threads("C-09: a call has no end (event 1)");
    for (std::size_t i = 0; i < threads.size(); ++i) {
        BOOST_TEST((*done)[i].size() == threads[i].size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
