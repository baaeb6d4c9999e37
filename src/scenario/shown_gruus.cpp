#include "starzero/scenario/shown_gruus.hpp"

namespace starzero::scenario {

void ShownGruus::take(Kind& kind, std::string_view response, std::string_view param) {
    const std::size_t at = response.find(param);
    if (at == std::string_view::npos) return;
    const auto rest = response.substr(at + param.size());
    kind.newest = rest.substr(0, rest.find('"'));
    if (kind.first.empty()) kind.first = kind.newest;
}

void ShownGruus::see(std::string_view response) {
    if (!response.starts_with("SIP/2.0 200 ")) return;
    take(temporary_, response, ";temp-gruu=\"");
    take(public_, response, ";pub-gruu=\"");
}

std::string ShownGruus::resolve(std::string_view word) const {
    if (word == "newest-temporary-gruu") return temporary_.newest;
    if (word == "first-temporary-gruu") return temporary_.first;
    if (word == "newest-public-gruu") return public_.newest;
    if (word == "first-public-gruu") return public_.first;
    return {};
}

}  // namespace starzero::scenario
