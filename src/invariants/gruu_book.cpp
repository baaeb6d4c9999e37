#include "starzero/invariants/gruu_book.hpp"

#include <algorithm>

#include "starzero/sip/limits.hpp"
#include "starzero/sip/name_addr.hpp"
#include "starzero/sip/uri_compare.hpp"

namespace starzero::invariants {

namespace {

// By URI comparison, for a scenario may spell a GRUU in another way. gr is in both, so it counts;
// sip and sips versions of one GRUU are one (RFC 5630 5.2.1).
std::optional<InstanceName> find_equal(const std::map<std::string, InstanceName>& known,
                                       const sip::Uri& uri) {
    if (sip::find_param(uri, "gr") == nullptr) return std::nullopt;
    for (const auto& [text, name] : known) {
        const auto other = sip::parse_uri(text, sip::accepted_text);
        if (other && sip::equal_across_sips(*other, uri)) return name;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> gruu_param(const sip::Contact& contact, std::string_view name) {
    const auto* param = sip::find_param(contact.value.params, name);
    if (param == nullptr || !param->quoted()) return std::nullopt;
    std::string text = sip::plain_display(*param->value);
    if (!sip::parse_uri(text, sip::accepted_text)) return std::nullopt;
    return text;
}

void GruuBook::show_public(const InstanceName& name, std::string uri) {
    publics_.emplace(uri, name);
    auto& list = publics_of_[name];
    if (std::ranges::find(list, uri) == list.end()) list.push_back(std::move(uri));
}

void GruuBook::show_temporary(const InstanceName& name, std::string uri) {
    temporaries_.emplace(uri, name);
    valid_.insert_or_assign(std::move(uri), name);
    if (std::ranges::find(with_temporaries_, name) == with_temporaries_.end()) {
        with_temporaries_.push_back(name);
    }
}

void GruuBook::end_temporaries(const InstanceName& name) {
    std::erase_if(valid_, [&](const auto& entry) { return entry.second == name; });
    std::erase(with_temporaries_, name);
}

const std::vector<std::string>* GruuBook::publics(const InstanceName& name) const {
    const auto found = publics_of_.find(name);
    return found == publics_of_.end() ? nullptr : &found->second;
}

std::optional<InstanceName> GruuBook::owner_of_public(const sip::Uri& uri) const {
    return find_equal(publics_, uri);
}

std::optional<InstanceName> GruuBook::owner_of_temporary(const sip::Uri& uri) const {
    return find_equal(valid_, uri);
}

bool GruuBook::was_temporary(const sip::Uri& uri) const {
    return find_equal(temporaries_, uri).has_value();
}

}  // namespace starzero::invariants
