// The frame of every page: HTML that works from a file, by keyboard, on paper, light and dark.
#pragma once

#include <string>
#include <string_view>

namespace starzero::report {

// For text and attribute values, of HTML and of XML: <, >, &, both quotes; octets that are no
// printable ASCII as \xHH, so that nothing of a peer's becomes markup or another encoding.
std::string escaped(std::string_view text);

// <tag class="name">escaped text</tag>; without a name no class.
std::string element(std::string_view tag, std::string_view text, std::string_view name = {});

// Behind a page with an input #filter: rows of tables and .cause elements that do not have its text
// are hidden, and a link into a closed <details> opens it. The page is whole without it.
std::string_view filter_script();

// The whole document; body is HTML.
std::string page(std::string_view title, std::string_view body);

}  // namespace starzero::report
