#include "starzero/sut/foreign.hpp"

#include <algorithm>
#include <stdexcept>

#include "starzero/scenario/editable_message.hpp"
#include "starzero/scenario/policy_text.hpp"
#include "starzero/sip/address_of_record.hpp"
#include "starzero/sip/name_addr.hpp"

namespace starzero::sut {

namespace {

using scenario::Entry;

constexpr std::size_t answers_most = 64;  // of one event; a registrar may talk without end
constexpr std::size_t records_most = 1'000;

void take_response(void* context, const char* octets, std::size_t size) {
    auto& entry = *static_cast<Entry*>(context);
    if (entry.responses.size() == answers_most) return;
    entry.responses.push_back({entry.event.subject, std::string(octets, size), {}});
}

void take_record(void* context, int level, const char* text, std::size_t size) {
    auto& entry = *static_cast<Entry*>(context);
    if (entry.logs.size() == records_most) return;
    const auto known = static_cast<model::Level>(std::clamp(level, 0, 3));
    entry.logs.push_back(model::foreign_record(known, {text, size}));
}

void take_held(void* context, const char* uri, std::int64_t seconds) {
    static_cast<Entry*>(context)->held->push_back({uri, seconds});
}

}  // namespace

Foreign::Foreign(const starzero_registrar& registrar)
    : registrar_(registrar), self_(nullptr, registrar.destroy) {
    if (registrar.create == nullptr || registrar.destroy == nullptr ||
        registrar.receive == nullptr) {
        throw std::invalid_argument("a registrar needs create, destroy and receive");
    }
    const std::string_view words = registrar.policy != nullptr ? registrar.policy : "";
    if (const auto unknown = scenario::unknown_policy_word(words); !unknown.empty()) {
        throw std::invalid_argument("no policy has this: " + std::string(unknown));
    }
    policy_ = scenario::read_policy(words);
}

void Foreign::start(const model::SharedPolicy&) {
    self_.reset();
    self_.reset(registrar_.create());
    if (!self_) throw std::runtime_error("the registrar could not be created");
    flows_.clear();
    now_ = 0;
}

void Foreign::close(const std::string& flow) {
    if (registrar_.close_flow != nullptr) registrar_.close_flow(self_.get(), flow.c_str(), now_);
}

void Foreign::send(const scenario::Event& event, Entry& entry) {
    const model::Flow& flow = flows_.of(event.subject);
    const std::string transport(to_string(flow.transport));
    const starzero_flow way{flow.id.c_str(), transport.c_str(), flow.source.c_str(),
                            flow.local.c_str()};
    const starzero_sink sink{&entry, take_response, take_record};
    registrar_.receive(self_.get(), &way, event.octets.data(), event.octets.size(), now_, &sink);
    if (registrar_.holdings != nullptr) look_inside(event.octets, entry);
}

// Of the user in To, if it can be read.
void Foreign::look_inside(const std::string& octets, Entry& entry) const {
    scenario::EditableMessage message(octets);
    const auto* row = message.first(sip::HeaderId::to);
    if (row == nullptr) return;
    const auto address = sip::parse_single_name_addr(row->value);
    if (!address || !address->uri.is_sip()) return;
    const auto key = sip::address_of_record(address->uri);
    entry.held.emplace();
    registrar_.holdings(self_.get(), key.c_str(), now_, &entry, take_held);
}

Entry Foreign::apply(const scenario::Event& event) {
    using scenario::EventKind;
    if (event.at) now_ = std::clamp(*event.at, now_, model::time_max);
    if (event.kind == EventKind::advance) now_ = std::min(now_ + event.number, model::time_max);
    Entry entry;
    entry.event = event;
    entry.now = now_;
    entry.wall = model::wall_start + now_;
    const starzero_sink sink{&entry, take_response, take_record};
    const bool timed = event.kind == EventKind::advance || event.at.has_value();
    if (timed && registrar_.advance != nullptr) registrar_.advance(self_.get(), now_, &sink);
    if (event.kind == EventKind::send) send(event, entry);
    if (event.kind == EventKind::flow && flows_.declare(event.flow)) close(event.flow.id);
    if (event.kind == EventKind::close) {
        flows_.forget(event.subject);
        close(event.subject);
    }
    return entry;
}

}  // namespace starzero::sut
