// RFC 3261 8.2, 17.2, 18.2 and 20: what every answer must carry, whatever it says.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/invariants/queries.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/option_tags.hpp"

namespace starzero::invariants {

namespace {

using sip::HeaderId;

bool answered(const Exchange& x) {
    return x.request && x.request->silence.empty() && x.response && !x.several;
}

// Executed, so that header fields are judged against this request and not an earlier one.
bool fresh(const Exchange& x) { return answered(x) && x.repeats == nullptr; }

Verdict status_is(const Exchange& x, int status) {
    return require(x.status() == status, [&] {
        return "answered " + std::to_string(x.status()) + " instead of " + std::to_string(status);
    });
}

Verdict readable(const Exchange& x) {
    if (!answered(x)) return not_applicable();
    const auto& facts = *x.response;
    if (facts.parsed.error) {
        return violated("the response is malformed: " +
                        std::string(sip::to_string(facts.parsed.error->kind)));
    }
    if (facts.message().start.request) return violated("the answer is a request");
    for (const auto id : {HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq,
                          HeaderId::content_length}) {
        if (facts.message().count(id) > 1) return violated("a single header field stands twice");
    }
    return holds();
}

Verdict whole_answer(const Exchange& x) {
    if (!fresh(x) || x.request->faulty_up_to(2)) return not_applicable();
    const auto& facts = *x.response;
    return require(facts.from && facts.to && facts.cseq && facts.vias_read && !facts.vias.empty() &&
                       !facts.value(HeaderId::call_id).empty(),
                   [] { return "Via, From, To, Call-ID or CSeq is missing or malformed"; });
}

Verdict one_answer(const Exchange& x) {
    if (!x.request || x.several) return not_applicable();
    return require(x.answers.size() <= 1,
                   [&] { return std::to_string(x.answers.size()) + " responses to one request"; });
}

Verdict always_answers(const Exchange& x) {
    if (!x.request || !x.request->silence.empty() || x.several) return not_applicable();
    return require(!x.answers.empty(), [] { return "no response to a request"; });
}

Verdict copies_fields(const Exchange& x) {
    if (!fresh(x) || x.request->faulty_up_to(2) || !x.response->from || !x.response->cseq) {
        return not_applicable();
    }
    const auto& request = *x.request;
    const bool same = x.response->value(HeaderId::call_id) == request.call_id &&
                      x.response->cseq->number == request.cseq->number &&
                      x.response->cseq->method == request.cseq->method &&
                      x.response->from->uri.text == request.from->uri.text &&
                      tag_of(x.response->from) == tag_of(request.from);
    return require(same, [] { return "From, Call-ID or CSeq differ from the request's"; });
}

Verdict copies_vias(const Exchange& x) {
    if (!fresh(x) || x.request->faulty_up_to(2)) return not_applicable();
    const auto& asked = x.request->vias;
    const auto& given = x.response->vias;
    if (asked.size() != given.size()) return violated("the number of Via values differs");
    for (std::size_t i = 1; i < asked.size(); ++i) {
        if (!sip::equal(asked[i], given[i])) return violated("a lower Via value differs");
    }
    const auto strip = [](sip::Via via) {
        std::erase_if(via.params, [](const sip::Param& p) {
            return sip::iequals(p.name, "received") || sip::iequals(p.name, "rport");
        });
        return via;
    };
    return require(sip::equal(strip(asked[0]), strip(given[0])),
                   [] { return "the top Via differs in more than received and rport"; });
}

Verdict to_is_tagged(const Exchange& x) {
    if (!fresh(x) || x.request->faulty_up_to(2) || !x.response->to) return not_applicable();
    const auto asked = tag_of(x.request->to);
    const auto given = tag_of(x.response->to);
    if (x.response->to->uri.text != x.request->to->uri.text) return violated("To has another URI");
    return require(asked.empty() ? given.size() >= 6 : asked == given,
                   [] { return "To lacks a tag of at least 32 bits, or not the request's own"; });
}

// Stateless or not, a tag may hang on nothing but its request (8.2.7); that of another call is
// not unique (19.3).
Verdict tags_are_unique(const Exchange& x) {
    const std::string_view given = new_to_tag(x);
    if (given.empty()) return not_applicable();
    return require(!x.ledger.tags_another_call(given, x.request->call_id),
                   [&] { return "the To tag " + quoted(given) + " was given to another Call-ID"; });
}

Verdict repeats_are_replayed(const Exchange& x) {
    if (!answered(x) || x.repeats == nullptr) return not_applicable();
    return require(x.answers[0].octets == x.repeats->response && unchanged(x),
                   [] { return "a retransmission was executed or answered in other octets"; });
}

Verdict received_added(const Exchange& x) {
    if (!fresh(x) || x.request->faulty_up_to(2) || x.response->vias.empty()) {
        return not_applicable();
    }
    std::string_view source = x.flow.source;
    source = source.substr(0, source.rfind(':'));
    const auto address = sip::parse_host(source);
    if (!address || address->kind == sip::HostKind::name) return not_applicable();
    if (sip::equal(*address, x.request->vias[0].host)) return not_applicable();
    const auto* received = sip::find_param(x.response->vias[0].params, "received");
    if (received == nullptr || !received->value) return violated("no received in the top Via");
    auto shown = sip::parse_host(*received->value);
    if (!shown) shown = sip::parse_ipv6(*received->value);
    return require(shown && sip::equal(*shown, *address),
                   [] { return "received is not the source address"; });
}

Verdict no_provisional(const Exchange& x) {
    if (!answered(x)) return not_applicable();
    return require(x.status() >= 200, [] { return "a provisional response to REGISTER"; });
}

// Outbound tells that it was used; 421 tells what it wants (RFC 5626 section 6, 8.2.4).
Verdict no_unasked_extension(const Exchange& x) {
    if (!fresh(x)) return not_applicable();
    const bool told = x.request->flow_use == FlowUse::keyed || x.status() == 421;
    if (told) return not_applicable();
    return require(x.response->message().count(HeaderId::require) == 0,
                   [] { return "Require in a response though no extension was applied"; });
}

Verdict length_is_zero(const Exchange& x) {
    if (!answered(x)) return not_applicable();
    const auto length = sip::content_length(x.response->message());
    return require(length && *length && **length == 0 && x.response->message().body.empty(),
                   [] { return "Content-Length is not there, or not 0"; });
}

// Else the peer cannot find where the next message begins.
Verdict streams_need_length(const Exchange& x) {
    if (!x.request || !x.response || !model::is_stream(x.flow.transport)) return not_applicable();
    return require(x.response->message().count(HeaderId::content_length) != 0,
                   [] { return "no Content-Length in a response over a stream"; });
}

Verdict refusals_list_nothing(const Exchange& x) {
    if (!answered(x) || x.status() < 300) return not_applicable();
    return require(x.response->message().count(HeaderId::contact) == 0,
                   [] { return "a refusal tells bindings"; });
}

Verdict allow_with_405(const Exchange& x) {
    if (!answered(x) || x.status() != 405) return not_applicable();
    std::vector<std::string_view> methods;
    const bool read =
        sip::parse_option_tags(x.response->value(HeaderId::allow), methods).has_value();
    return require(read && std::ranges::find(methods, "REGISTER") != methods.end(),
                   [] { return "405 without Allow: REGISTER"; });
}

Verdict unknown_method(const Exchange& x) {
    if (!fresh(x) || !only_fault(x, 4, "unknown method")) return not_applicable();
    return status_is(x, 501);
}

Verdict other_method(const Exchange& x) {
    if (!fresh(x) || !only_fault(x, 4, "method")) return not_applicable();
    return status_is(x, 405);
}

Verdict other_version(const Exchange& x) {
    if (!fresh(x) || !only_fault(x, 1, "version")) return not_applicable();
    return status_is(x, 505);
}

Verdict other_scheme(const Exchange& x) {
    if (!fresh(x) || !only_fault(x, 5, "Request-URI scheme")) return not_applicable();
    return status_is(x, 416);
}

Verdict to_scheme(const Exchange& x) {
    if (!fresh(x) || !only_fault(x, 11, "To scheme")) return not_applicable();
    return status_is(x, 400);
}

Verdict cseq_method(const Exchange& x) {
    if (!fresh(x) || !only_fault(x, 2, "CSeq method")) return not_applicable();
    return status_is(x, 400);
}

Verdict merged_is_482(const Exchange& x) {
    if (!fresh(x) || x.faults.empty() || x.faults.front().stage != 6) return not_applicable();
    return status_is(x, 482);
}

Verdict unsupported_listed(const Exchange& x) {
    if (!fresh(x) || x.status() != 420) return not_applicable();
    std::vector<std::string_view> listed;
    for (const auto& row : x.response->message().rows) {
        if (row.id == HeaderId::unsupported && !sip::parse_option_tags(row.value, listed)) {
            return violated("Unsupported cannot be read");
        }
    }
    std::vector<std::string_view> asked = x.request->require;
    std::erase_if(asked, [&](auto tag) { return is_understood(x.policy(), tag); });
    if (asked.empty() && has_fault(x, 15, "Path without support")) asked = {"path"};
    const bool same = !listed.empty() && std::ranges::all_of(asked, [&](auto tag) {
        return sip::contains_tag(listed, tag);
    }) && std::ranges::all_of(listed, [&](auto tag) { return sip::contains_tag(asked, tag); });
    return require(same, [] { return "Unsupported is not the list of unknown Require tags"; });
}

Verdict accept_with_415(const Exchange& x) {
    if (!answered(x) || x.status() != 415) return not_applicable();
    const auto& message = x.response->message();
    return require(message.count(HeaderId::accept) + message.count(HeaderId::accept_encoding) +
                           message.count(HeaderId::accept_language) !=
                       0,
                   [] { return "415 without any Accept field"; });
}

Verdict zero_forwards(const Exchange& x) {
    if (!x.is_register() || !x.response || !x.faults.empty() || store_failed(x)) {
        return not_applicable();
    }
    const auto* forwards = x.request->message().first(HeaderId::max_forwards);
    if (forwards == nullptr || forwards->value != "0") return not_applicable();
    return status_is(x, 200);
}

Verdict reply_on_its_flow(const Exchange& x) {
    if (!answered(x) || x.repeats != nullptr) return not_applicable();
    const auto& response = x.answers[0];
    const bool datagram = x.flow.transport == model::Transport::udp;
    return require(
        response.flow == x.entry.event.subject && response.destination.empty() != datagram,
        [] { return "the response takes another way than its request"; });
}

// address:port where the top Via wants its response; nothing where a reader may choose: a maddr
// that is a name or that nobody may be sent to (O-33), an rport that the peer filled.
std::optional<std::string> way_back(const sip::Via& top, const std::string& source) {
    const std::size_t colon = source.rfind(':');
    const std::string sent_by = ":" + std::to_string(top.port != 0 ? top.port : 5060);
    if (const auto* maddr = sip::find_param(top.params, "maddr")) {
        const auto host =
            maddr->value ? sip::parse_host(*maddr->value) : sip::Result<sip::Host>(sip::Host{});
        if (!host || host->kind == sip::HostKind::name || is_for_many(*host)) return std::nullopt;
        return std::string(*maddr->value) + sent_by;
    }
    const auto* rport = sip::find_param(top.params, "rport");
    if (rport == nullptr) return source.substr(0, colon) + sent_by;
    if (rport->value) return std::nullopt;
    return source;
}

Verdict reply_as_via_says(const Exchange& x) {
    if (!fresh(x) || x.answers[0].destination.empty()) return not_applicable();
    const auto wanted = way_back(*x.request->top, x.flow.source);
    if (!wanted) return not_applicable();
    return require(x.answers[0].destination == *wanted, [&] {
        return "the response goes to " + quoted(x.answers[0].destination) + ", not to " +
               quoted(*wanted);
    });
}

constexpr std::array<Invariant, 28> rules{{
    {"P-13", "P-13 P-17 R3261-T2-1", Strength::must, "Every response can be read",
     "Status line, rows and length are well-formed, and no single field stands twice.", wire,
     readable},
    {"R3261-8.1.1-1", "R3261-8.1.1-1 R3261-T2-1", Strength::must, "A response has its five fields",
     "Via, From, To, Call-ID and CSeq are there and well-formed.", wire, whole_answer},
    {"R3261-8.2.6-1", "R3261-8.2.7-1", Strength::must, "One response a request",
     "No request is answered twice.", wire, one_answer},
    {"R3261-8.2-1", "R3261-8.2-1", Strength::must, "Every request is answered",
     "Whatever is wrong with it, a request with a usable top Via gets a final response.", wire,
     always_answers},
    {"R3261-8.2.6.2-1", "R3261-8.2.6.2-1", Strength::must, "From, Call-ID and CSeq are copied",
     "They equal the request's, the From tag byte by byte.", wire, copies_fields},
    {"R3261-8.2.6.2-2", "R3261-8.2.6.2-2 P-12 R3261-20.42-1", Strength::must, "Vias are copied",
     "The same values in the same order; the top one gains received and rport only.", wire,
     copies_vias},
    {"R3261-8.2.6.2-3", "R3261-8.2.6.2-3 R3261-19.3-1 D-10", Strength::must, "To has one tag",
     "The request's own tag, or a new one of at least 32 bits.", wire, to_is_tagged},
    {"R3261-19.3-1", "R3261-19.3-1", Strength::must, "To tags are unique",
     "A new tag in To was never given to a request with another Call-ID.", wire, tags_are_unique},
    {"R3261-17.2.2-1", "R3261-17.2.2-1 R3261-8.2.6.2-4 C-02", Strength::must,
     "Retransmissions get the stored response",
     "A repeat within its transaction is answered in the same octets and changes nothing.",
     wire | snapshot, repeats_are_replayed},
    {"R3261-18.2.1-1", "R3261-18.2.1-1", Strength::must, "The source address is told",
     "When sent-by is a name or another address, the top Via carries received with the source.",
     wire, received_added},
    {"R3261-8.2.6.1-1", "R3261-8.2.6.1-1", Strength::should, "No provisional responses",
     "REGISTER is answered with a final response at once.", wire, no_provisional},
    {"R3261-8.2.4-1", "R3261-8.2.4-1", Strength::must, "No extension unasked",
     "A response carries no Require while no extension was applied.", wire, no_unasked_extension},
    {"R3261-18.3-4", "R3261-18.3-4", Strength::must, "Content-Length over a stream",
     "A response over TCP or TLS carries Content-Length.", wire, streams_need_length},
    {"R3261-20.14-1", "R3261-20.14-1", Strength::must, "Content-Length is 0",
     "A response without a body says so.", wire, length_is_zero},
    {"S-24", "S-24 R3261-10.3-4b", Strength::must, "Refusals tell no bindings",
     "A response that is not 2xx has no Contact.", wire, refusals_list_nothing},
    {"R3261-8.2.1-1", "R3261-8.2.1-1 R3261-10.3-0a D-15", Strength::must,
     "A method other than REGISTER is 405",
     "A known method that a registrar does not serve is 405.", wire, other_method},
    {"R3261-8.2.1-2", "R3261-8.2.1-2", Strength::must, "405 tells what is allowed",
     "A 405 carries Allow with REGISTER.", wire, allow_with_405},
    {"R3261-21.5.2-1", "R3261-21.5.2-1", Strength::must, "An unknown method is 501",
     "Method names are compared with case.", wire, unknown_method},
    {"R3261-21.5.6-1", "R3261-21.5.6-1", Strength::must, "Another SIP version is 505",
     "A sound request of another version is 505.", wire, other_version},
    {"R3261-8.2.2.1-1", "R3261-8.2.2.1-1", Strength::should, "Another URI scheme is 416",
     "A Request-URI that is neither sip nor sips is 416.", wire, other_scheme},
    {"R3261-10.2-6", "R3261-10.2-6 R3261-10.3-5b", Strength::must, "To must be a SIP URI",
     "A To with another scheme is 400.", wire, to_scheme},
    {"R3261-8.1.1.5-2", "R3261-8.1.1.5-2", Strength::must, "CSeq names the method",
     "A CSeq method that differs from the request's is 400.", wire, cseq_method},
    {"R3261-8.2.2.2-1", "R3261-8.2.2.2-1 C-08", Strength::should, "A merged request is 482",
     "Same From tag, Call-ID and CSeq on another branch while the first lives.", wire,
     merged_is_482},
    {"R3261-8.2.2.3-2", "R3261-8.2.2.3-1 R3261-8.2.2.3-2", Strength::must,
     "420 lists what is unknown", "Unsupported holds exactly the Require tags not understood.",
     wire, unsupported_listed},
    {"R3261-8.2.3-2", "R3261-8.2.3-2", Strength::must, "415 tells what is accepted",
     "A 415 carries an Accept field.", wire, accept_with_415},
    {"R3261-20.22-1", "R3261-20.22-1", Strength::must, "Max-Forwards 0 is served",
     "A registrar is the end of the way: Max-Forwards 0 changes nothing.", wire, zero_forwards},
    {"R3261-18.2.2-1", "R3261-18.2.2-1", Strength::must, "A response goes back on its flow",
     "A connection's response takes the connection, a datagram's has a destination.", wire,
     reply_on_its_flow},
    {"R3261-18.2.2-2", "R3261-18.2.2-1 R3581-4-4", Strength::must,
     "A response goes where its Via says",
     "Over UDP: to maddr, else to the source; to the port of sent-by, or of the source with rport. "
     "Asked of a system in this process, which tells where it sends.",
     wire | snapshot, reply_as_via_says},
}};

}  // namespace

std::span<const Invariant> answer_rules() { return rules; }

}  // namespace starzero::invariants
