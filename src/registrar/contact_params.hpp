// What a registrar keeps of a contact's parameters, and what its URI says beside the address.
#pragma once

#include <string>

#include "starzero/sip/contact.hpp"

namespace starzero::registrar {

// ;name=value... in the order sent, without expires, and without pub-gruu and temp-gruu, which
// only the registrar may say (RFC 5627 5.1).
std::string kept_params(const sip::Contact& contact);

// The contact stands for all numbers of a PBX (RFC 6140 5.2): its URI has bnc.
bool is_bulk(const sip::Uri& uri) noexcept;

}  // namespace starzero::registrar
