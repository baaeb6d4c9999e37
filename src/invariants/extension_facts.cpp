// What a request says to the extensions, read by the judge for itself (RFC 3327, 5626, 5627, 5630,
// 6140, 8599), and the faults of stages 14 and 15 that follow from its text.
#include <algorithm>

#include "starzero/invariants/limits_of.hpp"
#include "starzero/invariants/request_facts.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/escape.hpp"
#include "starzero/sip/instance_id.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/option_tags.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

using model::Extension;
using sip::HeaderId;

class ExtensionReader {
public:
    ExtensionReader(RequestFacts& facts, const model::Policy& policy)
        : facts_(facts), policy_(policy) {}

    void read() {
        read_lists();
        read_keys();
        decide_flow();
        judge_sips();
        judge_path();
        judge_flows();
        judge_bulk();
        judge_addresses();
        judge_push();
    }

private:
    bool on(Extension e) const noexcept { return policy_.offers(e); }
    void add(int stage, std::string_view what, int code) {
        facts_.faults.push_back({stage, {code, 0}, what});
    }
    const std::vector<sip::Contact>& contacts() const { return facts_.contacts.contacts; }

    template <class Test>
    bool any_wanted(Test&& test) const {
        for (std::size_t i = 0; i < contacts().size(); ++i) {
            if (facts_.keys[i].wanted && test(contacts()[i], facts_.keys[i])) return true;
        }
        return false;
    }

    void read_lists() {
        const sip::Limits limits = limits_of(policy_);
        const bool tags = on(Extension::path) || on(Extension::gruu);
        for (const sip::HeaderRow& row : facts_.message().rows) {
            if (row.id == HeaderId::supported && tags) {
                if (!sip::parse_option_tags(row.value, facts_.supported, limits)) {
                    supported_read_ = false;
                }
            }
            if (row.id == HeaderId::path && on(Extension::path) && path_read_) {
                path_read_ = sip::parse_route_row(row.value, facts_.path, limits).has_value();
            }
        }
        if (!path_read_) facts_.path.clear();
        if (!supported_read_) add(15, "Supported", 400);
    }

    void read_keys() {
        for (const sip::Contact& contact : contacts()) {
            ContactKey key;
            const auto own = sip::interval_of(contact);
            const auto& asked = own.form == sip::Interval::Form::absent ? facts_.expires : own;
            key.wanted = asked.form != sip::Interval::Form::given || asked.seconds != 0;
            read_instance(contact, key);
            facts_.keys.push_back(std::move(key));
        }
    }

    void read_instance(const sip::Contact& contact, ContactKey& key) {
        if (!on(Extension::outbound) && !on(Extension::gruu)) return;
        const auto* instance = sip::find_param(contact.value.params, "+sip.instance");
        if (instance == nullptr) return;
        const auto urn = sip::parse_instance(instance->value.value_or(""));
        if (!urn) return add(14, "instance or reg-id", 400);
        key.instance = sip::instance_key(*urn);
        const auto* reg_id = sip::find_param(contact.value.params, "reg-id");
        if (reg_id == nullptr || !on(Extension::outbound)) return;
        const auto number = sip::parse_number(reg_id->value.value_or(""), sip::reg_id_max);
        if (!number || *number == 0) return add(14, "instance or reg-id", 400);
        key.reg_id = static_cast<std::uint32_t>(*number);
    }

    // The edge proxy's value is the bottom one, or by policy the top one (D-27).
    bool edge_has_ob() const {
        if (facts_.path.empty()) return false;
        const bool bottom = policy_.edge_proxy == model::EdgeProxy::bottom;
        const auto& edge = bottom ? facts_.path.back() : facts_.path.front();
        return sip::find_param(edge.value.uri, "ob") != nullptr;
    }

    void decide_flow() {
        const bool asked =
            std::ranges::any_of(facts_.keys, [](const ContactKey& key) { return key.reg_id != 0; });
        if (!asked) return;
        if (facts_.vias.size() == 1 || edge_has_ob()) facts_.flow_use = FlowUse::keyed;
        else if (facts_.supports("outbound")) facts_.flow_use = FlowUse::refused;
        else facts_.flow_use = FlowUse::ignored;
        if (facts_.flow_use == FlowUse::keyed) return;
        for (ContactKey& key : facts_.keys) key.reg_id = 0;
        if (facts_.flow_use == FlowUse::refused) add(15, "first hop", 439);
    }

    void judge_sips() {
        const auto secure = [](const sip::Uri& uri) { return uri.scheme == sip::Scheme::sips; };
        const bool binds = any_wanted(
            [&](const sip::Contact& c, const ContactKey&) { return secure(c.value.uri); });
        if (!on(Extension::sips) || !binds) return;
        bool all = facts_.request_uri && secure(*facts_.request_uri);
        for (const auto& contact : contacts()) all = all && secure(contact.value.uri);
        for (const auto& value : facts_.path) all = all && secure(value.value.uri);
        if (!all) add(15, "sips beside sip", 400);
    }

