#include "starzero/invariants/digest_facts.hpp"

#include <algorithm>

#include "starzero/invariants/limits_of.hpp"
#include "starzero/sip/chars.hpp"
#include "starzero/sip/credentials.hpp"

namespace starzero::invariants {

namespace {

constexpr std::uint32_t used_up = 0xFFFF'FFFFU;

bool has_all(const sip::AuthValue& value) {
    for (const auto* name : {"username", "realm", "nonce", "uri", "response"}) {
        if (!value.is_quoted(name)) return false;
    }
    if (!value.text("qop")) return true;
    const auto count = sip::parse_nonce_count(value.text("nc").value_or(""));
    return count && *count != 0 && value.text("cnonce");
}

}  // namespace

DigestFacts NonceBook::judge(const RequestFacts& request, const model::Policy& policy,
                             model::Millis now) const {
    if (!policy.offers(model::Extension::digest)) return {};
    const model::DigestPolicy& rules = policy.digest;
    const sip::Limits limits = limits_of(policy);
    DigestFacts facts{Proof::none, {}, {}, 0};
    for (const sip::HeaderRow& row : request.message().rows) {
        if (row.id != sip::HeaderId::authorization) continue;
        const auto value = sip::parse_auth_value(row.value, limits);
        if (value && !sip::iequals(value->scheme, "Digest")) continue;
        if (value && value->text("realm") && *value->text("realm") != rules.realm) continue;
        if (!value || !has_all(*value)) {
            facts.proof = Proof::malformed;
            return facts;
        }
        facts.proof = Proof::wrong;
        const auto text = [&](const char* name) { return value->text(name).value_or(""); };
        const auto user =
            std::ranges::find(rules.users, text("username"), &model::Credential::user);
        const auto algorithm =
            model::digest_algorithm_from(value->text("algorithm").value_or("MD5"));
        if (user == rules.users.end() || !algorithm) return facts;
        if (std::ranges::find(rules.algorithms, *algorithm) == rules.algorithms.end()) return facts;
        const auto qop = value->text("qop");
        if (qop ? *qop != "auth" : !rules.without_qop) return facts;
        const auto h = [&](const std::string& t) { return hash_->hex(*algorithm, t); };
        std::string middle = ":" + text("nonce") + ":";
        if (qop) {
            std::string nc = text("nc");
            for (char& c : nc) c = sip::lower(c);
            middle += nc + ":" + text("cnonce") + ":auth:";
        }
        const std::string a1 = h(user->user + ":" + rules.realm + ":" + user->password);
        const std::string a2 = h(std::string(request.message().start.method) + ":" + text("uri"));
        if (h(a1 + middle + a2) != text("response")) return facts;
        facts.proof = Proof::stale;
        facts.identity = user->user;
        facts.nonce = text("nonce");
        facts.count = qop ? *sip::parse_nonce_count(text("nc")) : used_up;
        const auto known = nonces_.find(facts.nonce);
        if (known == nonces_.end() || known->second.dead || known->second.order <= forgotten_) {
            return facts;
        }
        if (now - known->second.made_at >= model::seconds(rules.nonce_lifetime)) return facts;
        if (known->second.used == 0 && is_too_old(known->second.order, policy)) return facts;
        const bool fresh = qop ? facts.count > known->second.used : known->second.used == 0;
        if (fresh) facts.proof = Proof::good;
        return facts;
    }
    return facts;
}

std::vector<std::uint64_t> NonceBook::used_orders() const {
    std::vector<std::uint64_t> used;
    for (const auto& [nonce, state] : nonces_) {
        if (state.used != 0 && !state.dead && state.order > forgotten_) used.push_back(state.order);
    }
    std::ranges::sort(used);
    return used;
}

// Older than all that a full table holds: it could only take its own place away.
bool NonceBook::is_too_old(std::uint64_t order, const model::Policy& policy) const {
    const auto used = used_orders();
    return used.size() >= std::max(1U, policy.limits.nonces) && order < used.front();
}

void NonceBook::issue(const std::string& nonce, model::Millis now) {
    if (!nonces_.contains(nonce)) nonces_[nonce] = {next_++, now, 0, false};
}

// The policy's rule for a full table: the oldest used nonce goes, and all before it are stale.
void NonceBook::spend(const DigestFacts& facts, const model::Policy& policy) {
    const auto known = nonces_.find(facts.nonce);
    if (known == nonces_.end()) return;
    known->second.used = facts.count;
    const auto used = used_orders();
    const std::size_t most = std::max(1U, policy.limits.nonces);
    if (used.size() > most) forgotten_ = used[used.size() - most - 1];
}

void NonceBook::restart() {
    for (auto& [nonce, state] : nonces_) state.dead = true;
}

}  // namespace starzero::invariants
