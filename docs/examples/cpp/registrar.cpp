// A registrar in C++ behind the C interface: here the reference registrar, as an example of one
// that keeps the rules. An adapter of one's own has the same few functions.
#include <starzero/sut/registrar_under_test.h>

#include <starzero/model/log_record.hpp>
#include <starzero/registrar/memory_store.hpp>
#include <starzero/registrar/registrar.hpp>

namespace {

using namespace starzero;

constexpr std::int64_t wall_start = 1'700'000'000'000;  // what the clock on the wall showed

// Between calls there is nobody to tell: each call brings its sink.
class Log final : public model::LogSink {
public:
    void record(const model::LogRecord& record) override {
        if (sink == nullptr) return;
        const std::string text = to_line(record);
        sink->log(sink->context, static_cast<int>(record.level), text.data(), text.size());
    }
    const starzero_sink* sink = nullptr;
};

struct Registrar {
    Log log;
    model::ToyHash hash;
    registrar::HashKey key{1, 2};
    registrar::MemoryStore store{key};
    registrar::Registrar core{model::Policy{}, {store, log, hash, key}};
};

void flush(Registrar& self, const starzero_sink& sink) {
    while (const auto transmit = self.core.poll_transmit()) {
        sink.respond(sink.context, transmit->octets.data(), transmit->octets.size());
    }
    while (self.core.poll_event()) {
    }
    while (self.core.poll_close()) {
    }
    self.log.sink = nullptr;
}

void* create() { return new Registrar; }
void destroy(void* self) { delete static_cast<Registrar*>(self); }

void receive(void* context, const starzero_flow* from, const char* octets, std::size_t size,
             std::int64_t now, const starzero_sink* sink) {
    auto& self = *static_cast<Registrar*>(context);
    model::Flow flow;
    flow.id = from->id;
    flow.transport = model::transport_from(from->transport).value_or(model::Transport::udp);
    flow.source = from->source;
    flow.local = from->local;
    self.log.sink = sink;
    self.core.handle(flow, {octets, size}, now, wall_start + now);
    flush(self, *sink);
}

void advance(void* context, std::int64_t now, const starzero_sink* sink) {
    auto& self = *static_cast<Registrar*>(context);
    self.log.sink = sink;
    self.core.handle_timeout(now);
    flush(self, *sink);
}

void close_flow(void* context, const char* flow, std::int64_t now) {
    static_cast<Registrar*>(context)->core.close(flow, now);
}

void holdings(void* context, const char* address_of_record, std::int64_t now, void* taker,
              starzero_hold hold) {
    for (const auto& view : static_cast<Registrar*>(context)->core.snapshot(now)) {
        if (view->aor != address_of_record) continue;
        hold(taker, view->uri.c_str(), (view->expires_at - now) / 1000);
    }
}

const starzero_registrar registrar_functions{"",      create,     destroy, receive,
                                             advance, close_flow, holdings};

}  // namespace

const starzero_registrar* starzero_registrar_under_test() { return &registrar_functions; }