    void judge_path() {
        if (!path_read_) return add(15, "Path", 400);
        if (facts_.path.empty() || facts_.supports("path")) return;
        if (policy_.unsupported_path == model::UnsupportedPath::refuse_420) {
            add(15, "Path without support", 420);
        } else if (policy_.unsupported_path == model::UnsupportedPath::refuse_421) {
            add(15, "Path without support", 421);
        }
    }

    void judge_flows() {
        if (!on(Extension::outbound)) return;
        const auto wanted = std::ranges::count_if(facts_.keys, &ContactKey::wanted);
        const bool literal = any_wanted([](const sip::Contact& c, const ContactKey&) {
            return sip::find_param(c.value.params, "reg-id") != nullptr;
        });
        if (wanted > 1 && literal) add(15, "several flows", 400);
    }

    void judge_bulk() {
        if (!on(Extension::gin) || !facts_.requires_tag("gin")) return;
        facts_.bulk = facts_.to && pbx_at(policy_, facts_.to->uri) != nullptr;
        for (const auto& contact : contacts()) {
            const sip::Uri& uri = contact.value.uri;
            const bool named = uri.user || sip::find_param(uri, "user") != nullptr;
            if (named && sip::find_param(uri, "bnc") != nullptr) {
                return add(15, "bulk contact with user", 400);
            }
        }
    }

    // Equal to the address-of-record, or no SIP URI (RFC 5627 5.1). That it is a temporary GRUU is
    // for the ledger to know.
    void judge_addresses() {
        if (!on(Extension::gruu) || facts_.aor.empty()) return;
        const std::string text = "sip:" + sip::plain_address(facts_.aor);
        const auto own = sip::parse_uri(text, sip::accepted_text);
        if (any_wanted([](const sip::Contact& c, const ContactKey& key) {
                return !key.instance.empty() && !c.value.uri.is_sip();
            })) {
            add(15, "instance without SIP URI", 403);
        }
        if (any_wanted([&](const sip::Contact& c, const ContactKey& key) {
                return !key.instance.empty() && own && sip::equal_across_sips(*own, c.value.uri);
            })) {
            add(15, "contact is its own address", 403);
        }
    }

    bool push_announced() const {
        return std::ranges::any_of(facts_.message().rows, [](const sip::HeaderRow& row) {
            std::string text(row.value);
            for (char& c : text) c = sip::lower(c);
            return row.id == HeaderId::feature_caps && text.find("+sip.pns=") != std::string::npos;
        });
    }

    void judge_push() {
        if (!on(Extension::push) || !policy_.only_push_here || push_announced()) return;
        const bool lacking = any_wanted([&](const sip::Contact& contact, const ContactKey&) {
            const auto* provider = contact.value.uri.is_sip()
                                       ? sip::find_param(contact.value.uri, "pn-provider")
                                       : nullptr;
            if (provider == nullptr || !provider->value) return false;
            std::string service;
            sip::append_unescaped(service, *provider->value);
            for (char& c : service) c = sip::lower(c);
            return std::ranges::find(policy_.push_services, service) == policy_.push_services.end();
        });
        if (lacking) add(15, "push service", 555);
    }

    RequestFacts& facts_;
    const model::Policy& policy_;
    bool supported_read_ = true;
    bool path_read_ = true;
};

}  // namespace

void read_extension_facts(RequestFacts& facts, const model::Policy& policy) {
    if (!policy.extensions.empty()) ExtensionReader(facts, policy).read();
}

bool same_uri(const sip::Uri& a, const sip::Uri& b, const model::Policy& policy) {
    return policy.offers(Extension::sips) ? sip::equal_across_sips(a, b) : sip::equal(a, b);
}

bool same_place(const sip::Contact& a, const ContactKey& key_a, const sip::Contact& b,
                const ContactKey& key_b, const model::Policy& policy) {
    if (key_a.reg_id != key_b.reg_id) return false;
    if (key_a.reg_id != 0) return key_a.instance == key_b.instance;
    return same_uri(a.value.uri, b.value.uri, policy);
}

std::string kept_params(const sip::Contact& contact) {
    std::string text;
    for (const auto& param : contact.value.params) {
        const bool dropped = sip::iequals(param.name, "expires") ||
                             sip::iequals(param.name, "pub-gruu") ||
                             sip::iequals(param.name, "temp-gruu");
        if (!dropped) sip::append_param(text, param);
    }
    return text;
}

// A password makes it another address-of-record (P-11).
const model::BulkNumbers* pbx_at(const model::Policy& policy, const sip::Uri& to) {
    if (to.password) return nullptr;
    std::string user;
    sip::append_unescaped(user, to.user.value_or(std::string_view{}));
    const auto found = std::ranges::find(policy.bulk_numbers, user, &model::BulkNumbers::pbx);
    return found == policy.bulk_numbers.end() ? nullptr : &*found;
}

bool is_understood(const model::Policy& policy, std::string_view tag) noexcept {
    const auto is = [&](std::string_view name, Extension e) {
        return policy.offers(e) && sip::iequals(name, tag);
    };
    return is("path", Extension::path) || is("outbound", Extension::outbound) ||
           is("gruu", Extension::gruu) || is("gin", Extension::gin);
}

}  // namespace starzero::invariants
