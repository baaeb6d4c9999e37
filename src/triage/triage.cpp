#include "starzero/triage/triage.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "starzero/scenario/scenario_text.hpp"
#include "starzero/triage/bucket.hpp"
#include "starzero/triage/workers.hpp"

namespace starzero::triage {

namespace {

namespace fs = std::filesystem;

std::string read_octets(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Judged {
    Death death;
    unsigned died = 0;
    bool taken = false;
};

// Once if it dies; as often as was asked before it is called fixed.
Judged judge(const Input& input, const Runner& runner, unsigned repeats) {
    Judged judged;
    judged.taken = true;
    for (unsigned i = 0; i < repeats && judged.died == 0; ++i) {
        judged.death = runner.run(input.target, input.path);
        if (judged.death.kind != Kind::none) ++judged.died;
    }
    return judged;
}

}  // namespace

std::string target_of(const std::string& path, std::string_view octets,
                      const std::set<std::string>& targets) {
    const fs::path file = fs::absolute(path);
    for (const fs::path& folder : {file.parent_path(), file.parent_path().parent_path()}) {
        const std::string name = folder.filename().string();
        if (targets.contains(name)) return name;
    }
    const std::string name = file.filename().string();
    const std::string before = name.substr(0, name.find('-'));
    if (targets.contains(before)) return before;
    if (!octets.starts_with(scenario::first_line)) return {};
    const bool related = scenario::read_scenario(octets).relation.has_value();
    const std::string target = related ? "metamorphic" : "sequence";
    return targets.contains(target) ? target : std::string{};
}

Sorted sort_inputs(const std::vector<Input>& inputs, const Runner& runner,
                   const TriageOptions& options, const Told& told) {
    std::vector<Judged> judged(inputs.size());
    share_out(options.jobs, inputs.size(), "repeating", told, [&](std::size_t at) {
        if (!inputs[at].target.empty()) judged[at] = judge(inputs[at], runner, options.repeats);
    });
    Sorted sorted;
    std::map<std::string, std::vector<std::size_t>> buckets;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (inputs[i].target.empty()) {
            sorted.unjudged.emplace_back(inputs[i].path,
                                         "of which target? name it: --target, or a folder TARGET/");
        } else if (!judged[i].taken) {
            sorted.unjudged.emplace_back(inputs[i].path, "interrupted");
        } else if (judged[i].died == 0) {
            sorted.fixed.push_back(inputs[i].path);
        } else {
            buckets[bucket_of(judged[i].death, inputs[i].target)].push_back(i);
        }
    }
    for (auto& [key, members] : buckets) {
        std::ranges::sort(members, {}, [&](std::size_t i) {
            return std::pair(fs::file_size(inputs[i].path), i);
        });
        Bucket& bucket = sorted.buckets.emplace_back();
        bucket.key = key;
        bucket.target = inputs[members.front()].target;
        bucket.death = judged[members.front()].death;
        bucket.octets = read_octets(inputs[members.front()].path);
        for (const std::size_t i : members) bucket.files.push_back(inputs[i].path);
    }
    return sorted;
}

void join_causes(Sorted& sorted) {
    auto& buckets = sorted.buckets;
    const auto shows = [](const Bucket& bucket, const std::string& rule) {
        return bucket.death.name == rule || std::ranges::count(bucket.death.also, rule) > 0;
    };
    // The first of the list is the one that stays.
    std::ranges::sort(buckets, {}, [](const Bucket& b) {
        return std::tuple(b.messages, b.octets.size(), b.key);
    });
    std::vector<Bucket> kept;
    for (Bucket& bucket : buckets) {
        const auto same = std::ranges::find_if(kept, [&](const Bucket& other) {
            return bucket.death.kind == Kind::rule && other.death.kind == Kind::rule &&
                   shows(bucket, other.death.name) && shows(other, bucket.death.name);
        });
        if (same == kept.end()) {
            kept.push_back(std::move(bucket));
            continue;
        }
        same->joined.push_back(bucket.key);
        std::ranges::move(bucket.files, std::back_inserter(same->files));
    }
    std::ranges::sort(kept, {}, &Bucket::key);
    buckets = std::move(kept);
}

}  // namespace starzero::triage
