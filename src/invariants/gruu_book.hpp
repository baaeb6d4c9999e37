// The GRUUs that a transcript has shown, and which temporary ones are still valid (RFC 5627 5.1,
// 5.3): the judge knows no registrar's way of making them, only what was handed out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "starzero/sip/contact.hpp"
#include "starzero/sip/uri.hpp"

namespace starzero::invariants {

struct InstanceName {
    std::string aor;
    std::string instance;
    auto operator<=>(const InstanceName&) const = default;
};

// The GRUU in a parameter of a listed contact; nothing if it is absent or no quoted URI.
std::optional<std::string> gruu_param(const sip::Contact& contact, std::string_view name);

class GruuBook {
public:
    void show_public(const InstanceName& name, std::string uri);
    void show_temporary(const InstanceName& name, std::string uri);

    // Every temporary GRUU of the instance is invalid from now on.
    void end_temporaries(const InstanceName& name);

    const std::vector<std::string>* publics(const InstanceName& name) const;
    // Whose a public GRUU is, by octets of the URI.
    std::optional<InstanceName> owner_of_public(const sip::Uri& uri) const;
    std::optional<InstanceName> owner_of_temporary(const sip::Uri& uri) const;
    bool was_temporary(const sip::Uri& uri) const;  // once, valid or not
    const std::vector<InstanceName>& with_temporaries() const noexcept { return with_temporaries_; }
    const std::map<std::string, InstanceName>& all_publics() const noexcept { return publics_; }

private:
    std::map<std::string, InstanceName> publics_;  // by URI octets
    std::map<InstanceName, std::vector<std::string>> publics_of_;
    std::map<std::string, InstanceName> temporaries_;  // all ever
    std::map<std::string, InstanceName> valid_;
    std::vector<InstanceName> with_temporaries_;
};

}  // namespace starzero::invariants
