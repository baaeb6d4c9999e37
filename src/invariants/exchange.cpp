#include "starzero/invariants/exchange.hpp"

#include <algorithm>

namespace starzero::invariants {

namespace {

void read_octets(Exchange& exchange, Ledger& ledger) {
    const scenario::Event& event = exchange.entry.event;
    if (!model::is_stream(exchange.flow.transport)) {
        exchange.request = read_request(event.octets, sip::Framing::datagram, ledger.policy());
        return;
    }
    sip::StreamFramer& framer = ledger.framer(event.subject);
    framer.push(event.octets);
    int count = 0;
    while (const auto message = framer.next()) {
        if (++count == 1) exchange.octets = *message;
    }
    exchange.several = count > 1;
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

void collect_faults(Exchange& exchange) {
    exchange.faults = exchange.request->faults;
    if (exchange.merged) exchange.faults.push_back({6, {482, 0}, "merged request"});
    if (exchange.prediction) {
        const auto& late = exchange.prediction->faults;
        exchange.faults.insert(exchange.faults.end(), late.begin(), late.end());
    }
    std::ranges::sort(exchange.faults, {}, &Fault::stage);
}

}  // namespace

TrackedList Exchange::expected() const {
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

Exchange::Exchange(const scenario::Entry& seen, Ledger& book)
    : entry(seen), ledger(book), flow(book.flow(seen.event.subject)) {
    if (!entry.responses.empty()) response = read_response(entry.responses[0].octets);
    if (entry.event.kind == scenario::EventKind::send) read_octets(*this, book);
    read_snapshots();
    if (!request) return;
    find_transaction(*this);
    if (request->is_register() && request->contacts_read && !request->aor.empty() &&
        request->cseq) {
        prediction = ledger.predict(*request, entry.now);
    }
    collect_faults(*this);
}

}  // namespace starzero::invariants
