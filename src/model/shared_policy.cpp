#include "starzero/model/shared_policy.hpp"

namespace starzero::model {

const Policy& SharedPolicy::by_default() noexcept {
    static const Policy policy;
    return policy;
}

}  // namespace starzero::model
