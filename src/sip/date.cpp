#include "starzero/sip/date.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "starzero/sip/number.hpp"

namespace starzero::sip {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59

void append_padded(std::string& out, unsigned value, unsigned scale) {
    for (; scale != 0; scale /= 10) out.push_back(static_cast<char>('0' + value / scale % 10));
}

template <std::size_t N>
int index_of(const std::array<std::string_view, N>& names, std::string_view name) noexcept {
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

// The digits at [at, at+count) or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
    const auto value = parse_number(text.substr(at, count), 9999);
    return value ? static_cast<int>(*value) : -1;
}

// "ddd, DD mmm YYYY HH:MM:SS GMT" with a blank or colon or comma in its place.
bool has_shape(std::string_view text) noexcept {
    constexpr std::string_view shape = "aaa, nn aaa nnnn nn:nn:nn GMT";
    return text.size() == shape.size() && std::ranges::equal(text, shape, [](char c, char s) {
               return s == 'a' || s == 'n' || c == s;
           });
}

}  // namespace

void append_date(std::string& out, std::int64_t unix_seconds) {
    const sys_seconds at{seconds{std::clamp(unix_seconds, first_second, last_second)}};
    const auto day = floor<std::chrono::days>(at);
    const year_month_day date{day};
    const auto clock = static_cast<unsigned>((at - day).count());
    out.append(days[weekday{day}.c_encoding()]).append(", ");
    append_padded(out, static_cast<unsigned>(date.day()), 10);
    out.append(" ").append(months[static_cast<unsigned>(date.month()) - 1]).append(" ");
    append_padded(out, static_cast<unsigned>(static_cast<int>(date.year())), 1000);
    out.push_back(' ');
    append_padded(out, clock / 3600, 10);
    out.push_back(':');
    append_padded(out, clock / 60 % 60, 10);
    out.push_back(':');
    append_padded(out, clock % 60, 10);
    out.append(" GMT");
}

Result<std::int64_t> parse_date(std::string_view text) noexcept {
    if (!has_shape(text)) return fail(ErrorKind::date, 0);
    const int month_index = index_of(months, text.substr(8, 3));
    const int day_of_month = digits(text, 5, 2);
    const int year_number = digits(text, 12, 4);
    const std::array<int, 3> clock{digits(text, 17, 2), digits(text, 20, 2), digits(text, 23, 2)};
    if (month_index < 0 || day_of_month < 1 || year_number < 1) return fail(ErrorKind::date, 5);
    if (std::ranges::min(clock) < 0 || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) {
        return fail(ErrorKind::date, 17);
    }
    const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_index) + 1},
                              day{static_cast<unsigned>(day_of_month)}};
    if (!date.ok()) return fail(ErrorKind::date, 5);
    const sys_days day{date};
    if (days[weekday{day}.c_encoding()] != text.substr(0, 3)) return fail(ErrorKind::date, 0);
    const auto total = sys_seconds{day}.time_since_epoch().count();
    return static_cast<std::int64_t>(total) + clock[0] * 3600 + clock[1] * 60 + clock[2];
}

}  // namespace starzero::sip
