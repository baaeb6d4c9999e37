// A binding as the outside may see it: everything a later observable can depend on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "starzero/model/time.hpp"

namespace starzero::model {

struct BindingView {
    std::string aor;      // key of the address-of-record
    std::string display;  // display name as sent, folds as one blank; empty if none
    std::string uri;      // contact URI, the octets that were sent
    std::string params;   // ;name=value... in the order sent, without expires
    int q = -1;           // thousandths; -1: not given, sorts as 1000 (D-12)
    Millis expires_at = 0;
    Millis registered_at = 0;  // when this binding came to be; kept over refreshes (S-32)
    Millis updated_at = 0;
    std::string call_id;
    std::uint32_t cseq = 0;
    std::vector<std::string> path;  // values of Path, topmost first (RFC 3327)
    std::string instance;           // instance-id as compared (sip::instance_key); empty if none
    std::uint32_t reg_id = 0;       // with instance the key of the binding; 0: the URI is the key
    std::string flow;               // that the binding is reached by; empty: by URI and path
    bool bulk = false;              // stands for each number of its PBX (RFC 6140 5.2)
    friend bool operator==(const BindingView&, const BindingView&) = default;
};

// Views are shared and immutable: a snapshot after every event copies pointers, not text.
using BindingPtr = std::shared_ptr<const BindingView>;

// All live bindings, by address-of-record key, then in order of insertion.
using Snapshot = std::vector<BindingPtr>;

bool equal(const Snapshot& a, const Snapshot& b);

}  // namespace starzero::model
