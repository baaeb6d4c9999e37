#include "starzero/invariants/ledger.hpp"

#include <algorithm>

#include "starzero/invariants/limits_of.hpp"
#include "starzero/invariants/reginfo_reader.hpp"

namespace starzero::invariants {

namespace {

constexpr Millis watch_lifetime = model::seconds(3'761);  // RFC 3680 4.4
constexpr Millis timer_j = 32'000;                        // 64*T1 (RFC 3261 17.2.2)

model::Flow default_flow(const std::string& id) {
    model::Flow flow;
    flow.id = id;
    return flow;
}

// Flows are compared without their names.
model::Flow known_as(model::Flow flow) {
    flow.id = "A";
    return flow;
}

}  // namespace

// An undeclared flow is the default one, under any name.
const model::Flow& Ledger::flow(const std::string& id) const {
    static const model::Flow normal = default_flow("A");
    const auto found = flows_.find(id);
    return found == flows_.end() ? normal : found->second;
}

void Ledger::close_flow(const std::string& id) {
    framers_.erase(id);
    for (auto& [aor, list] : lists_) {
        for (Tracked& b : list) b.reachable = b.reachable && b.view->flow != id;
    }
}

// From the instant of expiry (S-08).
void Ledger::drop_expired(Millis now) {
    for (auto at = lists_.begin(); at != lists_.end();) {
        const auto dead = [&](const Tracked& b) { return b.view->expires_at <= now; };
        for (const Tracked& b : at->second) {
            if (dead(b)) untold_.push_back({model::RegEventKind::expired, b.view});
        }
        std::erase_if(at->second, dead);
        at = at->second.empty() ? lists_.erase(at) : std::next(at);
    }
    end_lost_gruus();
}

// RFC 5627 5.3: with the last contact of an instance.
void Ledger::end_lost_gruus() {
    const auto names = gruus_.with_temporaries();
    for (const InstanceName& name : names) {
        const bool lives = std::ranges::any_of(bindings(name.aor), [&](const Tracked& b) {
            return b.view->instance == name.instance;
        });
        if (!lives) gruus_.end_temporaries(name);
    }
}

const Watch* Ledger::watch(const std::string& aor) const {
    const auto found = watches_.find(aor);
    return found == watches_.end() ? nullptr : &found->second;
}

// Folds documents whether or not they are right: the rules say whether they are.
void Ledger::follow_documents(const scenario::Entry& entry) {
    for (const model::RegDocument& document : entry.documents) {
        const auto info = read_reginfo(document.body);
        Watch& watch = watches_[document.aor];
        if (!info) continue;
        watch.next_version = info->version + 1;
        watch.registration_id = info->id;
        if (info->full) watch.active.clear();
        if (info->full) watch.ends_at = entry.now + watch_lifetime;
        for (const ReginfoContact& contact : info->contacts) {
            if (contact.state == "active") watch.active[contact.id] = contact.uri;
            else watch.active.erase(contact.id);
        }
    }
}

bool same_event(const BindingEvent& wanted, const model::RegEvent& told) {
    return wanted.kind == told.kind && wanted.view->aor == told.aor &&
           wanted.view->uri == told.uri && wanted.view->expires_at == told.expires_at;
}

sip::StreamFramer& Ledger::framer(const std::string& flow) {
    return framers_.try_emplace(flow, limits_of(*policy_)).first->second;
}

const TrackedList& Ledger::bindings(const std::string& aor) const {
    static const TrackedList none;
    const auto found = lists_.find(aor);
    return found == lists_.end() ? none : found->second;
}

const KnownTransaction* Ledger::transaction(const std::string& key) const {
    const auto found = transactions_.find(key);
    return found == transactions_.end() ? nullptr : &found->second;
}

bool Ledger::merges(const std::string& merge) const {
    return std::ranges::any_of(transactions_,
                               [&](const auto& known) { return known.second.merge == merge; });
}

bool Ledger::tags_another_call(std::string_view tag, std::string_view call_id) const {
    const auto found = tags_.find(tag);
    return found != tags_.end() && found->second != call_id;
}

void Ledger::remember_tag(std::string_view tag, std::string_view call_id) {
    tags_.try_emplace(std::string(tag), call_id);
}

// What takes effect with the next request takes effect on what is open and kept too.
void Ledger::reload(model::SharedPolicy policy) {
    policy_ = std::move(policy);
    for (auto& [id, framer] : framers_) framer.set_limits(limits_of(*policy_));
    transactions_limit_ = policy_->limits.transactions;
    drop_transactions(transactions_limit_);
}

void Ledger::drop_transactions(std::size_t most) {
    while (endings_.size() > most) {  // the policy's rule: the oldest goes first
        transactions_.erase(endings_.front().second);
        endings_.pop_front();
    }
}

void Ledger::begin(const scenario::Entry& entry) {
    while (!endings_.empty() && endings_.front().first <= entry.now) {
        transactions_.erase(endings_.front().second);
        endings_.pop_front();
    }
    now_ = entry.now;
    drop_expired(entry.now);
    using scenario::EventKind;
    switch (entry.event.kind) {
        case EventKind::flow:
            if (known_as(flow(entry.event.flow.id)) != known_as(entry.event.flow)) {
                close_flow(entry.event.flow.id);  // another one of that name
            }
            flows_[entry.event.flow.id] = entry.event.flow;
            break;
        case EventKind::close: close_flow(entry.event.subject); break;
        case EventKind::fail_store: store_fault_armed_ = true; break;
        case EventKind::reload: reload(entry.event.policy); break;
        case EventKind::restart:
            transactions_.clear();
            endings_.clear();
            transactions_limit_ = policy_->limits.transactions;
            framers_.clear();
            store_fault_armed_ = false;
            nonces_.restart();
            watches_.clear();
            // Connections end with the process; over UDP the address still leads there.
            for (auto& [aor, list] : lists_) {
                for (Tracked& b : list) {
                    b.reachable = !model::is_reliable(flow(b.view->flow).transport);
                }
            }
            break;
        default: break;
    }
}

void Ledger::resync(const model::Snapshot& snapshot) {
    lists_.clear();
    for (const model::BindingPtr& view : snapshot) {
        auto uri = sip::parse_uri(view->uri, sip::accepted_text);
        if (uri) lists_[view->aor].push_back({view, std::move(*uri)});
    }
}

void Ledger::end(const scenario::Entry& entry, const std::string& aor,
                 std::optional<TrackedList> after) {
    if (after) {
        if (after->empty()) lists_.erase(aor);
        else lists_[aor] = std::move(*after);
    }
    end_lost_gruus();
    count_events(entry);
    follow_documents(entry);
    if (!entry.snapshot) return;
    std::size_t total = 0;
    bool same = true;
    for (const auto& [key, list] : lists_) {
        total += list.size();
        same = same && matches(list, key, *entry.snapshot);
    }
    if (!same || total != entry.snapshot->size()) resync(*entry.snapshot);
    snapshot_ = entry.snapshot;
}

bool names(const sip::Uri& uri, const Tracked& binding, const model::Policy& policy) {
    return uri.text == binding.view->uri || same_uri(uri, binding.uri, policy);
}

bool Ledger::fades(const std::string& aor) const {
    if (!adopted_.contains(aor)) return false;
    const auto list = lists_.find(aor);
    return list != lists_.end() && std::ranges::any_of(list->second, [&](const Tracked& binding) {
               return binding.view->expires_at <= now_ + 2 * told_margin;
           });
}

void Ledger::adopt(const std::string& aor, const sip::ContactList& listed, Millis now) {
    const auto found = lists_.find(aor);
    const TrackedList before = found == lists_.end() ? TrackedList{} : found->second;
    const bool doubtful = is_doubtful(aor);
    doubted_.erase(aor);
    settled_.insert(aor);
    adopted_.insert(aor);
    bool strange = false;
    TrackedList after;
    for (const sip::Contact& contact : listed.contacts) {
        const auto known = std::ranges::find_if(
            before, [&](const Tracked& b) { return names(contact.value.uri, b, *policy_); });
        strange = strange || known == before.end();
        model::BindingView view = known != before.end() ? *known->view : model::BindingView{};
        view.aor = aor;
        if (doubtful) view.call_id.clear(), view.cseq = 0;  // of whichever request it is
        if (known == before.end()) view.uri = contact.value.uri.text;
        const sip::Interval told = sip::interval_of(contact);
        if (told.form == sip::Interval::Form::given) {
            view.expires_at = now + model::seconds(told.seconds) + told_margin;
        }
        auto made = std::make_shared<const model::BindingView>(std::move(view));
        auto uri = sip::parse_uri(made->uri, sip::accepted_text);
        if (uri) after.push_back({std::move(made), std::move(*uri)});
    }
    // What is not as it should be has been told; the next listing may say which of both is so.
    if (!doubtful && (strange || after.size() != before.size())) doubted_.insert(aor);
    if (after.empty()) lists_.erase(aor);
    else lists_[aor] = std::move(after);
}

void Ledger::count_events(const scenario::Entry& entry) {
    for (const model::RegEvent& event : entry.reg_events) {
        if (event.kind == model::RegEventKind::registered) ++event_counts_[event.aor];
        if (event.kind == model::RegEventKind::expired ||
            event.kind == model::RegEventKind::unregistered) {
            --event_counts_[event.aor];
        }
        const auto told = std::ranges::find_if(
            untold_, [&](const BindingEvent& due) { return same_event(due, event); });
        if (told != untold_.end()) untold_.erase(told);
    }
    const bool failed = std::ranges::any_of(entry.logs, [](const model::LogRecord& record) {
        return record.reason == model::Reason::store_failure;
    });
    const bool lookup_failed =
        entry.lookup && entry.lookup->status == model::LookupStatus::store_failure;
    if (failed || lookup_failed) store_fault_armed_ = false;
}

void Ledger::remember(std::string key, KnownTransaction transaction) {
    if (transactions_limit_ == 0) return;
    drop_transactions(transactions_limit_ - 1);
    transaction.ends_at += timer_j;
    endings_.emplace_back(transaction.ends_at, key);
    transactions_.try_emplace(std::move(key), std::move(transaction));
}

bool matches(const TrackedList& expected, const std::string& aor, const model::Snapshot& snapshot) {
    std::size_t at = 0;  // usually both are in order of insertion
    const auto same = [&](const model::BindingPtr& view) {
        return at < expected.size() && (expected[at].view == view || *expected[at].view == *view) &&
               ++at != 0;
    };
    const auto mine = [&](const model::BindingPtr& view) { return view->aor == aor; };
    const bool ordered =
        std::ranges::all_of(snapshot, [&](const auto& view) { return !mine(view) || same(view); });
    if (ordered) return at == expected.size();
    std::vector<const model::BindingView*> there;
    for (const model::BindingPtr& view : snapshot) {
        if (mine(view)) there.push_back(view.get());
    }
    std::vector<const model::BindingView*> wanted;
    for (const Tracked& binding : expected) wanted.push_back(binding.view.get());
    return std::ranges::is_permutation(wanted, there,
                                       [](const auto* a, const auto* b) { return *a == *b; });
}

std::string transaction_key_of(const RequestFacts& facts) {
    std::string key;
    key.reserve(200);
    const auto add = [&](std::string_view text) {
        key.append(std::to_string(text.size())).append("|").append(text).append("|");
    };
    add(facts.cseq->method);
    std::string sent_by;
    if (facts.top->has_cookie()) {
        sip::append_canonical(sent_by, facts.top->host);
        add(facts.top->branch());
        add(sent_by);
        return key.append(std::to_string(facts.top->port));
    }
    sip::append_via(sent_by, *facts.top);
    for (const auto text : {std::string_view(sent_by), facts.message().start.uri,
                            tag_of(facts.from), tag_of(facts.to), facts.call_id}) {
        add(text);
    }
    return key.append(std::to_string(facts.cseq->number));
}

std::string merge_key_of(const RequestFacts& facts) {
    if (tag_of(facts.from).empty() || !tag_of(facts.to).empty()) return {};
    std::string key;
    key.reserve(120);
    key.append(tag_of(facts.from)).append("|").append(facts.call_id).append("|");
    return key.append(std::to_string(facts.cseq->number)).append(facts.cseq->method);
}

}  // namespace starzero::invariants
