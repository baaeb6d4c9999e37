// The key of an address-of-record (RFC 3261 10.3 step 5). Not URI comparison: parameters go,
// every escape is decoded once, sip and sips are one (RFC 5630, D-07), the port is ignored (D-08).
#pragma once

#include <string>

#include "starzero/sip/uri.hpp"

namespace starzero::sip {

// Printable and injective on (user octets, password octets or none, host): P-11.
//   alice@example.com   %40b:secret@[2001:0db8:0000:0000:0000:0000:0000:0010]
// The URI must be sip or sips.
std::string address_of_record(const Uri& uri);

// A URI of that key with as few escapes as the grammar allows, without scheme and colon: of all
// spellings of the address-of-record the plain one (RFC 5627 5.4: a public GRUU without its gr
// equals the AOR). Octets that no user part may hold stay escaped.
std::string plain_address(std::string_view key);

}  // namespace starzero::sip
