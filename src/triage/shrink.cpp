#include "starzero/triage/shrink.hpp"

#include <algorithm>

namespace starzero::triage {

namespace {

class Shrinker {
public:
    Shrinker(std::string octets, const OctetsStillShow& still_show, std::uint64_t tries_most)
        : best_(std::move(octets)), still_show_(still_show), left_(tries_most) {}

    std::string run() {
        drop_lines();
        for (std::size_t size = best_.size() / 2; size > 0 && left_ > 0; size /= 2)
            drop_pieces(size);
        make_plain();
        return std::move(best_);
    }

private:
    bool take(std::string candidate) {
        if (left_ == 0) return false;
        --left_;
        if (!still_show_(candidate)) return false;
        best_ = std::move(candidate);
        return true;
    }

    bool take_without(std::size_t at, std::size_t size) {
        std::string candidate = best_;
        candidate.erase(at, size);
        return take(std::move(candidate));
    }

    void drop_lines() {
        std::size_t end = best_.size();
        while (end > 0 && left_ > 0) {
            const std::size_t begin = end < 2 ? 0 : best_.rfind('\n', end - 2) + 1;
            take_without(begin, end - begin);
            end = begin;
        }
    }

    // From the end, so that what is still to come keeps its place.
    void drop_pieces(std::size_t size) {
        std::size_t end = best_.size();
        while (end > 0 && left_ > 0) {
            const std::size_t begin = end - std::min(size, end);
            take_without(begin, end - begin);
            end = begin;
        }
    }

    void make_plain() {
        for (std::size_t at = 0; at < best_.size() && left_ > 0; ++at) {
            if (best_[at] == 'a') continue;
            std::string candidate = best_;
            candidate[at] = 'a';
            take(std::move(candidate));
        }
    }

    std::string best_;
    const OctetsStillShow& still_show_;
    std::uint64_t left_;
};

}  // namespace

std::string shrink(std::string octets, const OctetsStillShow& still_show,
                   std::uint64_t tries_most) {
    return Shrinker(std::move(octets), still_show, tries_most).run();
}

}  // namespace starzero::triage
