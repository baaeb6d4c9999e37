// What waits to be polled: first in, first out, without memory while nothing waits.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace starzero::registrar {

template <class T>
class Queue {
public:
    void push_back(T value) { waiting_.push_back(std::move(value)); }
    std::size_t size() const noexcept { return waiting_.size() - taken_; }
    const T& operator[](std::size_t index) const { return waiting_[taken_ + index]; }

    // Drops what came last, down to this many.
    void shrink(std::size_t size) {
        waiting_.erase(waiting_.begin() + offset(size), waiting_.end());
    }

    std::optional<T> pop() {
        if (size() == 0) return std::nullopt;
        std::optional<T> front(std::move(waiting_[taken_++]));
        if (taken_ == waiting_.size()) {
            waiting_.clear();
            taken_ = 0;
        }
        return front;
    }

private:
    std::ptrdiff_t offset(std::size_t size) const {
        return static_cast<std::ptrdiff_t>(taken_ + size);
    }

    std::vector<T> waiting_;
    std::size_t taken_ = 0;  // handed out, not yet cleared away
};

}  // namespace starzero::registrar
