// Turns outcomes into log records of the right level, bounded in number and length.
// The levels are the project's rule: an accepted change or a refusal is one INFO, a limit one
// WARN (INFO beyond so many a minute), a failure of our own one ERROR, all else DEBUG.
#pragma once

#include "starzero/model/log_record.hpp"
#include "starzero/model/time.hpp"

namespace starzero::registrar {

class Journal {
public:
    Journal(model::LogSink& sink, std::uint32_t warnings_per_minute)
        : sink_(sink), warnings_per_minute_(warnings_per_minute) {}

    void set_limit(std::uint32_t warnings_per_minute) noexcept {
        warnings_per_minute_ = warnings_per_minute;
    }

    // Chooses the level from reason and status.
    void write(model::LogRecord record, model::Millis now) noexcept;

private:
    model::Level level_of(const model::LogRecord& record) const noexcept;
    void limit_warnings(model::LogRecord& record, model::Millis now) noexcept;

    model::LogSink& sink_;
    std::uint32_t warnings_per_minute_;
    std::uint32_t warnings_ = 0;
    std::uint64_t suppressed_ = 0;
    model::Millis minute_start_ = 0;
};

}  // namespace starzero::registrar
