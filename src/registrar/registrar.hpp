// The reference registrar, sans-IO: octets and the time in; octets, events and log records out.
// Opens no socket, reads no clock, holds no static state. Clock, random key, log sink, store and
// policy are given to it; the same calls give the same answers, byte for byte (S-15).
//
//   registrar.handle(flow, octets, now, wall);
//   while (auto transmit = registrar.poll_transmit()) send(*transmit);
#pragma once

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "starzero/model/flow.hpp"
#include "starzero/model/log_record.hpp"
#include "starzero/model/lookup.hpp"
#include "starzero/model/policy.hpp"
#include "starzero/model/reg_event.hpp"
#include "starzero/registrar/queue.hpp"
#include "starzero/registrar/journal.hpp"
#include "starzero/registrar/location_service.hpp"
#include "starzero/registrar/refusal.hpp"
#include "starzero/registrar/request.hpp"
#include "starzero/registrar/transactions.hpp"
#include "starzero/sip/stream_framer.hpp"

namespace starzero::registrar {

class Registrar {
public:
    // key: 128 random bits that To tags and hash tables hang on; the same key repeats a run.
    Registrar(const model::Policy& policy, HashKey key, Store& store, model::LogSink& log);

    // Octets from a flow: one datagram or frame, or any piece of a stream. now and wall are
    // milliseconds, monotonic and since 1970; now never runs backwards between calls.
    void handle(const model::Flow& flow, std::string_view octets, Millis now, Millis wall);

    // The flow is gone; octets that waited for the rest of a message are dropped.
    void close(const std::string& flow, Millis now);

    // Lets expired bindings and transactions go. Never needed for a right answer, only for
    // memory and for the events of expiry.
    void handle_timeout(Millis now);
    Millis poll_timeout() const noexcept;

    // A policy that takes effect with the next request (O-40).
    void reload(const model::Policy& policy, Millis now);

    // What a proxy would get for the URI of a request it routes.
    model::Lookup lookup(std::string_view uri, Millis now);

    std::optional<model::Transmit> poll_transmit();
    std::optional<model::RegEvent> poll_event();
    std::optional<std::string> poll_close();  // flows that cannot be followed any more (18.3)

    model::Snapshot snapshot(Millis now) const { return locations_.snapshot(now); }

private:
    void handle_message(const model::Flow& flow, std::string_view octets, sip::Framing framing,
                        Millis now, Millis wall);
    void handle_stream(const model::Flow& flow, std::string_view octets, Millis now, Millis wall);
    sip::StreamFramer* framer_of(const std::string& flow);
    void answer(Request& request, const sip::Via& top, std::string_view rest, Millis wall);
    Refusal process(Request& request);
    std::string to_tag(const Request& request) const;
    void log_drop(const model::Flow& flow, model::Reason reason, Millis now);
    void log_outcome(const Request& request, const Refusal& outcome);
    void check_policy(Millis now);

    model::Policy policy_;
    sip::Limits limits_;
    HashKey key_;
    LocationService locations_;
    Transactions transactions_;
    Journal journal_;
    std::list<std::pair<std::string, sip::StreamFramer>> framers_;
    Queue<model::Transmit> transmits_;
    Queue<std::string> closes_;
};

}  // namespace starzero::registrar
