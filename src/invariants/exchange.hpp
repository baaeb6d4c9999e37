// One entry of a transcript as the judges see it: what was asked, what was answered, what
// should have come of it. Built once for all judges.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "starzero/invariants/ledger.hpp"
#include "starzero/invariants/reginfo_reader.hpp"
#include "starzero/invariants/request_facts.hpp"
#include "starzero/invariants/response_facts.hpp"
#include "starzero/scenario/transcript.hpp"

namespace starzero::invariants {

struct Exchange {
    // Reads the entry; the ledger has begun it.
    Exchange(const scenario::Entry& entry, Ledger& ledger);
    Exchange(const Exchange&) = delete;  // the facts are views into it
    Exchange& operator=(const Exchange&) = delete;

    const scenario::Entry& entry;
    const Ledger& ledger;
    const model::Flow& flow;

    // A send whose octets hold exactly one message; then request is there.
    std::string octets;  // of that message, when it was put together from a stream
    std::optional<RequestFacts> request;
    bool several = false;  // a stream piece that completed more than one message

    std::span<const model::Transmit> answers;  // responses without keep-alives
    std::size_t pings = 0;                     // CRLFCRLF between messages of a stream
    std::size_t pongs = 0;                     // CRLF in answer
    bool stun = false;                         // a datagram that is STUN's, not SIP's
    std::optional<ResponseFacts> response;     // of the first answer, if any
    std::string key;                           // of its transaction, when it has one
    const KnownTransaction* repeats = nullptr;
    bool merged = false;
    // The documents of the entry that can be read, each with its address-of-record.
    std::vector<std::pair<std::string, Reginfo>> documents;
    std::optional<Prediction> prediction;  // for a REGISTER whose contacts could be read
    DigestFacts digest;                    // what its credentials prove
    std::vector<Fault> faults;             // of all stages, by stage

    const model::Policy& policy() const noexcept { return ledger.policy(); }
    int status() const noexcept { return response ? response->status : 0; }

    // A REGISTER that was executed, not a repeat.
    bool is_register() const noexcept {
        return request && request->silence.empty() && request->is_register() && repeats == nullptr;
    }
    bool accepted() const noexcept { return is_register() && response && response->is_success(); }
    bool changes() const noexcept { return accepted() && request->has_contact(); }
    const std::string& aor() const noexcept { return request->aor; }
    const TrackedList& before() const { return ledger.bindings(request->aor); }

    // The bindings of the request's address-of-record as they should be afterwards.
    const TrackedList& expected() const;

    // What lived before this entry, by the last snapshot, and lives on in time.
    const model::Snapshot& lived_before() const noexcept { return lived_; }

    // The request's address-of-record in the snapshot afterwards.
    const model::Snapshot& mine() const noexcept { return mine_; }

private:
    void read_snapshots();
    void read_answers();

    std::vector<model::Transmit> kept_;  // the answers, where keep-alives stood among them

    model::Snapshot lived_;
    model::Snapshot mine_;
};

}  // namespace starzero::invariants
