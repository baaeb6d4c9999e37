// From crash files to causes: repeat each, sort them into buckets, make one of each bucket small,
// and join the buckets whose smallest inputs show that they have one cause.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "starzero/triage/death.hpp"
#include "starzero/triage/runner.hpp"

namespace starzero::triage {

struct Input {
    std::string path;
    std::string target;  // empty: nobody knows
};

// What the path and the octets say of the target: a folder of that name (its own, or the one
// above), the name that `starzero fuzz` gives (TARGET-crash-...), else `sequence` for a scenario
// and `metamorphic` for one with a relation at its head. Empty if nothing does.
std::string target_of(const std::string& path, std::string_view octets,
                      const std::set<std::string>& targets);

struct Bucket {
    std::string key;     // triage/bucket.hpp
    std::string target;  // of the smallest file
    Death death;
    std::vector<std::string> files;   // shortest first
    std::vector<std::string> joined;  // keys of buckets with the same cause
    std::string octets;               // the smallest that falls into this bucket
    bool scenario = false;            // the octets are a scenario's text
    std::size_t messages = 0;  // events of it that are no answers to others; 0 for raw octets
    std::uint64_t tries = 0;
    unsigned died = 0;  // of `repeats` runs of the smallest; fewer is flaky
};

struct Unjudged {
    std::string path, why;
};

struct Sorted {
    std::vector<Bucket> buckets;     // by key
    std::vector<std::string> fixed;  // end well, each of `repeats` times
    std::vector<Unjudged> unjudged;
};

struct TriageOptions {
    unsigned repeats = 3;
    std::uint64_t tries = 400;  // of each bucket, to make it small
    unsigned jobs = 2;
    std::string scratch;  // an existing folder
};

// Called from any of the threads, one at a time; false ends the work early, with what is known.
using Told = std::function<bool(const std::string& what, std::size_t done, std::size_t all)>;

Sorted sort_inputs(const std::vector<Input>& inputs, const Runner& runner,
                   const TriageOptions& options, const Told& told);

// The representative of each bucket, smaller, and run `repeats` times.
void make_small(Sorted& sorted, const Runner& runner, const TriageOptions& options,
                const Told& told);

// Two rules that fall at the same event of both smallest inputs are one cause: the bucket with
// fewer messages takes the other in.
void join_causes(Sorted& sorted);

}  // namespace starzero::triage
