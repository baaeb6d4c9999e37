#include "starzero/registrar/journal.hpp"

namespace starzero::registrar {

using model::Level;
using model::Reason;

Level Journal::level_of(const model::LogRecord& record) const noexcept {
    const bool own_failure =
        record.reason == Reason::store_failure || record.reason == Reason::out_of_memory;
    if (own_failure) return Level::error;
    if (record.reason == Reason::unusable_policy) return Level::warn;
    if (model::is_limit(record.reason)) return Level::warn;
    if (record.status >= 300) return Level::info;
    const bool changed =
        record.reason == Reason::registered || record.reason == Reason::ignored_out_of_order;
    return changed ? Level::info : Level::debug;
}

void Journal::limit_warnings(model::LogRecord& record, model::Millis now) noexcept {
    if (now - minute_start_ >= model::seconds(60)) {
        minute_start_ = now;
        warnings_ = 0;
    }
    if (warnings_ >= warnings_per_minute_) {
        record.level = Level::info;
        ++suppressed_;
        return;
    }
    ++warnings_;
    record.suppressed = suppressed_;
    suppressed_ = 0;
}

void Journal::write(model::LogRecord record, model::Millis now) noexcept {
    record.level = level_of(record);
    if (record.level == Level::warn) limit_warnings(record, now);
    try {
        sink_.record(record);
    } catch (...) {  // a broken sink changes no answer and no state (O-09)
    }
}

}  // namespace starzero::registrar
