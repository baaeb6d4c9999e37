#include "starzero/invariants/exchange.hpp"

#include <algorithm>
#include <iterator>

#include "starzero/sip/escape.hpp"

namespace starzero::invariants {

namespace {

void read_octets(Exchange& exchange, Ledger& ledger) {
    const scenario::Event& event = exchange.entry.event;
    const std::string& octets = octets_of(exchange.entry);
    const model::Transport transport = exchange.flow.transport;
    if (!model::is_stream(transport)) {
        const bool datagram = transport == model::Transport::udp;
        exchange.stun = datagram && ledger.policy().offers(model::Extension::outbound) &&
                        !octets.empty() && (octets[0] == 0 || octets[0] == 1);
        if (exchange.stun) return;
        exchange.request = read_request(
            octets, datagram ? sip::Framing::datagram : sip::Framing::frame, ledger.policy());
        return;
    }
    sip::StreamFramer& framer = ledger.framer(event.subject);
    const std::size_t pings = framer.pings();
    framer.push(octets);
    int count = 0;
    while (const auto message = framer.next()) {
        if (++count == 1) exchange.octets = *message;
    }
    exchange.several = count > 1;
    exchange.pings = framer.pings() - pings;
    const auto& closed = exchange.entry.closed;
    if (std::ranges::find(closed, event.subject) != closed.end()) {
        // Given up: for its octets, or because no more flows are taken. Then nothing was read.
        if (!framer.error()) ledger.forget_framer(event.subject);
        exchange.several = true;
        return;
    }
    if (count == 1) {
        exchange.request = read_request(exchange.octets, sip::Framing::stream, ledger.policy());
    }
}

void find_transaction(Exchange& exchange) {
    const RequestFacts& request = *exchange.request;
    if (!request.silence.empty() || request.faulty_up_to(2)) return;
    exchange.key = transaction_key_of(request);
    exchange.repeats = exchange.ledger.transaction(exchange.key);
    const auto merge = merge_key_of(request);
    exchange.merged = exchange.repeats == nullptr && !merge.empty() && request.is_register() &&
                      exchange.ledger.merges(merge);
}

// Stages 9 and 10, for a request whose To names somebody.
void judge_identity(Exchange& exchange) {
    const RequestFacts& request = *exchange.request;
    exchange.digest =
        exchange.ledger.nonces().judge(request, exchange.policy(), exchange.entry.now);
    switch (exchange.digest.proof) {
        case Proof::not_asked: return;
        case Proof::malformed:
            return exchange.faults.push_back({9, {400, 401}, "malformed credentials"});
        case Proof::none: return exchange.faults.push_back({9, {401, 0}, "no credentials"});
        case Proof::wrong: return exchange.faults.push_back({9, {401, 403}, "wrong credentials"});
        case Proof::stale: return exchange.faults.push_back({9, {401, 0}, "stale nonce"});
        case Proof::good: break;
    }
    if (!request.to || !request.to->uri.is_sip()) return;
    std::string user;
    sip::append_unescaped(user, request.to->uri.user.value_or(""));
    const model::Ownership wanted{exchange.digest.identity, user};
    const auto& owners = exchange.policy().digest.owners;
    const bool owns =
        user == exchange.digest.identity || std::ranges::find(owners, wanted) != owners.end();
    if (!owns) exchange.faults.push_back({10, {403, 0}, "not the owner"});
}

void collect_faults(Exchange& exchange) {
    exchange.faults = exchange.request->faults;
    if (exchange.request->silence.empty()) judge_identity(exchange);
    if (exchange.merged) exchange.faults.push_back({6, {482, 0}, "merged request"});
    if (exchange.prediction) {
        const auto& late = exchange.prediction->faults;
        exchange.faults.insert(exchange.faults.end(), late.begin(), late.end());
    }
    std::ranges::sort(exchange.faults, {}, &Fault::stage);
}

}  // namespace

const TrackedList& Exchange::expected() const {
    const bool keeps = prediction && prediction->out_of_order;  // 200 that ignores (D-01)
    if (!changes() || !prediction || keeps) return before();
    return prediction->after;
}

void Exchange::read_snapshots() {
    if (const auto* last = ledger.last_snapshot()) {
        lived_.reserve(last->size());
        for (const model::BindingPtr& view : *last) {
            if (view->expires_at > entry.now) lived_.push_back(view);
        }
    }
    if (!entry.snapshot || !request || request->aor.empty()) return;
    mine_.reserve(entry.snapshot->size());
    for (const model::BindingPtr& view : *entry.snapshot) {
        if (view->aor == request->aor) mine_.push_back(view);
    }
}

void Exchange::read_answers() {
    const auto is_pong = [](const model::Transmit& t) { return t.octets == "\r\n"; };
    pongs = static_cast<std::size_t>(std::ranges::count_if(entry.responses, is_pong));
    answers = entry.responses;
    if (pongs == 0) return;
    std::ranges::remove_copy_if(entry.responses, std::back_inserter(kept_), is_pong);
    answers = kept_;
}

Exchange::Exchange(const scenario::Entry& seen, Ledger& book)
    : entry(seen), ledger(book), flow(book.flow(seen.event.subject)) {
    read_answers();
    for (const model::RegDocument& document : entry.documents) {
        if (auto info = read_reginfo(document.body)) {
            documents.emplace_back(document.aor, std::move(*info));
        }
    }
    if (!answers.empty()) response = read_response(answers[0].octets);
    if (entry.event.kind == scenario::EventKind::send) read_octets(*this, book);
    if (book.is_blind()) request.reset(), several = true;
    read_snapshots();
    if (!request) return;
    find_transaction(*this);
    if (request->is_register() && request->contacts_read && !request->aor.empty() &&
        request->cseq) {
        prediction = ledger.predict(*request, entry.event.subject, entry.now);
    }
    collect_faults(*this);
}

}  // namespace starzero::invariants
