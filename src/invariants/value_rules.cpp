// P rows: what must hold for one piece of text, without any registrar.
#include <array>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/cseq.hpp"
#include "starzero/sip/date.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/stream_framer.hpp"
#include "starzero/sip/uri_compare.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::invariants {

namespace {

std::string printed(const sip::Message& message) {
    std::string out;
    sip::append_message(out, message);
    return out;
}

Verdict message_round_trip(std::string_view octets) {
    const auto first = sip::parse_message(octets);
    if (first.error) return not_applicable();
    const std::string once = printed(first.message);
    const auto second = sip::parse_message(once);
    if (second.error || second.message.rows.size() != first.message.rows.size()) {
        return violated("a printed message is not read back");
    }
    for (std::size_t i = 0; i < first.message.rows.size(); ++i) {
        const auto& a = first.message.rows[i];
        const auto& b = second.message.rows[i];
        std::string unfolded;
        sip::append_unfolded(unfolded, a.value);
        if (a.id != b.id || unfolded != b.value) return violated("a row changes when printed");
    }
    return require(printed(second.message) == once && first.message.body == second.message.body,
                   [] { return "printing is not stable"; });
}

Verdict error_in_bounds(std::string_view octets) {
    const auto parsed = sip::parse_message(octets);
    if (!parsed.error) return not_applicable();
    return require(parsed.error->offset <= octets.size(),
                   [] { return "an error points behind the text"; });
}

Verdict rows_are_inside(std::string_view octets) {
    const auto parsed = sip::parse_message(octets);
    if (parsed.message.rows.empty()) return not_applicable();
    for (const auto& row : parsed.message.rows) {
        const bool inside = row.value.data() >= octets.data() &&
                            row.value.data() + row.value.size() <= octets.data() + octets.size();
        const bool broken = row.value.find('\n') != std::string_view::npos &&
                            row.value.find_first_of("\n") + 1 < row.value.size() &&
                            row.value[row.value.find('\n') + 1] != ' ' &&
                            row.value[row.value.find('\n') + 1] != '\t';
        if (!inside || broken) return violated("a row holds another line or other memory");
    }
    return holds();
}

std::vector<std::string> framed(std::string_view octets, std::size_t piece) {
    sip::StreamFramer framer;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < octets.size(); at += piece) {
        framer.push(octets.substr(at, piece));
        while (const auto message = framer.next()) messages.emplace_back(*message);
    }
    if (framer.error()) messages.emplace_back("error");
    return messages;
}

Verdict cuts_do_not_matter(std::string_view octets) {
    const auto whole = framed(octets, octets.size() + 1);
    if (whole.empty()) return not_applicable();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
        if (framed(octets, piece) != whole) return violated("framing depends on the pieces");
    }
    return holds();
}

Verdict framing_is_parsing(std::string_view octets) {
    const auto messages = framed(octets, octets.size() + 1);
    if (messages.empty()) return not_applicable();
    for (const auto& message : messages) {
        if (message == "error") continue;
        const auto parsed = sip::parse_message(message, sip::Framing::stream);
        const auto length = sip::content_length(parsed.message);
        if (!length || !*length || parsed.message.body.size() != **length) {
            return violated("the framer and the parser disagree on the body");
        }
    }
    return holds();
}

Verdict uri_round_trip(std::string_view text) {
    const auto uri = sip::parse_uri(text);
    if (!uri) {
        return require(uri.error().offset <= text.size(),
                       [] { return "an error points behind the text"; });
    }
    std::string once;
    sip::append_uri(once, *uri);
    const auto again = sip::parse_uri(once);
    if (!again) return violated("a printed URI is not read back: " + once);
    std::string twice;
    sip::append_uri(twice, *again);
    return require(once == twice && sip::equal(*uri, *again),
                   [&] { return "a printed URI is another: " + once; });
}

// Two URIs, a line each.
Verdict comparison_laws(std::string_view text) {
    const std::size_t feed = text.find('\n');
    const auto left = text.substr(0, feed);
    const auto right = feed == std::string_view::npos ? left : text.substr(feed + 1);
    const auto a = sip::parse_uri(left);
    const auto b = sip::parse_uri(right);
    if (!a || !b) return not_applicable();
    if (!sip::equal(*a, *a) || !sip::equal(*b, *b)) return violated("a URI differs from itself");
    const bool same = sip::equal(*a, *b);
    if (same != sip::equal(*b, *a)) return violated("comparison is not symmetric");
    return require(!same || sip::comparison_hash(*a) == sip::comparison_hash(*b),
                   [] { return "equal URIs have different hashes"; });
}

