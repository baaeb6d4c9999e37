#include "starzero/sip/message.hpp"

#include "starzero/sip/chars.hpp"
#include "starzero/sip/cursor.hpp"
#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

// A logical line: the octets without its ending, folds inside. The next line starts at `next`.
struct Line {
    std::string_view text;
    std::size_t start = 0;
    std::size_t next = 0;
    bool crlf = true;      // every ending in it was CRLF
    bool complete = true;  // an ending was there
};

class MessageReader {
public:
    MessageReader(std::string_view octets, Framing framing, const Limits& limits)
        : octets_(octets), framing_(framing), limits_(limits) {}

    ParsedMessage read() {
        if (octets_.size() > limits_.message_octets) note(ErrorKind::too_large, 0);
        parsed_.message.rows.reserve(16);
        read_start_line();
        read_rows();
        read_body();
        if (version_) note(version_->kind, version_->offset);
        return std::move(parsed_);
    }

private:
    void note(ErrorKind kind, std::size_t offset) {
        if (!parsed_.error) parsed_.error = ParseError{kind, offset};
    }

    Line physical_line(std::size_t start) const noexcept {
        Line line{{}, start, octets_.size(), true, false};
        const std::size_t feed = octets_.find('\n', start);
        if (feed == std::string_view::npos) {
            line.text = octets_.substr(start);
            return line;
        }
        line.complete = true;
        line.next = feed + 1;
        line.crlf = feed > start && octets_[feed - 1] == '\r';
        line.text = octets_.substr(start, feed - start - (line.crlf ? 1 : 0));
        return line;
    }

    // With the lines that continue it (7.3.1).
    Line logical_line(std::size_t start) const noexcept {
        Line line = physical_line(start);
        while (line.complete && line.next < octets_.size() &&
               is(octets_[line.next], CharClass::blank) && !line.text.empty()) {
            const Line more = physical_line(line.next);
            line.crlf = line.crlf && more.crlf;
            line.complete = more.complete;
            line.next = more.next;
            const auto end =
                static_cast<std::size_t>(more.text.data() - octets_.data()) + more.text.size();
            line.text = octets_.substr(line.start, end - line.start);
        }
        return line;
    }

    void check_ending(const Line& line) {
        if (!line.complete) note(ErrorKind::truncated, line.start);
        if (!line.crlf) note(ErrorKind::line_ending, line.start);
    }

    void read_start_line() {
        const Line line = physical_line(0);
        const auto parsed = parse_start_line(line.text);
        parsed_.message.start = parsed.line;
        if (!parsed.verdict && parsed.verdict.error().kind == ErrorKind::version) {
            version_ = parsed.verdict.error();
        } else if (!parsed.verdict) {
            note(parsed.verdict.error().kind, parsed.verdict.error().offset);
        }
        check_ending(line);
        at_ = line.next;
    }

    void read_rows() {
        while (true) {
            const Line line = logical_line(at_);
            at_ = line.next;
            check_ending(line);
            if (line.text.empty()) return;
            if (parsed_.message.rows.size() == limits_.rows) {
                note(ErrorKind::too_many, line.start);
            } else {
                read_row(line);
            }
            if (!line.complete) return;
        }
    }

    void read_row(const Line& line) {
        const std::size_t colon = line.text.find(':');
        std::string_view name = line.text.substr(0, colon);
        while (!name.empty() && is(name.back(), CharClass::blank)) name.remove_suffix(1);
        if (colon == std::string_view::npos || name.empty() || !all_of(name, CharClass::token)) {
            note(ErrorKind::header_name, line.start);
            return;
        }
        const auto value = trim(line.text.substr(colon + 1));
        const auto offset = static_cast<std::size_t>(value.data() - octets_.data());
        if (value.size() > limits_.row_octets) note(ErrorKind::too_large, offset);
        if (has_bare_return(value)) note(ErrorKind::line_ending, offset);
        parsed_.message.add({header_id(name), name, value, offset});
    }

    // A CR that starts no CRLF could be read as a line end by the next hop (P-17).
    STARZERO_UNCOUNTED static bool has_bare_return(std::string_view value) noexcept {
        for (std::size_t i = value.find('\r'); i != std::string_view::npos;
             i = value.find('\r', i + 1)) {
            if (i + 1 == value.size() || value[i + 1] != '\n') return true;
        }
        return false;
    }

    // 18.3: a datagram's surplus is dropped, a shortfall is an error; a stream needs the field.
    void read_body() {
        const auto rest = octets_.substr(at_);
        const auto length = content_length(parsed_.message);
        if (!length) {
            note(length.error().kind, length.error().offset);
        } else if (!*length) {
            if (framing_ == Framing::stream) note(ErrorKind::content_length, at_);
            parsed_.message.body = rest;
        } else if (**length > rest.size()) {
            note(ErrorKind::body_short, at_);
            parsed_.message.body = rest;
        } else {
            parsed_.message.body = rest.substr(0, **length);
            if (framing_ == Framing::frame && **length != rest.size()) {
                note(ErrorKind::trailing, at_ + **length);
            }
        }
    }

    std::string_view octets_;
    Framing framing_;
    const Limits& limits_;
    ParsedMessage parsed_;
    std::optional<ParseError> version_;  // told last: another version in a sound message is 505
    std::size_t at_ = 0;
};

}  // namespace

const HeaderRow* Message::first(HeaderId id) const noexcept {
    return counts_[index(id)] == 0 ? nullptr : &rows[firsts_[index(id)]];
}

void Message::add(const HeaderRow& row) {
    if (counts_[index(row.id)]++ == 0) {
        firsts_[index(row.id)] = static_cast<std::uint32_t>(rows.size());
    }
    rows.push_back(row);
}

ParsedMessage parse_message(std::string_view octets, Framing framing, const Limits& limits) {
    return MessageReader(octets, framing, limits).read();
}

void append_message(std::string& out, const Message& message) {
    append_start_line(out, message.start);
    out.append("\r\n");
    for (const HeaderRow& row : message.rows) {
        const auto name = header_name(row.id);
        out.append(name.empty() ? row.name : name).append(": ");
        append_unfolded(out, row.value);
        out.append("\r\n");
    }
    out.append("\r\n").append(message.body);
}

Result<std::optional<std::size_t>> content_length(const Message& message) noexcept {
    std::optional<std::size_t> length;
    if (message.count(HeaderId::content_length) == 0) return length;
    for (const HeaderRow& row : message.rows) {
        if (row.id != HeaderId::content_length) continue;
        const auto value = parse_number(row.value, SIZE_MAX / 2);
        if (!value || (length && *length != *value)) {
            return fail(ErrorKind::content_length, row.offset);
        }
        length = static_cast<std::size_t>(*value);
    }
    return length;
}

}  // namespace starzero::sip
