// The GRUUs that answers have shown, for lookups that a scenario cannot spell: which they are is
// the registrar's choice (RFC 5627 5.4). A lookup's subject may be one of these words instead of
// a URI: newest-temporary-gruu, first-temporary-gruu, newest-public-gruu, first-public-gruu.
#pragma once

#include <string>
#include <string_view>

namespace starzero::scenario {

class ShownGruus {
public:
    // Takes what the Contact rows of a 200 show.
    void see(std::string_view response);

    // The URI that the word stands for; empty if it is no such word or nothing was shown yet.
    std::string resolve(std::string_view word) const;

private:
    struct Kind {
        std::string first;
        std::string newest;
    };
    static void take(Kind& kind, std::string_view response, std::string_view param);

    Kind temporary_;
    Kind public_;
};

}  // namespace starzero::scenario