// The key must tell apart exactly what the decoded parts tell apart.
Verdict key_is_injective(std::string_view text) {
    const std::size_t feed = text.find('\n');
    if (feed == std::string_view::npos) return not_applicable();
    const auto a = sip::parse_uri(text.substr(0, feed));
    const auto b = sip::parse_uri(text.substr(feed + 1));
    if (!a || !b || !a->is_sip() || !b->is_sip()) return not_applicable();
    const auto decoded = [](const std::optional<std::string_view>& part) {
        std::string out = part ? "+" : "-";
        if (part) sip::append_unescaped(out, *part);
        return out;
    };
    const bool same = decoded(a->user) == decoded(b->user) &&
                      decoded(a->password) == decoded(b->password) && sip::equal(a->host, b->host);
    return require(same == (sip::address_of_record(*a) == sip::address_of_record(*b)),
                   [] { return "keys of addresses-of-record collide or split"; });
}

Verdict contacts_round_trip(std::string_view text) {
    sip::ContactList list;
    const auto read = sip::parse_contact_row(text, list);
    if (!read) {
        return require(read.error().offset <= text.size(),
                       [] { return "an error points behind the text"; });
    }
    std::string once;
    sip::append_contact_list(once, list);
    sip::ContactList again;
    if (!sip::parse_contact_row(once, again)) return violated("not read back: " + once);
    if (list.wildcard != again.wildcard || list.contacts.size() != again.contacts.size()) {
        return violated("another number of contacts: " + once);
    }
    for (std::size_t i = 0; i < list.contacts.size(); ++i) {
        const auto& a = list.contacts[i].value;
        const auto& b = again.contacts[i].value;
        if (a.uri.text != b.uri.text || a.params.size() != b.params.size()) {
            return violated("a parameter changed its owner: " + once);
        }
    }
    return holds();
}

// Without brackets every ;param is the header's: the URI of an addr-spec has none of its own.
Verdict params_have_owners(std::string_view text) {
    sip::ContactList list;
    if (!sip::parse_contact_row(text, list) || list.contacts.empty()) return not_applicable();
    for (const auto& contact : list.contacts) {
        if (contact.value.bracketed) continue;
        if (!contact.value.uri.params.empty() || !contact.value.uri.headers.empty()) {
            return violated("an addr-spec kept parameters of its own");
        }
    }
    return holds();
}

Verdict display_round_trip(std::string_view text) {
    const std::string quoted = sip::quote_display(text);
    sip::Cursor cursor(quoted);
    const auto read = cursor.quoted_string();
    if (!read || !cursor.done()) return violated("a quoted display name is not read back");
    std::string wanted(text);
    std::erase_if(wanted, [](char c) { return c == '\r' || c == '\n'; });
    return require(sip::plain_display(quoted) == wanted,
                   [] { return "a display name changes through its quotes"; });
}

Verdict unescape_once(std::string_view text) {
    std::string escaped;
    sip::append_escaped(escaped, text);
    std::string back;
    sip::append_unescaped(back, escaped);
    if (back != text) return violated("escaping does not come back");
    return require(sip::check_escaped(escaped, sip::CharClass::unreserved).has_value(),
                   [] { return "escaping leaves an octet that needs it"; });
}

// Compared as decimal text, so that no arithmetic can wrap.
Verdict numbers_saturate(std::string_view text) {
    const auto seconds = sip::parse_delta_seconds(text);
    const bool digits = !text.empty() && sip::all_of(text, sip::CharClass::digit);
    if (seconds.has_value() != digits) return violated("accepts other than 1*DIGIT");
    if (!digits) return holds();
    auto significant = text;
    while (significant.size() > 1 && significant.front() == '0') significant.remove_prefix(1);
    const std::string_view top = "4294967295";
    const bool over =
        significant.size() > top.size() || (significant.size() == top.size() && significant > top);
    const std::string shown = std::to_string(*seconds);
    return require(shown == (over ? top : significant),
                   [&] { return "reads " + std::string(text) + " as " + shown; });
}

