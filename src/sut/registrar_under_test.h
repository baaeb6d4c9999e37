/* Anybody's registrar, linked in process: what it must give so that the target, the properties and
   the judges of this suite can drive it. C, so that whatever it is written in can say this.

   The program that is tested defines starzero_registrar_under_test() and links
   starzero::registrar_target (a libFuzzer target) or starzero::registrar_properties. docs/adapter.md
   is the guide, docs/examples/ has one in C and one in C++. */
#ifndef STARZERO_SUT_REGISTRAR_UNDER_TEST_H
#define STARZERO_SUT_REGISTRAR_UNDER_TEST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a message came from and goes back to. */
typedef struct starzero_flow {
    const char* id;        /* names the flow for as long as it lives */
    const char* transport; /* udp, tcp, tls, ws or wss */
    const char* source;    /* the peer's address:port, IPv6 in brackets */
    const char* local;     /* the registrar's address:port */
} starzero_flow;

/* Takes what the registrar says; to be called within the call that it was given to, no later. */
typedef struct starzero_sink {
    void* context;
    /* A SIP response as it goes on the wire, on the flow of the request. */
    void (*respond)(void* context, const char* octets, size_t size);
    /* A log record: 0 debug, 1 info, 2 warning, 3 error. Text without the end of the line. */
    void (*log)(void* context, int level, const char* text, size_t size);
} starzero_sink;

/* A contact that is held: its URI, and the seconds that are left (-1: not told). */
typedef void (*starzero_hold)(void* context, const char* uri, int64_t seconds);

typedef struct starzero_registrar {
    /* The policy that it has, key=value with blanks between, as in a scenario's policy line
       (docs/scenario-format.md): "domains=example.com min=60 default=3600". Must
       serve example.com. What is not named has the value of the reference registrar. */
    const char* policy;

    /* A registrar without bindings; NULL ends the program. */
    void* (*create)(void);
    void (*destroy)(void* self);

    /* Octets on a flow: a datagram, a WebSocket message, or a piece of a stream. now: milliseconds
       since create, never less than before; the only clock that counts. */
    void (*receive)(void* self, const starzero_flow* flow, const char* octets, size_t size,
                    int64_t now, const starzero_sink* sink);

    /* The rest may be NULL. Time has passed: */
    void (*advance)(void* self, int64_t now, const starzero_sink* sink);
    /* The connection is gone; one of the same name is another one. Nothing may have come on it: */
    void (*close_flow)(void* self, const char* flow, int64_t now);
    /* Which contacts are bound to user@host now? */
    void (*holdings)(void* self, const char* address_of_record, int64_t now, void* context,
                     starzero_hold hold);
} starzero_registrar;

/* Defined by the program that is tested; valid for ever. */
const starzero_registrar* starzero_registrar_under_test(void);

#ifdef __cplusplus
}
#endif

#endif
