// The user agent's side of digest, as far as a scenario needs it: remembers challenges, puts the
// credentials that an event asks for into its octets (RFC 3261 22.2, RFC 7616 3.4).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/digest.hpp"
#include "starzero/scenario/event.hpp"

namespace starzero::scenario {

class DigestClient {
public:
    explicit DigestClient(const model::DigestHash& hash) : hash_(hash) {}

    // Takes the challenges of a 401 that came on the flow.
    void see(const std::string& flow, std::string_view response);

    // The octets with an Authorization row behind the start line; empty while the flow has
    // seen no challenge, or when the octets have no rows to put it among.
    std::string authorised(const std::string& flow, const Event& event);

private:
    struct Challenge {
        std::string realm, nonce;
        model::DigestAlgorithm algorithm = model::DigestAlgorithm::md5;
        std::optional<std::string> opaque;  // to be repeated (RFC 7616 3.4)
        bool offers_auth = false;           // qop; else without cnonce and nc
    };
    struct Peer {
        std::vector<Challenge> first;
        std::vector<Challenge> last;                  // of one response, the topmost first
        std::map<std::string, std::uint32_t> counts;  // by nonce
    };

    const model::DigestHash& hash_;
    std::map<std::string, Peer> peers_;
};

}  // namespace starzero::scenario
