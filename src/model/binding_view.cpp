#include "starzero/model/binding_view.hpp"

#include <algorithm>

namespace starzero::model {

bool equal(const Snapshot& a, const Snapshot& b) {
    return std::ranges::equal(
        a, b, [](const BindingPtr& x, const BindingPtr& y) { return x == y || *x == *y; });
}

}  // namespace starzero::model
