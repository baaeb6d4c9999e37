#include "starzero/live/live_system.hpp"

#include <algorithm>
#include <thread>

#include "starzero/live/holdings.hpp"
#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/register_message.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/number.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::live {

namespace {

using scenario::EditableMessage;
using sip::HeaderId;
using std::chrono::milliseconds;

constexpr milliseconds t1{500};  // RFC 3261 17.1.2.2
constexpr milliseconds t2{4'000};
constexpr milliseconds connect_patience_least{2'000};
constexpr std::chrono::seconds snapshot_limit{10};
constexpr milliseconds log_quiet{10};       // after the wait for surplus responses
constexpr std::size_t responses_most = 64;  // kept of one request; a peer may send without end
constexpr std::string_view scenario_domain = "example.com";
constexpr std::string_view scenario_address = "192.0.2.7:5060";
constexpr std::string_view cookie = "z9hG4bK";

// As Via names it (RFC 3261 20.42, RFC 7118 section 5.2).
std::string_view via_protocol(model::Transport transport) {
    using model::Transport;
    switch (transport) {
        case Transport::tcp: return "SIP/2.0/TCP";
        case Transport::tls: return "SIP/2.0/TLS";
        case Transport::ws: return "SIP/2.0/WS";
        case Transport::wss: return "SIP/2.0/WSS";
        default: return "SIP/2.0/UDP";
    }
}

bool replace_first(std::string& text, std::string_view old, std::string_view fresh) {
    const std::size_t at = text.find(old);
    if (at != std::string::npos) text.replace(at, old.size(), fresh);
    return at != std::string::npos;
}

// A CSeq that leaves room for one more, since a request with credentials needs a higher one than
// the challenged (22.2): 2n, in the order that the scenario has. What is no small number stays.
std::string spread_cseq(const std::string& value) {
    const std::size_t end = value.find(' ');
    const auto number = sip::parse_number(std::string_view(value).substr(0, end), 1U << 30);
    if (!number || end == std::string::npos) return value;
    return std::to_string(*number * 2) + value.substr(end);
}

// One higher, in a request that is to be sent again with credentials.
std::string next_cseq(const std::string& octets) {
    EditableMessage message(octets);
    if (auto* row = message.first(HeaderId::cseq)) {
        const std::size_t end = row->value.find(' ');
        const auto number =
            sip::parse_number(std::string_view(row->value).substr(0, end), UINT32_MAX - 1U);
        if (number && end != std::string::npos) {
            row->value = std::to_string(*number + 1) + row->value.substr(end);
        }
    }
    return message.octets();
}

// What a response must repeat to be one to this request (RFC 3261 17.1.3).
struct Identity {
    std::string branch;
    std::string call_id;
    std::string cseq;
};

std::optional<Identity> identity_of(std::string_view octets) {
    const auto parsed = sip::parse_message(octets, sip::Framing::datagram, sip::accepted_text);
    const sip::Message& message = parsed.message;
    const auto value = [&](HeaderId id) {
        const auto* row = message.first(id);
        return row != nullptr ? std::string(row->value) : std::string{};
    };
    const std::string via = value(HeaderId::via);
    sip::Cursor cursor(via);
    const auto top = sip::parse_via(cursor, sip::accepted_text);
    if (!top) return std::nullopt;
    return Identity{std::string(top->branch()), value(HeaderId::call_id), value(HeaderId::cseq)};
}

// By branch, else by Call-ID and CSeq: what a response gets wrong is for the judge to find.
bool is_answer(const std::optional<Identity>& response, const std::optional<Identity>& request) {
    if (!response || !request) return false;
    return response->branch == request->branch ||
           (response->call_id == request->call_id && response->cseq == request->cseq);
}

int status_of(std::string_view octets) {
    const auto parsed = sip::parse_message(octets, sip::Framing::datagram, sip::accepted_text);
    return parsed.message.start.request ? 0 : parsed.message.start.status;
}

// A 2xx that lists no contact, or a 404: some answer so when there is nothing to remove.
bool tells_nothing_bound(std::string_view octets) {
    const auto parsed = sip::parse_message(octets, sip::Framing::datagram, sip::accepted_text);
    const int status = parsed.message.start.request ? 0 : parsed.message.start.status;
    const bool success = status >= 200 && status < 300;
    return status == 404 || (success && parsed.message.first(HeaderId::contact) == nullptr);
}

}  // namespace

LiveSystem::LiveSystem(LiveOptions options, const model::DigestHash& hash, LogWatch* log)
    : options_(std::move(options)),
      connect_patience_(std::max(options_.patience, connect_patience_least)),
      hash_(hash),
      log_(log) {}

std::string LiveSystem::user() const {
    std::string user = options_.aor;
    const std::size_t at = user.find('%');
    if (at != std::string::npos) {
        user.replace(at, 1,
                     std::to_string(options_.salt % 100'000'000) + "x" + std::to_string(run_));
    }
    return user;
}

bool LiveSystem::is_fixed() const { return options_.aor.find('%') == std::string::npos; }

void LiveSystem::connect_again() {
    if (connection_ && !connection_->closed()) return;
    connection_ = connect(options_.peer, options_.domain, connect_patience_);
}

void LiveSystem::reconnect() {
    if (model::is_reliable(options_.peer.transport)) connection_.reset();
    connect_again();
}

scenario::Event LiveSystem::flow_event() const {
    scenario::Event event;
    event.kind = scenario::EventKind::flow;
    event.flow.id = "A";
    event.flow.transport = options_.peer.transport;
    event.flow.source = connection_ ? address_text(connection_->local()) : "";
    event.flow.local = address_text(options_.peer);
    return event;
}

void LiveSystem::start(const model::SharedPolicy&) {
    ++run_;
    extra_ = 0;
    silent_ = false;
    peers_.emplace(hash_);
    reconnect();
    if (log_ != nullptr && listens_) (void)log_->collect(milliseconds{0});
    started_ = Clock::now();
    if (is_fixed()) remove_bindings();
    started_ = Clock::now();
}

// Under a fixed name: what the run before left behind goes. What the answer to that lists is not
// always what is left, so whoever lists something is asked again.
void LiveSystem::remove_bindings() {
    scenario::RegisterMessage message;
    message.from = "<sip:alice@example.com>;tag=clean";
    message.call_id = "clean";
    message.branch = "z9hG4bKclean";
    message.contacts = {"*"};
    message.expires = "0";
    scenario::Event event;
    event.subject = "A";
    event.octets = message.octets();
    const auto empty = [&](const scenario::Event& asked) {
        const scenario::Entry entry = apply(asked);
        return !entry.responses.empty() && tells_nothing_bound(entry.responses.back().octets);
    };
    leftovers_ = false;
    if (empty(event)) return;
    message.contacts.clear();
    message.expires.reset();
    message.cseq += 1;
    message.branch += "q";
    event.octets = message.octets();
    leftovers_ = !empty(event);
}

void LiveSystem::hold_rate() {
    const auto gap = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(1.0 / std::max(options_.rate, 0.01)));
    std::this_thread::sleep_until(last_ + gap);
    last_ = Clock::now();
    ++requests_;
}

// In To and From: the first of the scenario's addresses that is found, and no other behind it.
void LiveSystem::own_address(std::string& value) const {
    const std::string domain = "@" + std::string(scenario_domain);
    const std::string mine = "@" + options_.domain;
    if (replace_first(value, "alice" + domain, user() + mine)) return;
    if (replace_first(value, "bob" + domain, user() + (is_fixed() ? "" : "-2") + mine)) return;
    (void)replace_first(value, domain, mine);
}

// The run's own names in place of the scenario's: users and domain of To, From and Request-URI,
// Call-ID, branch, and where responses are to be sent.
std::string LiveSystem::personal(const std::string& octets) const {
    EditableMessage message(octets);
    const std::string mark = std::to_string(options_.salt) + "-" + std::to_string(run_);
    replace_first(message.start_line, scenario_domain, options_.domain);
    bool first_via = true;
    for (auto& row : message.rows) {
        switch (row.id()) {
            case HeaderId::to:
            case HeaderId::from: own_address(row.value); break;
            case HeaderId::cseq:
                if (options_.credentials) row.value = spread_cseq(row.value);
                break;
            case HeaderId::call_id: row.value += "-" + mark; break;
            case HeaderId::via:
                if (connection_) {
                    replace_first(row.value, scenario_address, address_text(connection_->local()));
                }
                replace_first(row.value, "SIP/2.0/UDP", via_protocol(options_.peer.transport));
                replace_first(row.value, cookie, std::string(cookie) + mark + "-");
                // Else the response would go to the port that sent-by names (18.2.2).
                if (first_via && connection_ && row.value.find("rport") == std::string::npos &&
                    row.value.find(address_text(connection_->local())) == std::string::npos) {
                    row.value += ";rport";
                }
                first_via = false;
                break;
            default: break;
        }
    }
    return message.octets();
}

// Client transaction (17.1.2) without the timers that only matter to a user: retransmits over UDP,
// ends with a final response or when the patience ends, then listens on for a moment.
void LiveSystem::exchange(scenario::Entry& entry, const std::string& octets) {
    hold_rate();
    connect_again();
    const auto identity = identity_of(octets);
    const auto begin = Clock::now();
    const auto end = begin + options_.patience;
    const bool datagram = options_.peer.transport == model::Transport::udp;
    milliseconds interval = t1;
    auto again = datagram ? begin + interval : end;
    bool final = false;
    std::size_t sent = 1;
    connection_->send(octets);
    for (auto deadline = std::min(again, end); Clock::now() < end;) {
        auto response = connection_->receive(deadline);
        if (response) {
            const int status = status_of(*response);  // 0: no response at all
            const bool ours = status == 0 || is_answer(identity_of(*response), identity);
            if (status > 0 && status < 200) continue;  // provisional: says nothing yet
            // A repeated request may have its response repeated, or made anew (8.2.7).
            const bool repeated = sent > 1 && final;
            if (!ours || repeated || entry.responses.size() == responses_most) continue;
            if (!final && status >= 200) {
                final = true;
                slowest_ =
                    std::max(slowest_, std::chrono::ceil<milliseconds>(Clock::now() - begin));
            }
            entry.responses.push_back(
                {entry.event.subject, std::move(*response), address_text(connection_->local())});
            if (final) deadline = std::min(end, Clock::now() + options_.quiet);
            continue;
        }
        if (final || (connection_->closed() && !datagram)) break;
        if (Clock::now() >= again && Clock::now() < end) {
            connection_->send(octets);
            ++sent;
            interval = std::min(interval * 2, t2);
            again += interval;
            deadline = std::min(again, end);
        }
        if (connection_->closed()) std::this_thread::sleep_for(milliseconds{20});
    }
    silent_ = !final;
}

// 22.2: the same request with credentials, in a transaction of its own.
void LiveSystem::authorise(scenario::Entry& entry, const scenario::Event& event) {
    for (const auto& response : entry.responses) peers_->see("A", response.octets);
    const bool challenged = std::ranges::any_of(
        entry.responses, [](const auto& r) { return status_of(r.octets) == 401; });
    if (!challenged || !options_.credentials) return;
    scenario::Event again = event;
    again.credentials = options_.credentials;
    again.octets = next_cseq(entry.sent);
    std::string octets = peers_->authorised("A", again);
    if (octets.empty()) return;
    replace_first(octets, cookie, std::string(cookie) + "a" + std::to_string(++extra_) + "-");
    entry.sent = octets;
    entry.responses.clear();
    exchange(entry, octets);
}

// What the server's own command says it holds for the user that the request was for.
void LiveSystem::look_inside(scenario::Entry& entry) const {
    if (options_.snapshot_command.empty()) return;
    std::string to;
    EditableMessage message(entry.event.octets);
    if (const auto* row = message.first(HeaderId::to)) to = row->value;
    const bool is_bob = to.find("bob@") != std::string::npos;
    if (!is_bob && to.find("alice@") == std::string::npos) return;
    const std::string name = user() + (is_bob && !is_fixed() ? "-2" : "");
    const auto command = filled_in(options_.snapshot_command, name, options_.domain);
    if (!command) return;
    const auto result = process::read_command(*command, snapshot_limit);
    if (!result.in_time) throw Unreachable("the snapshot command did not end: " + *command);
    entry.held = read_holdings(result.output);
}

scenario::Entry LiveSystem::apply(const scenario::Event& event) {
    scenario::Entry entry;
    entry.event = event;
    if (event.kind == scenario::EventKind::send) {
        entry.sent = personal(event.octets);
        exchange(entry, entry.sent);
        authorise(entry, event);
        look_inside(entry);
        if (log_ != nullptr && listens_) entry.logs = log_->collect(log_quiet);
    } else if (event.kind == scenario::EventKind::advance) {
        std::this_thread::sleep_for(milliseconds(std::clamp<std::int64_t>(event.number, 0, 5'000)));
    }
    entry.now = std::chrono::duration_cast<milliseconds>(Clock::now() - started_).count();
    entry.wall = std::chrono::duration_cast<milliseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count();
    return entry;
}

}  // namespace starzero::live
