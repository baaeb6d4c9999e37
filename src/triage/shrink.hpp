// The smallest octets that still show something, for inputs that are no scenarios. Knows nothing of
// what is shown, like scenario/minimiser.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace starzero::triage {

using OctetsStillShow = std::function<bool(const std::string&)>;

// Takes away lines, then ever smaller pieces, then makes what is left plain ('a'). At most
// tries_most questions; the result answers yes if the given octets do.
std::string shrink(std::string octets, const OctetsStillShow& still_show, std::uint64_t tries_most);

}  // namespace starzero::triage
