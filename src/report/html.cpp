#include "starzero/report/html.hpp"

namespace starzero::report {

namespace {

constexpr std::string_view hex = "0123456789abcdef";

// Widths in rem, so that a larger font keeps the measure; long octets wrap or scroll in their box.
constexpr std::string_view style = R"(
:root { color-scheme: light dark; --line: #8886; --soft: #8881;
        --fault: #b3261e; --warning: #8a5a00; --remark: #4a6572; --ok: #2e6b34; }
@media (prefers-color-scheme: dark) {
    :root { --fault: #ff8a80; --warning: #ffcc80; --remark: #b0bec5; --ok: #a5d6a7; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
         border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
.matrix { overflow: auto; max-height: 90vh; }
.matrix th { background: Canvas; position: sticky; top: 0; }
.matrix th[scope=row] { top: auto; left: 0; min-width: min(17rem, 38vw); overflow-wrap: anywhere;
                        z-index: 1; }
.matrix tr:first-child th:first-child { left: 0; z-index: 2; }
details { border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.5rem 0.8rem;
          margin: 0.8rem 0; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
.fault { color: var(--fault); } .warning { color: var(--warning); }
.remark { color: var(--remark); } .ok { color: var(--ok); }
pre { background: var(--soft); padding: 0.5rem 0.7rem; margin: 0.3rem 0; overflow-x: auto;
      white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85rem;
      border-left: 0.25rem solid var(--line); }
.ladder { display: flex; flex-direction: column; }
.ladder .sent { margin-right: 12%; } .ladder .came { margin-left: 12%; }
.ladder .came pre { border-left-color: var(--remark); }
.ladder p { margin: 0.4rem 0 0; font-size: 0.85rem; }
@media (max-width: 40rem) {
    .ladder .sent { margin-right: 0; } .ladder .came { margin-left: 1rem; } }
nav ul, .legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0;
                  list-style: none; }
figure { margin: 1rem 0; } .chart { width: 100%; height: auto; max-height: 24rem; }
.chart text { font-size: 0.75rem; fill: currentColor; }
@media (max-width: 40rem) { .chart text { font-size: 1.4rem; } }
.axis { fill: none; stroke: var(--line); }
.line { fill: none; stroke: hsl(var(--hue) 65% 42%); stroke-width: 2; }
@media (prefers-color-scheme: dark) { .line { stroke: hsl(var(--hue) 70% 68%); } }
.legend svg { width: 2rem; height: 0.6rem; } .legend { font-size: 0.85rem; }
.filter input { font: inherit; padding: 0.2rem 0.4rem; max-width: 60vw; }
code { overflow-wrap: anywhere; } td { overflow-wrap: break-word; }
:target { scroll-margin-top: 1rem; outline: 2px solid var(--remark); }
@media print { .filter, nav { display: none; } details { break-inside: avoid; }
               .matrix { max-height: none; overflow: visible; }
               body { max-width: none; } }
)";

constexpr std::string_view script = R"(<script>
"use strict";
const box = document.getElementById("filter");
box.closest("p").hidden = false;
const parts = [...document.querySelectorAll("tbody tr, .cause")];
const filter = () => {
    const wanted = box.value.toLowerCase();
    let shown = 0;
    for (const part of parts) {
        part.hidden = !part.textContent.toLowerCase().includes(wanted);
        shown += part.hidden ? 0 : 1;
    }
    document.getElementById("shown").textContent = wanted ? shown + " of " + parts.length : "";
};
box.addEventListener("input", filter);
const reveal = (hash) => {
    const at = hash && document.getElementById(hash.slice(1));
    if (!at || at.tagName !== "DETAILS") return;
    if (at.hidden) {
        box.value = "";
        filter();
    }
    at.open = true;
};
addEventListener("hashchange", () => reveal(location.hash));
addEventListener("click", (event) => {  // a link that was followed before changes no hash
    const link = event.target.closest("a");
    if (link) reveal(link.getAttribute("href"));
});
reveal(location.hash);
addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
});
</script>
)";

}  // namespace

std::string_view filter_script() { return script; }

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\'') out += "&#39;";
        else if (c == '\n' || c == '\t' || (octet >= 0x20 && octet < 0x7f)) out += c;
        else if (c != '\r') out.append("\\x").append({hex[octet >> 4], hex[octet & 15]});
    }
    return out;
}

std::string element(std::string_view tag, std::string_view text, std::string_view name) {
    std::string out = "<";
    out += tag;
    if (!name.empty()) out.append(" class=\"").append(name).append("\"");
    out.append(">").append(escaped(text)).append("</").append(tag).append(">");
    return out;
}

std::string page(std::string_view title, std::string_view body) {
    std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    out += element("title", title) + "\n<style>";
    out.append(style).append("</style>\n</head>\n<body>\n<main>\n");
    out += element("h1", title) + "\n";
    out.append(body).append("</main>\n</body>\n</html>\n");
    return out;
}

}  // namespace starzero::report
