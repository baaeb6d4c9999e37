#include "starzero/triage/bucket.hpp"

namespace starzero::triage {

namespace {

constexpr std::size_t name_most = 60;

void add_words(std::string& name, std::string_view text) {
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || upper;
        if (plain) name += upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!name.empty() && name.back() != '-') name += '-';
    }
    if (!name.empty() && name.back() != '-') name += '-';
}

}  // namespace

std::string bucket_of(const Death& death, const std::string& target) {
    std::string key(to_string(death.kind));
    if (death.kind == Kind::rule) return key + " " + death.name;
    if (death.kind == Kind::sanitizer || death.kind == Kind::failed) key += " " + death.name;
    std::string_view before = " in ";
    for (const std::string& frame : death.frames) {
        key.append(before).append(frame);
        before = " < ";
    }
    return death.frames.empty() ? key + " of " + target : key;
}

std::string regression_name(const Death& death, std::string_view title) {
    std::string name;
    add_words(name, death.name.empty() ? to_string(death.kind) : death.name);
    if (!title.empty()) add_words(name, title);
    else if (!death.frames.empty()) add_words(name, death.frames.front());
    if (name.size() > name_most) name.resize(name.rfind('-', name_most));
    while (name.ends_with('-')) name.pop_back();
    return name;
}

}  // namespace starzero::triage
