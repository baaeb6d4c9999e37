#include "starzero/scenario/register_message.hpp"

namespace starzero::scenario {

std::string RegisterMessage::octets() const {
    std::string out = method + " " + request_uri + " " + version + "\r\n";
    const auto row = [&](const std::string& name, const std::string& value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    row("Via", branch.empty() ? via : via + ";branch=" + branch);
    row("Max-Forwards", max_forwards);
    row("From", from);
    row("To", to);
    row("Call-ID", call_id);
    row("CSeq", std::to_string(cseq) + " " + method);
    for (const std::string& contact : contacts) row("Contact", contact);
    if (expires) row("Expires", *expires);
    for (const std::string& extra : rows) out.append(extra).append("\r\n");
    row("Content-Length", std::to_string(body.size()));
    return out.append("\r\n").append(body);
}

}  // namespace starzero::scenario
