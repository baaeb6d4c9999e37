#include "starzero/report/chart.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "starzero/report/html.hpp"

namespace starzero::report {

namespace {

// In units of the view box, which scales with the page.
constexpr double width = 720, height = 280, left = 64, right = 10, top = 12, bottom = 34;

// Told apart by dash as well as by colour, for print and for eyes.
constexpr std::array<std::string_view, 4> dashes{"", "6 3", "2 3", "8 3 2 3"};
constexpr std::array<int, 8> hues{210, 25, 140, 330, 265, 55, 180, 0};

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(),
                  value < 10 && value != static_cast<int>(value) ? "%.1f" : "%.0f", value);
    return text.data();
}

std::string text_at(double x, double y, std::string_view anchor, const std::string& text) {
    return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" +
           std::string(anchor) + "\">" + escaped(text) + "</text>\n";
}

class Plane {
public:
    explicit Plane(const std::vector<Series>& series) {
        for (const Series& one : series) {
            for (const auto& [x, y] : one.points) {
                x_most_ = std::max(x_most_, x);
                y_most_ = std::max(y_most_, y);
            }
        }
    }
    double x(double value) const {
        return left + (width - left - right) * value / std::max(x_most_, 1e-9);
    }
    double y(double value) const {
        return height - bottom - (height - top - bottom) * value / std::max(y_most_, 1e-9);
    }
    std::string axes(const std::string& x_name, const std::string& y_name) const {
        std::string out = "<path class=\"axis\" d=\"M" + number(left) + " " + number(top) + "V" +
                          number(height - bottom) + "H" + number(width - right) + "\"/>\n";
        out += text_at(left, height - 4, "start", "0");
        out += text_at(width - right, height - 4, "end", number(x_most_) + " " + x_name);
        out += text_at(left - 6, height - bottom, "end", "0");
        out += text_at(left - 6, top + 10, "end", number(y_most_));
        return out + text_at(left + 6, top + 10, "start", y_name);
    }

private:
    double x_most_ = 0, y_most_ = 0;
};

std::string line(const Series& series, std::size_t index, const Plane& plane) {
    std::string path;
    for (const auto& [x, y] : series.points) {
        path += path.empty() ? "M" + number(plane.x(0)) + " " : "V";
        path += number(plane.y(y)) + "H" + number(plane.x(x));
    }
    return "<path class=\"line\" style=\"--hue:" + std::to_string(hues[index % hues.size()]) +
           "\" stroke-dasharray=\"" + std::string(dashes[index / 2 % dashes.size()]) + "\" d=\"" +
           path + "\"><title>" + escaped(series.name) + "</title></path>\n";
}

std::string legend(const std::vector<Series>& series) {
    std::string out = "<ul class=\"legend\">\n";
    for (std::size_t i = 0; i < series.size(); ++i) {
        out +=
            "<li><svg viewBox=\"0 0 30 8\" aria-hidden=\"true\"><path class=\"line\" "
            "style=\"--hue:" +
            std::to_string(hues[i % hues.size()]) + "\" stroke-dasharray=\"" +
            std::string(dashes[i / 2 % dashes.size()]) + "\" d=\"M0 4H30\"/></svg> " +
            escaped(series[i].name) + "</li>\n";
    }
    return out + "</ul>\n";
}

}  // namespace

std::string chart(const std::string& title, const std::string& x_name, const std::string& y_name,
                  const std::vector<Series>& series) {
    if (std::ranges::all_of(series, [](const Series& s) { return s.points.empty(); })) return {};
    const Plane plane(series);
    std::string out = "<figure>\n<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + number(width) +
                      " " + number(height) + "\">\n<title>" + escaped(title) + "</title>\n";
    out += plane.axes(x_name, y_name);
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!series[i].points.empty()) out += line(series[i], i, plane);
    }
    return out + "</svg>\n" + element("figcaption", title) + "\n" + legend(series) + "</figure>\n";
}

}  // namespace starzero::report
