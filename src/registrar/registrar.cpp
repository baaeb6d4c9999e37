#include "starzero/registrar/registrar.hpp"

#include <algorithm>
#include <new>

#include "starzero/registrar/endpoint.hpp"
#include "starzero/registrar/lookup.hpp"
#include "starzero/registrar/response.hpp"
#include "starzero/registrar/stages.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/stun.hpp"

namespace starzero::registrar {

namespace {

using model::Reason;

sip::Limits limits_of(const model::PolicyLimits& limits) {
    return {.message_octets = limits.message_octets,
            .rows = limits.rows,
            .row_octets = limits.row_octets,
            .list_values = limits.list_values,
            .params = limits.params};
}

std::string_view phrase_of(const Refusal& outcome) {
    return outcome.status == 200 ? std::string_view("OK") : model::text_of(outcome.reason).phrase;
}

std::string_view value_of(const sip::Message& message, sip::HeaderId id) {
    const sip::HeaderRow* row = message.first(id);
    return row != nullptr ? row->value : std::string_view{};
}

// The stages in their order; the first that refuses decides.
template <std::size_t N>
Verdict run(const std::array<Stage, N>& stages, Request& request) {
    for (const Stage& stage : stages) {
        if (Verdict refusal = stage.run(request)) return refusal;
    }
    return std::nullopt;
}

Reason success_reason(const Request& request) {
    if (request.is_query()) return Reason::queried;
    return request.keeps_state ? Reason::ignored_out_of_order : Reason::registered;
}

}  // namespace

Registrar::Registrar(model::SharedPolicy policy, const Environment& environment)
    : policy_(std::move(policy)),
      limits_(limits_of(policy_->limits)),
      key_(environment.key),
      locations_(environment.store, environment.key),
      transactions_(environment.key, policy_->limits.transactions),
      gruus_(environment.key, policy_->temporary_gruu_prefix, environment.boot),
      gate_(
          {environment.key.first ^ environment.boot, ~(environment.key.second + environment.part)},
          environment.hash),
      subscriptions_(environment.key),
      journal_(environment.log, policy_->limits.warnings_per_minute) {
    check_policy(0);
}

// Said once when the policy comes, never for a request (O-15).
void Registrar::check_policy(Millis now) {
    const bool unusable =
        policy_->domains.empty() || policy_->max_expires == 0 || policy_->default_expires == 0 ||
        policy_->min_expires > policy_->max_expires ||
        policy_->default_expires < policy_->min_expires ||
        (policy_->offers(model::Extension::digest) && policy_->digest.algorithms.empty());
    if (unusable) journal_.write({.reason = Reason::unusable_policy}, now);
}

void Registrar::reload(model::SharedPolicy policy, Millis now) {
    policy_ = std::move(policy);
    limits_ = limits_of(policy_->limits);
    gruus_.set_prefix(policy_->temporary_gruu_prefix);
    for (auto& [flow, framer] : framers_) framer.set_limits(limits_);
    transactions_.set_most(policy_->limits.transactions);
    journal_.set_limit(policy_->limits.warnings_per_minute);
    check_policy(now);
}

void Registrar::handle(const model::Flow& flow, std::string_view octets, Millis now, Millis wall) {
    const bool datagram = flow.transport == model::Transport::udp;
    try {
        transactions_.expire(now);
        if (model::is_stream(flow.transport)) {
            handle_stream(flow, octets, now, wall);
        } else if (datagram && policy_->offers(model::Extension::outbound) &&
                   sip::looks_like_stun(octets)) {
            handle_stun(flow, octets, now);
        } else {
            handle_message(flow, octets, datagram ? sip::Framing::datagram : sip::Framing::frame,
                           now, wall);
        }
    } catch (const std::bad_alloc&) {
        run_out_of_memory(flow, now);
    }
}

// What was lost of a stream cannot be found again. There may be none for this either: then the
// record names no source, and the stream is given up without its host being told.
void Registrar::run_out_of_memory(const model::Flow& flow, Millis now) noexcept {
    const bool stream = model::is_stream(flow.transport);
    if (stream) {
        std::erase_if(framers_, [&](const auto& framer) { return framer.first == flow.id; });
    }
    try {
        log_drop(flow, Reason::out_of_memory, now);
        if (stream) closes_.push_back(flow.id);
    } catch (const std::bad_alloc&) {
        journal_.write({.reason = Reason::out_of_memory}, now);
    }
}

// RFC 5626 section 8: keep-alive over UDP, and how a user agent learns that its address changed.
void Registrar::handle_stun(const model::Flow& flow, std::string_view octets, Millis now) {
    const auto request = sip::parse_stun_binding_request(octets);
    std::string response;
    if (request && !request->unknown.empty()) {
        response = sip::stun_unknown_attributes_response(*request);
    } else if (request) {
        response = sip::stun_binding_response(request->transaction, flow.source);
    }
    if (response.empty()) return log_drop(flow, Reason::not_a_request, now);
    transmits_.push_back({flow.id, std::move(response), flow.source});
    log_drop(flow, Reason::keep_alive, now);
}

// Nobody loses a place to another: half a message without its first half would be read as a whole.
sip::StreamFramer* Registrar::framer_of(const std::string& flow) {
    const auto found = std::ranges::find(framers_, flow, [](const auto& f) { return f.first; });
    if (found != framers_.end()) return &found->second;
    if (framers_.size() >= policy_->limits.flows) return nullptr;
    return &framers_.emplace_back(flow, sip::StreamFramer(limits_)).second;
}

void Registrar::handle_stream(const model::Flow& flow, std::string_view octets, Millis now,
                              Millis wall) {
    sip::StreamFramer* place = framer_of(flow.id);
    if (place == nullptr) {
        log_drop(flow, Reason::stream_broken, now);
        closes_.push_back(flow.id);
        return;
    }
    sip::StreamFramer& framer = *place;
    const bool was_broken = framer.error().has_value();
    const std::size_t pings = framer.pings();
    framer.push(octets);
    while (const auto message = framer.next()) {
        handle_message(flow, *message, sip::Framing::stream, now, wall);
    }
    // RFC 5626 5.4: each CRLFCRLF between messages is answered by one CRLF.
    if (policy_->offers(model::Extension::outbound)) {
        for (std::size_t i = pings; i < framer.pings(); ++i) {
            transmits_.push_back({flow.id, "\r\n", {}});
        }
    }
    if (!was_broken && framer.error()) {
        log_drop(flow, Reason::stream_broken, now);
        closes_.push_back(flow.id);
    }
}

void Registrar::close(const std::string& flow, Millis) {
    std::erase_if(framers_, [&](const auto& framer) { return framer.first == flow; });
    locations_.close_flow(flow);
}

void Registrar::log_drop(const model::Flow& flow, Reason reason, Millis now) {
    journal_.write({.reason = reason, .source = model::log_escape(flow.source)}, now);
}

void Registrar::handle_message(const model::Flow& flow, std::string_view octets,
                               sip::Framing framing, Millis now, Millis wall) {
    const sip::ParsedMessage parsed = sip::parse_message(octets, framing, limits_);
    const sip::Message& message = parsed.message;
    if (!message.start.request) return log_drop(flow, Reason::not_a_request, now);
    if (message.start.method == "ACK") return log_drop(flow, Reason::ack_ignored, now);
    sip::Cursor cursor(value_of(message, sip::HeaderId::via));
    const auto top = sip::parse_via(cursor, limits_);
    if (!top || !(cursor.done() || cursor.at(','))) {
        return log_drop(flow, Reason::no_usable_via, now);
    }
    Request request{parsed, flow, *policy_, limits_, locations_, transactions_, gruus_, gate_, now};
    const std::size_t changes_before = locations_.changes().size();
    answer(request, {*top, cursor.rest(), wall});
    notify(changes_before, now);
}

// To tags are a function of the request under a secret key: the same for every response to it,
// even to one that leaves no transaction (8.2.6.2, 8.2.7, 19.3).
std::string Registrar::to_tag(const Request& request) const {
    HashKey chain = key_;  // each field's hash is part of the next one's key
    for (const auto id : {sip::HeaderId::via, sip::HeaderId::from, sip::HeaderId::to,
                          sip::HeaderId::call_id, sip::HeaderId::cseq}) {
        chain.first ^= keyed_hash(chain, value_of(request.message(), id));
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t hash = keyed_hash(chain, {});
    std::string tag(16, '0');
    for (char& c : tag) {
        c = digits[hash & 15];
        hash >>= 4;
    }
    return tag;
}

Refusal Registrar::process(Request& request) {
    if (auto refusal = run(message_stages, request)) return *refusal;
    request.whole = true;
    const TransactionFields fields{
        request.vias.front(), request.cseq.method, request.message().start.uri, request.from_tag(),
        request.to_tag(),     request.call_id,     request.cseq.number};
    request.transaction = transaction_key(fields);
    request.merge = merge_key(fields);
    if (transactions_.find(request.transaction) != nullptr) return {0, Reason::retransmission, {}};
    if (auto refusal = run(request_stages, request)) return *refusal;
    return {200, success_reason(request), {}};
}

model::Transmit Registrar::response_to(const Request& request, const Frame& frame,
                                       Refusal& outcome) const {
    if (outcome.status == 200) {
        append_binding_rows(outcome.rows, request);
        append_extension_rows(outcome.rows, request);
        append_date_row(outcome.rows, frame.wall);
    }
    const std::string tag = to_tag(request);
    model::Transmit transmit{request.flow.id, {}, reply_destination(frame.top, request.flow)};
    transmit.octets = build_response({request.message(), frame.top, frame.rest, request.flow,
                                      outcome.status, phrase_of(outcome), tag, outcome.rows});
    return transmit;
}

// A response with its transaction, which go together, and go again unless they are sent.
class Registrar::Prepared {
public:
    // The other constructor first: what this one did is undone even if it does not end.
    Prepared(Registrar& registrar, const Request& request, model::Transmit transmit)
        : Prepared(registrar) {
        registrar.transmits_.push_back(transmit);
        // A request that failed stages 0 to 2 has no transaction; over a reliable transport Timer J
        // is zero and the transaction ends at once (17.2.2).
        if (!request.whole || model::is_reliable(request.flow.transport)) return;
        added_ = registrar.transactions_.add(
            {request.transaction, request.merge, std::move(transmit), request.now + timer_j});
    }
    ~Prepared() {
        if (sent_) return;
        registrar_.transmits_.shrink(size_);
        if (added_) registrar_.transactions_.drop_newest();
    }
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;
    void send() noexcept { sent_ = true; }

private:
    explicit Prepared(Registrar& registrar)
        : registrar_(registrar), size_(registrar.transmits_.size()) {}

    Registrar& registrar_;
    std::size_t size_;
    bool added_ = false;
    bool sent_ = false;
};

// Nothing that can fail comes after the commit, so that what was answered happened and what was not
// did not (S-01, O-28).
void Registrar::answer(Request& request, const Frame& frame) {
    Refusal outcome = process(request);
    if (outcome.reason == Reason::retransmission) {
        transmits_.push_back(transactions_.find(request.transaction)->response);
        return log_outcome(request, outcome);
    }
    if (outcome.status == 200) {
        Prepared success(*this, request, response_to(request, frame, outcome));
        const auto refusal = commit_stage.run(request);
        if (!refusal) {
            success.send();
            return log_outcome(request, outcome);
        }
        outcome = *refusal;
    }
    Prepared(*this, request, response_to(request, frame, outcome)).send();
    log_outcome(request, outcome);
}

// Comes after the commit: what it has no memory for undoes nothing, and keeps no watcher waiting.
void Registrar::log_outcome(const Request& request, const Refusal& outcome) noexcept {
    try {
        journal_.write(record_of(request, outcome), request.now);
    } catch (const std::bad_alloc&) {
        journal_.write({.reason = Reason::out_of_memory}, request.now);
    }
}

model::LogRecord Registrar::record_of(const Request& request, const Refusal& outcome) {
    const sip::Message& message = request.message();
    model::LogRecord record{.reason = outcome.reason, .status = outcome.status};
    record.method = model::log_escape(message.start.method);
    record.aor = model::log_escape(request.aor);
    record.call_id = model::log_escape(value_of(message, sip::HeaderId::call_id));
    record.source = model::log_escape(request.flow.source);
    return record;
}

void Registrar::handle_timeout(Millis now) {
    try {
        transactions_.expire(now);
        subscriptions_.expire(now);
        sweep(now);
    } catch (const std::bad_alloc&) {
        journal_.write({.reason = Reason::out_of_memory}, now);  // what is left is swept next time
    }
}

void Registrar::sweep(Millis now) {
    const std::size_t before = locations_.changes().size();
    if (!locations_.sweep(now)) journal_.write({.reason = Reason::store_failure}, now);
    for (std::size_t i = before; i < locations_.changes().size(); ++i) {
        const std::string& aor = locations_.changes()[i].event.aor;
        journal_.write({.reason = Reason::binding_expired, .aor = model::log_escape(aor)}, now);
    }
    notify(before, now);
}

Millis Registrar::poll_timeout() const noexcept {
    return std::min({locations_.next_sweep(), transactions_.next_end(), subscriptions_.next_end()});
}

const Gruus* Registrar::gruus_on_offer() const noexcept {
    return policy_->offers(model::Extension::gruu) ? &gruus_ : nullptr;
}

void Registrar::notify(std::size_t changes_before, Millis now) {
    const auto& changes = locations_.changes();
    if (subscriptions_.empty() || changes.size() == changes_before) return;
    std::vector<BindingChange> fresh;
    for (std::size_t i = changes_before; i < changes.size(); ++i) fresh.push_back(changes[i]);
    for (auto& document : subscriptions_.documents(fresh, gruus_on_offer(), now)) {
        documents_.push_back(std::move(document));
    }
}

// The key of an address-of-record that may have bindings here.
std::optional<std::string> Registrar::known_address(const sip::Uri& uri, Millis now) {
    const sip::ParsedMessage none;
    const model::Flow flow;
    Request request{none, flow, *policy_, limits_, locations_, transactions_, gruus_, gate_, now};
    request.to.uri = uri;
    if (check_to(request)) return std::nullopt;
    return sip::address_of_record(uri);
}

model::Lookup Registrar::lookup(std::string_view text, Millis now) {
    const auto uri = sip::parse_uri(text, limits_);
    if (!uri) return {model::LookupStatus::unknown_aor, {}, {}};
    const LookupContext context{*policy_, locations_, gruus_, now};
    if (policy_->offers(model::Extension::gruu) && sip::find_param(*uri, "gr") != nullptr) {
        return look_up_gruu(context, *uri);
    }
    const auto aor = known_address(*uri, now);
    if (!aor) return {model::LookupStatus::unknown_aor, {}, {}};
    return look_up_address(context, *uri, *aor);
}

model::LookupStatus Registrar::subscribe(std::string_view text, Millis now) {
    const auto uri = sip::parse_uri(text, limits_);
    const auto aor = uri ? known_address(*uri, now) : std::nullopt;
    if (!aor) return model::LookupStatus::unknown_aor;
    const auto list = locations_.live(*aor, now);
    if (!list) {
        journal_.write({.reason = Reason::store_failure}, now);
        return model::LookupStatus::store_failure;
    }
    model::RegDocument document;
    const bool added = subscriptions_.add(*aor, *list, gruus_on_offer(),
                                          policy_->limits.subscriptions, now, document);
    const auto reason = added ? Reason::subscribed : Reason::too_many_subscriptions;
    journal_.write({.reason = reason, .aor = model::log_escape(*aor)}, now);
    if (!added) return model::LookupStatus::no_bindings;
    documents_.push_back(std::move(document));
    return model::LookupStatus::found;
}

std::optional<model::Transmit> Registrar::poll_transmit() { return transmits_.pop(); }
std::optional<model::RegEvent> Registrar::poll_event() {
    auto change = locations_.changes().pop();
    if (!change) return std::nullopt;
    return std::move(change->event);
}
std::optional<model::RegDocument> Registrar::poll_document() { return documents_.pop(); }
std::optional<std::string> Registrar::poll_close() { return closes_.pop(); }

}  // namespace starzero::registrar
