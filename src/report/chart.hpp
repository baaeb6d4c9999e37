// Numbers over time as a drawing inside the page: SVG, no script, read out by its title.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace starzero::report {

struct Series {
    std::string name;
    std::vector<std::pair<double, double>> points;  // by x; x and y from 0
};

// Steps: each value is that of the time up to its point. Colours and dashes go round after eight
// series. Empty for no points. title and the axes' names are text, not HTML.
std::string chart(const std::string& title, const std::string& x_name, const std::string& y_name,
                  const std::vector<Series>& series);

}  // namespace starzero::report
