// The minimising half of triage.hpp: every question is a process of its own.
#include <fstream>

#include "starzero/scenario/minimiser.hpp"
#include "starzero/scenario/scenario_text.hpp"
#include "starzero/triage/bucket.hpp"
#include "starzero/triage/shrink.hpp"
#include "starzero/triage/triage.hpp"
#include "starzero/triage/workers.hpp"

namespace starzero::triage {

namespace {

// Asks one bucket's questions.
class Question {
public:
    Question(Bucket& bucket, const Runner& runner, std::string file, const Told& told)
        : bucket_(bucket), runner_(runner), file_(std::move(file)), told_(told) {}

    bool operator()(const std::string& octets) {
        ++bucket_.tries;
        if (ended_ || (ended_ = !told_(bucket_.key, bucket_.tries, 0))) return false;
        return falls_here(octets);
    }

    bool falls_here(const std::string& octets) {
        std::ofstream(file_, std::ios::binary) << octets;
        Death death = runner_.run(bucket_.target, file_);
        if (bucket_of(death, bucket_.target) != bucket_.key) return false;
        bucket_.death = std::move(death);
        return true;
    }

private:
    Bucket& bucket_;
    const Runner& runner_;
    std::string file_;
    const Told& told_;
    bool ended_ = false;
};

std::size_t messages_of(const scenario::Scenario& scenario) {
    std::size_t count = 0;
    for (const auto& event : scenario.events)
        count += event.kind == scenario::EventKind::send ? 1U : 0U;
    return count;
}

void make_one_small(Bucket& bucket, Question& question, const TriageOptions& options) {
    // What the target printed is the input as it was understood, with the relation that was drawn.
    if (bucket.octets.starts_with(scenario::first_line) && !bucket.death.scenario.empty()) {
        if (const std::string printed = bucket.death.scenario; question(printed))
            bucket.octets = printed;
    }
    bucket.scenario = bucket.octets.starts_with(scenario::first_line);
    if (bucket.scenario) {
        const auto small = scenario::minimise(
            scenario::read_scenario(bucket.octets),
            [&](const scenario::Scenario& candidate) {
                return question(print_scenario(candidate));
            },
            options.tries);
        const std::string text = print_scenario(small.scenario);
        if (text.size() <= bucket.octets.size() && question.falls_here(text)) bucket.octets = text;
        bucket.messages = messages_of(scenario::read_scenario(bucket.octets));
    } else {
        bucket.octets = shrink(bucket.octets, std::ref(question), options.tries);
    }
    for (unsigned i = 0; i < options.repeats; ++i)
        bucket.died += question.falls_here(bucket.octets) ? 1U : 0U;
}

}  // namespace

void make_small(Sorted& sorted, const Runner& runner, const TriageOptions& options,
                const Told& told) {
    std::mutex mutex;
    std::size_t done = 0;
    const Told locked = [&](const std::string& what, std::size_t tries, std::size_t) {
        const std::scoped_lock lock(mutex);
        return told(what + ", " + std::to_string(tries) + " tries", done, sorted.buckets.size());
    };
    const Told counted = [&](const std::string&, std::size_t finished, std::size_t) {
        const std::scoped_lock lock(mutex);
        done = finished;
        return true;
    };
    share_out(options.jobs, sorted.buckets.size(), "", counted, [&](std::size_t at) {
        Bucket& bucket = sorted.buckets[at];
        Question question(bucket, runner, options.scratch + "/input-" + std::to_string(at), locked);
        make_one_small(bucket, question, options);
    });
}

}  // namespace starzero::triage
