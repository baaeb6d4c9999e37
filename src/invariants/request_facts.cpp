#include "starzero/invariants/request_facts.hpp"

#include <algorithm>

#include "starzero/invariants/limits_of.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/call_id.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using sip::ErrorKind;
using sip::HeaderId;

// Methods of RFC 3261 and its extensions; any other is unknown (21.5.2).
constexpr std::string_view methods =
    " REGISTER INVITE ACK CANCEL BYE OPTIONS PRACK UPDATE SUBSCRIBE NOTIFY PUBLISH INFO REFER "
    "MESSAGE ";

bool is_known_method(std::string_view method) {
    return methods.find(" " + std::string(method) + " ") != std::string_view::npos;
}

class Reader {
public:
    Reader(RequestFacts& facts, const model::Policy& policy) : facts_(facts), policy_(policy) {}

    void read() {
        read_top();
        if (!facts_.silence.empty()) return;
        read_start();
        read_mandatory();
        judge_method();
        judge_domains();
        read_require();
        judge_body();
        if (facts_.is_register()) read_contacts();
        facts_.complete = has_all_fields();
    }

private:
    void add(int stage, std::string_view what, int code, int other = 0) {
        facts_.faults.push_back({stage, {code, other}, what});
    }

    const sip::Message& message() const { return facts_.message(); }
    std::string_view value(HeaderId id) const {
        const auto* row = message().first(id);
        return row != nullptr ? row->value : std::string_view{};
    }

    void read_top() {
        sip::Cursor cursor(value(HeaderId::via));
        auto top = sip::parse_via(cursor, limits());
        if (top && (cursor.done() || cursor.at(','))) facts_.top = std::move(*top);
        if (!message().start.request) facts_.silence = "a response";
        else if (message().start.method == "ACK") facts_.silence = "an ACK";
        else if (!facts_.top) facts_.silence = "no usable top Via";
    }

    sip::Limits limits() const { return limits_of(policy_); }

    void read_start() {
        if (const auto& error = facts_.parsed.error) {
            if (error->kind == ErrorKind::version) add(1, "version", 505);
            else if (error->kind == ErrorKind::too_large) add(0, "too large", 513, 400);
            else if (error->kind == ErrorKind::too_many) add(0, "too many rows", 400, 513);
            else add(0, "framing or start line", 400);
        }
        auto uri = sip::parse_uri(message().start.uri, limits());
        if (uri) facts_.request_uri = std::move(*uri);
        else add(0, "Request-URI", 400, 414);
    }

    void read_mandatory() {
        for (const auto id : {HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq,
                              HeaderId::max_forwards, HeaderId::expires, HeaderId::content_length,
                              HeaderId::content_type}) {
            if (message().count(id) > 1) add(2, "a single header field twice", 400);
        }
        for (const sip::HeaderRow& row : message().rows) {
            if (row.id != HeaderId::via) continue;
            if (!sip::parse_via_row(row.value, facts_.vias, limits())) add(2, "Via", 400);
        }
        facts_.from = read_address(HeaderId::from, "From");
        facts_.to = read_address(HeaderId::to, "To");
        if (const auto id = sip::parse_call_id(value(HeaderId::call_id))) facts_.call_id = *id;
        else add(2, "Call-ID", 400);
        if (const auto cseq = sip::parse_cseq(value(HeaderId::cseq))) {
            facts_.cseq = *cseq;
            if (cseq->method != message().start.method) add(2, "CSeq method", 400);
        } else {
            add(2, "CSeq", 400);
        }
        if (policy_.strict_peers && !has_all_fields()) add(2, "2543 peer", 400);
    }

    std::optional<sip::NameAddr> read_address(HeaderId id, std::string_view what) {
        auto address = sip::parse_single_name_addr(value(id), limits());
        const auto* tag = address ? sip::find_param(address->params, "tag") : nullptr;
        if (!address || (tag != nullptr && (!tag->value || tag->quoted()))) {
            add(2, what, 400);
            return std::nullopt;
        }
        return std::move(*address);
    }

    bool has_all_fields() const {
        const auto forwards = sip::parse_number(value(HeaderId::max_forwards), 255);
        return forwards && !tag_of(facts_.from).empty() && facts_.top->has_cookie();
    }

    void judge_method() {
        const auto method = message().start.method;
        if (method == "REGISTER") return;
        if (method == "CANCEL") add(4, "CANCEL without transaction", 481);
        else if (is_known_method(method)) add(4, "method", 405);
        else add(4, "unknown method", 501);
    }

