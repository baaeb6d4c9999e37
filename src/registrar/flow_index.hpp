// Which bindings may be reached by which flow, and which address-of-record an epoch of temporary
// GRUUs belongs to. Follows the store: everything in here stands for a stored binding, so peers
// can grow it by nothing else, and closing a flow needs no call of the store that could fail.
// It follows in two steps, since memory may fail in the first and the store between them (O-28).
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "starzero/registrar/keyed_hash.hpp"
#include "starzero/registrar/store.hpp"

namespace starzero::registrar {

class FlowIndex {
public:
    explicit FlowIndex(HashKey key) : flows_(0, KeyedHasher{key}) {}

    // One list becomes another. Made, it has all that both of them need; kept, what the new one
    // needs alone; gone without that, what the old one needs alone. A binding that is written anew
    // is reachable by its flow; one that stays as it was is no more reachable than before.
    class Move {
    public:
        Move(FlowIndex& index, const BindingList& before, const BindingList& after);
        ~Move();
        Move(const Move&) = delete;
        Move& operator=(const Move&) = delete;
        void keep() noexcept { kept_ = true; }

    private:
        explicit Move(FlowIndex& index) : index_(index) {}

        struct Place {
            std::string flow, key;
        };
        FlowIndex& index_;
        std::vector<Place> gone_, added_;
        std::vector<std::uint64_t> gone_epochs_, added_epochs_;
        bool kept_ = false;
    };

    // Every binding on the flow is unreachable from now on, of any address-of-record (RFC 5626
    // section 7), and stays bound until it expires or is registered again (D-37).
    void close(std::string_view flow);

    // By URI and path, or by a flow that is still there.
    bool reachable(const model::BindingView& view) const;

    // The address-of-record whose temporary GRUUs have this epoch; empty if none has.
    std::string_view aor_of_epoch(std::uint64_t epoch) const;

    std::size_t flows() const noexcept { return flows_.size(); }

private:
    void forget(std::string_view flow, const std::string& key) noexcept;

    std::unordered_map<std::string, std::set<std::string>, KeyedHasher, std::equal_to<>> flows_;
    std::unordered_map<std::uint64_t, std::string> epochs_;  // epochs are keyed hashes themselves
};

}  // namespace starzero::registrar
