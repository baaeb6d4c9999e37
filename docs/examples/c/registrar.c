/* A home-grown registrar of two pages, and the functions through which starzero drives it. It has
   the faults that such registrars have; `fuzz` finds the first of them in a second. */
#include <starzero/sut/registrar_under_test.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { bindings_most = 64, text_most = 512 };

struct binding {
    char aor[text_most], uri[text_most];
    int64_t ends; /* milliseconds; 0: free */
};

struct registrar {
    struct binding bindings[bindings_most];
    unsigned tags;
};

/* A header field of the request: its value, and the next one. NULL at the end. */
static const char* next_field(const char* at, char* name, char* value) {
    const char* end = strstr(at, "\r\n");
    if (end == NULL || end == at) return NULL;
    const char* colon = memchr(at, ':', (size_t)(end - at));
    if (colon == NULL) return NULL;
    snprintf(name, text_most, "%.*s", (int)(colon - at), at);
    while (colon + 1 < end && isspace((unsigned char)colon[1])) ++colon;
    snprintf(value, text_most, "%.*s", (int)(end - colon - 1), colon + 1);
    return end + 2;
}

/* The address in <...>, else all before the first parameter. */
static void address_in(const char* value, char* out) {
    const char* open = strchr(value, '<');
    const char* begin = open != NULL ? open + 1 : value;
    snprintf(out, text_most, "%.*s", (int)strcspn(begin, open != NULL ? ">" : ";, "), begin);
}

static void bind(struct registrar* self, const char* aor, const char* uri, int64_t ends) {
    struct binding* place = NULL;
    for (int i = 0; i < bindings_most; ++i) {
        struct binding* b = &self->bindings[i];
        if (b->ends != 0 && strcmp(b->aor, aor) == 0 && strcmp(b->uri, uri) == 0) {
            place = b;
            break;
        }
        if (place == NULL && b->ends == 0) place = b;
    }
    if (place == NULL) return;
    snprintf(place->aor, text_most, "%s", aor);
    snprintf(place->uri, text_most, "%s", uri);
    place->ends = ends;
}

static void unbind_all(struct registrar* self, const char* aor) {
    for (int i = 0; i < bindings_most; ++i) {
        if (strcmp(self->bindings[i].aor, aor) == 0) self->bindings[i].ends = 0;
    }
}

static void drop_expired(struct registrar* self, int64_t now) {
    for (int i = 0; i < bindings_most; ++i) {
        if (self->bindings[i].ends <= now) self->bindings[i].ends = 0;
    }
}

static void* create(void) { return calloc(1, sizeof(struct registrar)); }

static void receive(void* context, const starzero_flow* flow, const char* octets, size_t size,
                    int64_t now, const starzero_sink* sink) {
    struct registrar* self = context;
    char *request = malloc(size + 1), *answer = malloc(65536);
    char name[text_most], value[text_most], aor[text_most] = "", uri[text_most];
    long expires = 3600;
    size_t length = 0;
    (void)flow;
    memcpy(request, octets, size);
    request[size] = '\0';
    drop_expired(self, now);

    const char* at = strstr(request, "\r\n");
    const char* fields = at != NULL ? at + 2 : request;
    length += (size_t)snprintf(answer, 65536, "SIP/2.0 200 OK\r\n");
    for (at = fields; (at = next_field(at, name, value)) != NULL && length < 60000;) {
        if (strcasecmp(name, "Expires") == 0) expires = atol(value);
        if (strcasecmp(name, "To") == 0) address_in(value, aor);
        const int is_to = strcasecmp(name, "To") == 0 && strstr(value, ";tag=") == NULL;
        if (strcasecmp(name, "Via") == 0 || strcasecmp(name, "From") == 0 ||
            strcasecmp(name, "To") == 0 || strcasecmp(name, "Call-ID") == 0 ||
            strcasecmp(name, "CSeq") == 0) {
            length += (size_t)snprintf(answer + length, 65536 - length, "%s: %s", name, value);
            if (is_to) {
                length += (size_t)snprintf(answer + length, 65536 - length, ";tag=registrar%u",
                                           ++self->tags);
            }
            length += (size_t)snprintf(answer + length, 65536 - length, "\r\n");
        }
    }
    for (at = fields; (at = next_field(at, name, value)) != NULL;) {
        if (strcasecmp(name, "Contact") != 0) continue;
        if (strcmp(value, "*") == 0) { /* whatever stands beside it */
            const char* text = "empty Contact";
            sink->log(sink->context, 3, text, strlen(text));
            unbind_all(self, aor);
            continue;
        }
        const char* own = strstr(value, ";expires=");
        address_in(value, uri);
        const long seconds = own != NULL ? atol(own + 9) : expires;
        bind(self, aor, uri, seconds > 0 ? now + 1000 * (int64_t)seconds : 0);
    }
    for (int i = 0; i < bindings_most && length < 60000; ++i) {
        const struct binding* b = &self->bindings[i];
        if (b->ends == 0 || strcmp(b->aor, aor) != 0) continue;
        length += (size_t)snprintf(answer + length, 65536 - length, "Contact: <%s>;expires=%ld\r\n",
                                   b->uri, (long)((b->ends - now) / 1000));
    }
    length += (size_t)snprintf(answer + length, 65536 - length, "Content-Length: 0\r\n\r\n");
    sink->respond(sink->context, answer, length);
    free(request);
    free(answer);
}

static const starzero_registrar registrar = {
    .policy = "domains=example.com min=0 default=3600",
    .create = create,
    .destroy = free,
    .receive = receive,
};

const starzero_registrar* starzero_registrar_under_test(void) { return &registrar; }