    bool served(const sip::Uri& uri) const {
        return std::ranges::any_of(policy_.domains, [&](const std::string& text) {
            const auto domain = sip::parse_host(text);
            return domain && sip::equal(*domain, uri.host);
        });
    }

    void judge_domains() {
        if (facts_.request_uri) {
            if (!facts_.request_uri->is_sip()) add(5, "Request-URI scheme", 416);
            else if (!served(*facts_.request_uri)) add(5, "domain", 404);
        }
        if (!facts_.to) return;
        const sip::Uri& to = facts_.to->uri;
        if (!to.is_sip()) return add(11, "To scheme", 400);
        facts_.aor = sip::address_of_record(to);
        std::string user;
        sip::append_unescaped(user, to.user.value_or(""));
        const auto& unknown = policy_.unknown_users;
        const bool reserved = policy_.offers(model::Extension::gruu) &&
                              user.starts_with(policy_.temporary_gruu_prefix);
        const bool known =
            !reserved && (!to.user || std::ranges::find(unknown, user) == unknown.end());
        if (!served(to) || !known) add(11, "address-of-record", 404);
    }

    void read_require() {
        for (const sip::HeaderRow& row : message().rows) {
            if (row.id != HeaderId::require) continue;
            if (!sip::parse_option_tags(row.value, facts_.require, limits())) {
                add(7, "Require", 400);
            }
        }
        const bool unknown = std::ranges::any_of(
            facts_.require, [&](auto tag) { return !is_understood(policy_, tag); });
        if (unknown) add(7, "unknown option tag", 420);
    }

    bool handling_optional() const {
        sip::Cursor cursor(value(HeaderId::content_disposition));
        cursor.take(sip::CharClass::token);
        const auto params = sip::parse_params(cursor, {});
        const auto* handling = params ? sip::find_param(*params, "handling") : nullptr;
        return handling != nullptr && handling->value && sip::iequals(*handling->value, "optional");
    }

    void judge_body() {
        if (message().body.empty() || handling_optional()) return;
        if (message().count(HeaderId::content_type) == 0) add(8, "no Content-Type", 400, 415);
        else add(8, "body type", 415);
    }

    void read_contacts() {
        if (const auto* row = message().first(HeaderId::expires)) {
            facts_.expires = sip::read_interval(row->value);
        }
        for (const sip::HeaderRow& row : message().rows) {
            if (row.id != HeaderId::contact) continue;
            if (!sip::parse_contact_row(row.value, facts_.contacts, limits())) {
                return add(14, "Contact", 400);
            }
        }
        facts_.contacts_read = true;
        read_extension_facts(facts_, policy_);
        judge_contacts();
    }

    void judge_contacts() {
        const auto& list = facts_.contacts;
        const bool zero =
            facts_.expires.form == sip::Interval::Form::given && facts_.expires.seconds == 0;
        if (list.wildcard && !zero) add(14, "wildcard without Expires 0", 400);
        if (list.contacts.size() > policy_.limits.contacts) add(14, "too many contacts", 400, 513);
        bool twice = false;
        for (std::size_t i = 0; i < list.contacts.size(); ++i) {
            if (!sip::qvalue_of(list.contacts[i])) add(14, "q", 400);
            for (std::size_t k = 0; k < i && !twice; ++k) {
                twice = same_place(list.contacts[i], facts_.key(i), list.contacts[k], facts_.key(k),
                                   policy_);
            }
        }
        if (twice && policy_.duplicate_contact == model::DuplicateContact::reject) {
            add(14, "equal contacts", 400);
        }
    }

    RequestFacts& facts_;
    const model::Policy& policy_;
};

}  // namespace

bool RequestFacts::supports(std::string_view tag) const noexcept {
    return sip::contains_tag(supported, tag);
}

bool RequestFacts::requires_tag(std::string_view tag) const noexcept {
    return sip::contains_tag(require, tag);
}

bool RequestFacts::faulty_up_to(int stage) const noexcept {
    return std::ranges::any_of(faults, [&](const Fault& fault) { return fault.stage <= stage; });
}

std::string_view tag_of(const std::optional<sip::NameAddr>& value) noexcept {
    const auto* tag = value ? sip::find_param(value->params, "tag") : nullptr;
    return tag != nullptr && tag->value ? *tag->value : std::string_view{};
}

RequestFacts read_request(std::string_view octets, sip::Framing framing,
                          const model::Policy& policy) {
    RequestFacts facts;
    facts.parsed = sip::parse_message(octets, framing, limits_of(policy));
    Reader(facts, policy).read();
    return facts;
}

}  // namespace starzero::invariants
