// Push notification parameters of a contact and what a 2xx says of them (RFC 8599). The registrar
// stands for the proxy that is co-located with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "starzero/model/policy.hpp"
#include "starzero/sip/contact.hpp"
#include "starzero/sip/message.hpp"

namespace starzero::registrar {

enum class PushNeed : std::uint8_t {
    none,             // no pn-provider: nothing to do (5.6.1)
    query,            // asks which services there are, of one kind or of all (4.1.5)
    notifications,    // wants to be woken by a service that we have
    unknown_service,  // of a kind that we do not have
};

PushNeed push_need(const sip::Uri& contact, const model::Policy& policy);

// Another proxy on the way has taken it on: Feature-Caps with sip.pns (5.6.1.1).
bool announces_push(const sip::Message& request);

// The services that a 2xx tells of: a row each (5.4), once however many contacts ask for one.
class PushServices {
public:
    // What this accepted contact asks for; often nothing.
    void add(const sip::Contact& contact, const model::Policy& policy);
    void append(std::string& rows) const;

private:
    struct Service {
        std::string name;
        bool wakes = false;  // says in time when to register again: sip.pnsreg
    };
    std::vector<Service> services_;
};

}  // namespace starzero::registrar
