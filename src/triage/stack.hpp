// The stack of a sanitizer's report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace starzero::triage {

// Our own functions of the first stack in the text from the top, most at most: names without
// namespace, arguments and template arguments, so that another build gives the same.
std::vector<std::string> own_frames(std::string_view report, std::size_t most);

}  // namespace starzero::triage