Verdict qvalue_in_range(std::string_view text) {
    const auto q = sip::parse_qvalue(text);
    if (!q) return not_applicable();
    if (*q > 1'000) return violated("a q above 1");
    std::string once;
    sip::append_qvalue(once, *q);
    const auto again = sip::parse_qvalue(once);
    return require(again && *again == *q, [&] { return "q is not read back: " + once; });
}

Verdict cseq_round_trip(std::string_view text) {
    const auto cseq = sip::parse_cseq(text);
    if (!cseq) return not_applicable();
    std::string once;
    sip::append_cseq(once, *cseq);
    const auto again = sip::parse_cseq(once);
    return require(again && again->number == cseq->number && again->method == cseq->method,
                   [&] { return "CSeq is not read back: " + once; });
}

Verdict via_round_trip(std::string_view text) {
    std::vector<sip::Via> vias;
    if (!sip::parse_via_row(text, vias)) return not_applicable();
    std::string once;
    for (const auto& via : vias) {
        if (!once.empty()) once += ", ";
        sip::append_via(once, via);
    }
    std::vector<sip::Via> again;
    if (!sip::parse_via_row(once, again) || again.size() != vias.size()) {
        return violated("Via is not read back: " + once);
    }
    std::string twice;
    for (const auto& via : again) {
        if (!twice.empty()) twice += ", ";
        sip::append_via(twice, via);
    }
    return require(once == twice, [&] { return "printing Via is not stable: " + once; });
}

Verdict date_round_trip(std::string_view text) {
    const auto seconds = sip::parse_date(text);
    if (!seconds) return not_applicable();
    std::string once;
    sip::append_date(once, *seconds);
    return require(once == text, [&] { return "a Date is printed as " + once; });
}

constexpr std::array<Invariant, 17> rules{
    value(
        "P-02-message", "P-01 P-02 P-03", "Messages print and read back",
        "An accepted message keeps its rows and body through print and parse; printing is stable.",
        message_round_trip),
    value("P-08", "P-06 P-08", "Errors point into the text",
          "The offset of an error is at most the length of the text.", error_in_bounds),
    value("P-17", "P-17 P-06", "A row is one row",
          "No value holds a line end that is not a fold, nor octets outside the message.",
          rows_are_inside),
    value("M-43", "M-43 P-20", "Pieces of a stream do not matter",
          "Any cut of a stream gives the same messages.", cuts_do_not_matter),
    value("P-18", "P-18 R3261-18.3-4", "Framing agrees with parsing",
          "What the framer cuts has a body of exactly Content-Length.", framing_is_parsing),
    value("P-02-uri", "P-01 P-02", "URIs print and read back",
          "A printed URI is read back, equal, and printed the same again.", uri_round_trip),
    value("P-15", "P-15 R3261-19.1.4-15", "URI comparison is reflexive and symmetric",
          "And equal URIs have equal hashes.", comparison_laws),
    value("P-11", "P-11 R3261-10.3-5i", "AOR keys are injective",
          "Keys are equal exactly when decoded user, decoded password and host are.",
          key_is_injective),
    value("P-05", "P-02 P-05", "Contact lists print and read back",
          "The same number of contacts with the same owners of every parameter.",
          contacts_round_trip),
    value("P-04", "P-04 R3261-20.10-1", "Parameters have one owner",
          "Outside brackets every parameter belongs to the header field.", params_have_owners),
    value("P-07", "P-07", "Quoting comes back", "Any display name survives quoting.",
          display_round_trip),
    value("P-09", "P-09", "Unescaping is one pass",
          "Escaping any octets and decoding once gives "
          "them back.",
          unescape_once),
    value("P-16", "P-16 V-EXP", "Numbers never wrap",
          "delta-seconds is 1*DIGIT, and saturates at 2^32-1.", numbers_saturate),
    value("V-Q", "V-Q R3261-25-10", "q is within 0 and 1",
          "An accepted qvalue is 0 to 1000 thousandths and reads back.", qvalue_in_range),
    value("V-CSEQ", "V-CSEQ P-02", "CSeq reads back", "Number and method survive printing.",
          cseq_round_trip),
    value("P-02-via", "P-02 P-12", "Vias print and read back",
          "The same number of values; printing is stable.", via_round_trip),
    value("V-DATE", "V-DATE R3261-20.17-1", "Dates have one form",
          "An accepted date is printed octet for octet.", date_round_trip),
};

}  // namespace

std::span<const Invariant> value_rules() { return rules; }

}  // namespace starzero::invariants
