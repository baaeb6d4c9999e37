// What a registrar keeps of a contact's parameters, and what its URI says beside the address.
#pragma once

#include <string>

#include "starzero/model/policy.hpp"
#include "starzero/sip/contact.hpp"

namespace starzero::registrar {

// ;name=value... in the order sent, without expires, and without pub-gruu and temp-gruu, which
// only the registrar may say (RFC 5627 5.1).
std::string kept_params(const sip::Contact& contact);

// The URI of a contact that can stand for all numbers of a PBX (RFC 6140 5.2): bnc, and no user.
bool is_bulk(const sip::Uri& uri) noexcept;

// The PBX whose address-of-record this is; nullptr if it is none.
const model::BulkNumbers* pbx_at(const model::Policy& policy, std::string_view aor);

// The address-of-record of a PBX at one of the hosts that are served.
std::string pbx_address(const model::BulkNumbers& pbx, const sip::Host& host);

}  // namespace starzero::registrar
