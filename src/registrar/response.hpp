// Responses as text: what is copied from the request (RFC 3261 8.2.6.2) and what a 200 to
// REGISTER lists (10.3 step 8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "starzero/model/flow.hpp"
#include "starzero/registrar/request.hpp"
#include "starzero/sip/message.hpp"
#include "starzero/sip/via.hpp"

namespace starzero::registrar {

struct ResponseParts {
    const sip::Message& request;
    const sip::Via& top_via;
    std::string_view rest_of_via_row;  // behind the top value, as written
    const model::Flow& flow;
    int status = 200;
    std::string_view phrase;
    std::string_view to_tag;  // for a To without one
    std::string_view rows;    // extra header rows, each ending in CRLF
};

std::string build_response(const ResponseParts& parts);

// Contact rows for the bindings, q descending then insertion (D-14), remaining seconds rounded
// up so that a live binding never shows 0 (S-07), with GRUUs where they were asked for (RFC 5627
// 5.2). Appends.
void append_binding_rows(std::string& rows, const Request& request);

// What extensions say in a 200 beside the contacts: Require, Flow-Timer, Path, Service-Route,
// Feature-Caps. Appends.
void append_extension_rows(std::string& rows, const Request& request);

void append_date_row(std::string& rows, Millis wall);

}  // namespace starzero::registrar
