// Why and how a request is refused: what a stage of the processing returns when it fails.
#pragma once

#include <string>

#include "starzero/model/reason.hpp"

namespace starzero::registrar {

struct Refusal {
    int status = 500;
    model::Reason reason = model::Reason::store_failure;
    std::string rows;  // whole header rows that the status demands, each ending in CRLF
};

}  // namespace starzero::registrar
