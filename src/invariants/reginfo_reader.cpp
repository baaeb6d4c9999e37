#include "starzero/invariants/reginfo_reader.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "starzero/sip/number.hpp"

namespace starzero::invariants {

namespace {

struct Element {
    std::string name;
    std::map<std::string, std::string> attributes;
    std::string text;
    std::vector<Element> children;

    std::string attribute(const std::string& key) const {
        const auto found = attributes.find(key);
        return found == attributes.end() ? std::string{} : found->second;
    }
    bool has(const std::string& key) const { return attributes.contains(key); }
};

constexpr int depth_max = 8;

// Elements, attributes in double quotes, text and the references that a registrar needs.
class XmlReader {
public:
    explicit XmlReader(std::string_view text) : rest_(text) {}

    std::optional<Element> document() {
        if (rest_.starts_with("<?xml ")) {
            const std::size_t end = rest_.find("?>");
            if (end == std::string_view::npos) return std::nullopt;
            rest_.remove_prefix(end + 2);
        }
        skip_white();
        auto root = element(0);
        skip_white();
        if (!root || !rest_.empty()) return std::nullopt;
        return root;
    }

private:
    static bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
    static bool is_name(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == ':' || c == '_' || c == '.';
    }
    void skip_white() {
        while (!rest_.empty() && is_white(rest_[0])) rest_.remove_prefix(1);
    }
    bool eat(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::string name() {
        std::size_t end = 0;
        while (end < rest_.size() && is_name(rest_[end])) ++end;
        std::string text(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return text;
    }

    // Up to the stop; false at a bare < or &, a control octet or an unknown reference.
    bool characters(std::string& out, char stop) {
        constexpr std::array<std::pair<std::string_view, char>, 6> references{{{"&amp;", '&'},
                                                                               {"&lt;", '<'},
                                                                               {"&gt;", '>'},
                                                                               {"&quot;", '"'},
                                                                               {"&apos;", '\''},
                                                                               {"&#9;", '\t'}}};
        while (!rest_.empty() && rest_[0] != stop) {
            const auto known = std::ranges::find_if(
                references, [&](const auto& r) { return rest_.starts_with(r.first); });
            if (known != references.end()) {
                out.push_back(known->second);
                rest_.remove_prefix(known->first.size());
                continue;
            }
            const bool control = rest_[0] >= 0 && rest_[0] < ' ' && !is_white(rest_[0]);
            if (rest_[0] == '<' || rest_[0] == '&' || control) return false;
            out.push_back(rest_[0]);
            rest_.remove_prefix(1);
        }
        return !rest_.empty();
    }

    bool attributes(Element& element) {
        while (true) {
            const std::size_t before = rest_.size();
            skip_white();
            if (rest_.empty()) return false;
            if (rest_[0] == '>' || rest_[0] == '/') return true;
            const std::string key = name();
            std::string value;
            if (rest_.size() == before || key.empty() || !eat("=\"")) return false;
            if (!characters(value, '"') || !eat("\"")) return false;
            if (!element.attributes.emplace(key, value).second) return false;
        }
    }

    std::optional<Element> element(int depth) {
        if (depth > depth_max || !eat("<")) return std::nullopt;
        Element found;
        found.name = name();
        if (found.name.empty() || !attributes(found)) return std::nullopt;
        if (eat("/>")) return found;
        if (!eat(">")) return std::nullopt;
        while (true) {
            if (!characters(found.text, '<')) return std::nullopt;
            if (eat("</")) {
                if (name() != found.name || !eat(">")) return std::nullopt;
                return found;
            }
            auto child = element(depth + 1);
            if (!child) return std::nullopt;
            found.children.push_back(std::move(*child));
        }
    }

    std::string_view rest_;
};

bool among(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

std::optional<ReginfoContact> read_contact(const Element& element) {
    ReginfoContact contact{element.attribute("id"),
                           element.attribute("state"),
                           element.attribute("event"),
                           {},
                           element.attribute("callid"),
                           element.attribute("cseq"),
                           element.attribute("q"),
                           element.attribute("expires"),
                           {},
                           {}};
    int uris = 0;
    for (const Element& child : element.children) {
        if (child.name == "uri") ++uris, contact.uri = child.text;
        if (child.name == "unknown-param" && !child.has("name")) return std::nullopt;
        if (child.name == "gr:pub-gruu") contact.public_gruu = child.attribute("uri");
        if (child.name == "gr:temp-gruu") {
            if (!sip::parse_number(child.attribute("first-cseq"), UINT64_MAX)) return std::nullopt;
            contact.temporary_gruu = child.attribute("uri");
        }
    }
    const bool known =
        among(contact.event, {"registered", "created", "refreshed", "shortened", "expired",
                              "deactivated", "probation", "unregistered", "rejected"}) &&
        among(contact.state, {"active", "terminated"});
    if (contact.id.empty() || !known || uris != 1) return std::nullopt;
    if (contact.event == "shortened" && contact.expires.empty()) return std::nullopt;
    return contact;
}

}  // namespace

std::optional<Reginfo> read_reginfo(std::string_view xml) {
    const auto root = XmlReader(xml).document();
    if (!root || root->name != "reginfo" || root->children.size() != 1) return std::nullopt;
    if (root->attribute("xmlns") != "urn:ietf:params:xml:ns:reginfo") return std::nullopt;
    const auto version = sip::parse_number(root->attribute("version"), UINT32_MAX);
    const std::string state = root->attribute("state");
    if (!version || !among(state, {"full", "partial"})) return std::nullopt;
    const Element& registration = root->children.front();
    Reginfo info{static_cast<std::uint32_t>(*version), state == "full",
                 registration.attribute("aor"),        registration.attribute("id"),
                 registration.attribute("state"),      {}};
    const bool whole = registration.name == "registration" && !info.aor.empty() &&
                       !info.id.empty() && among(info.state, {"init", "active", "terminated"});
    if (!whole) return std::nullopt;
    for (const Element& child : registration.children) {
        if (child.name != "contact") return std::nullopt;
        auto contact = read_contact(child);
        if (!contact) return std::nullopt;
        info.contacts.push_back(std::move(*contact));
    }
    return info;
}

}  // namespace starzero::invariants
