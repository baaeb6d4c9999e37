// The reference registrar, sans-IO: octets and the time in; octets, events and log records out.
// Opens no socket, reads no clock, holds no static state. Clock, random key, log sink, store and
// policy are given to it; the same calls give the same answers, byte for byte (S-15).
//
//   registrar.handle(flow, octets, now, wall);
//   while (auto transmit = registrar.poll_transmit()) send(*transmit);
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "starzero/model/flow.hpp"
#include "starzero/model/log_record.hpp"
#include "starzero/model/lookup.hpp"
#include "starzero/model/shared_policy.hpp"
#include "starzero/model/reg_event.hpp"
#include "starzero/registrar/digest_gate.hpp"
#include "starzero/registrar/gruu.hpp"
#include "starzero/registrar/journal.hpp"
#include "starzero/registrar/location_service.hpp"
#include "starzero/registrar/queue.hpp"
#include "starzero/registrar/refusal.hpp"
#include "starzero/registrar/request.hpp"
#include "starzero/registrar/subscriptions.hpp"
#include "starzero/registrar/transactions.hpp"
#include "starzero/sip/stream_framer.hpp"

namespace starzero::registrar {

// What a registrar is given. All must outlive it.
struct Environment {
    Store& store;
    model::LogSink& log;
    const model::DigestHash& hash;
    // 128 random bits that To tags, hash tables and GRUUs hang on; the same key repeats a run, and
    // GRUUs live as long as it stays the same.
    HashKey key;
    // Another number at each start: nonces of an earlier one are stale (their counts are lost),
    // and epochs of temporary GRUUs never come twice.
    std::uint64_t boot = 0;
    // Which it is of several that share key and boot: a nonce of one is stale at the others, which
    // do not know how often it was used.
    std::uint64_t part = 0;
};

class Registrar {
public:
    Registrar(model::SharedPolicy policy, const Environment& environment);

    // Octets from a flow: one datagram or frame, or any piece of a stream. now and wall are
    // milliseconds, monotonic and since 1970; now never runs backwards between calls. Where there
    // is no memory for it, a message is dropped as if it had not come (O-28), and a stream is given
    // up.
    void handle(const model::Flow& flow, std::string_view octets, Millis now, Millis wall);

    // The flow is gone: octets that waited for the rest of a message are dropped, and no binding
    // is reached by it any more (RFC 5626 section 7). A flow of the same name is another one.
    void close(const std::string& flow, Millis now);

    // Lets expired bindings and transactions go. Never needed for a right answer, only for
    // memory and for the events of expiry.
    void handle_timeout(Millis now);
    Millis poll_timeout() const noexcept;

    // A policy that takes effect with the next request (O-40).
    void reload(model::SharedPolicy policy, Millis now);

    // What a proxy would get for the URI of a request it routes: an address-of-record, a GRUU, or a
    // number of a PBX that registered in bulk. Throws std::bad_alloc where there is no memory.
    model::Lookup lookup(std::string_view uri, Millis now);

    // Somebody watches the registration events of this address-of-record (RFC 3680): its full
    // document waits at poll_document, and one more after each change. Whether they may is the
    // caller's to know. unknown_aor, store_failure, or found; no_bindings when too many watch.
    model::LookupStatus subscribe(std::string_view uri, Millis now);

    std::optional<model::Transmit> poll_transmit();
    std::optional<model::RegEvent> poll_event();
    std::optional<model::RegDocument> poll_document();
    std::optional<std::string> poll_close();  // flows that cannot be followed any more (18.3)

    model::Snapshot snapshot(Millis now) const { return locations_.snapshot(now); }

private:
    void handle_message(const model::Flow& flow, std::string_view octets, sip::Framing framing,
                        Millis now, Millis wall);
    void handle_stream(const model::Flow& flow, std::string_view octets, Millis now, Millis wall);
    void handle_stun(const model::Flow& flow, std::string_view octets, Millis now);
    sip::StreamFramer* framer_of(const std::string& flow);
    std::optional<std::string> known_address(const sip::Uri& uri, Millis now);
    void sweep(Millis now);
    void notify(std::size_t changes_before, Millis now);
    const Gruus* gruus_on_offer() const noexcept;
    // What a response takes from the message.
    struct Frame {
        const sip::Via& top;
        std::string_view rest;  // of the topmost Via row
        Millis wall;
    };
    class Prepared;
    void answer(Request& request, const Frame& frame);
    Refusal process(Request& request);
    model::Transmit response_to(const Request& request, const Frame& frame, Refusal& outcome) const;
    void run_out_of_memory(const model::Flow& flow, Millis now) noexcept;
    std::string to_tag(const Request& request) const;
    void log_drop(const model::Flow& flow, model::Reason reason, Millis now);
    void log_outcome(const Request& request, const Refusal& outcome) noexcept;
    static model::LogRecord record_of(const Request& request, const Refusal& outcome);
    void check_policy(Millis now);

    model::SharedPolicy policy_;
    sip::Limits limits_;
    HashKey key_;
    LocationService locations_;
    Transactions transactions_;
    Gruus gruus_;
    DigestGate gate_;
    Subscriptions subscriptions_;
    Journal journal_;
    std::list<std::pair<std::string, sip::StreamFramer>> framers_;
    Queue<model::Transmit> transmits_;
    Queue<model::RegDocument> documents_;
    Queue<std::string> closes_;
};

}  // namespace starzero::registrar
