#include "starzero/tool/triage_report.hpp"

#include <array>
#include <filesystem>

#include <fmt/core.h>

#include "starzero/invariants/catalogue.hpp"
#include "starzero/tool/command.hpp"
#include "starzero/tool/files.hpp"
#include "starzero/tool/json_text.hpp"
#include "starzero/tool/progress.hpp"

namespace starzero::tool {

namespace {

using nlohmann::json;
using triage::Bucket;
using triage::Kind;

constexpr std::array<std::string_view, 4> words{"new", "known", "returned", "flaky"};
constexpr int red = 31, yellow = 33;

const invariants::Invariant* rule_of(const Bucket& bucket) {
    return bucket.death.kind == Kind::rule ? invariants::find_invariant(bucket.death.name)
                                           : nullptr;
}

std::string small_file(const Verdicts& verdicts, const Bucket& bucket, const std::string& out) {
    return out.empty() ? bucket.files.front() : out + "/" + verdicts.names.at(bucket.key);
}

std::string size_text(const Bucket& bucket) {
    if (bucket.scenario)
        return fmt::format("{} message{}", bucket.messages, bucket.messages == 1 ? "" : "s");
    return fmt::format("{} octets", bucket.octets.size());
}

json bucket_json(const Verdicts& verdicts, const Bucket& bucket, const triage::Runner& runner,
                 const std::string& out) {
    json entry{{"key", bucket.key},
               {"target", bucket.target},
               {"kind", to_string(bucket.death.kind)},
               {"name", bucket.death.name},
               {"line", bucket.death.line},
               {"also", bucket.death.also},
               {"frames", bucket.death.frames},
               {"standing", to_string(verdicts.standing.at(bucket.key))},
               {"files", bucket.files},
               {"joined", bucket.joined},
               {"messages", bucket.messages},
               {"tries", bucket.tries},
               {"died", bucket.died},
               {"smallest", bucket.octets},
               {"seen", bucket.death.seen},
               {"regression", "corpus/" + verdicts.names.at(bucket.key)},
               {"command", runner.command(bucket.target, small_file(verdicts, bucket, out))}};
    if (const auto* rule = rule_of(bucket)) {
        entry["statement"] = rule->statement;
        entry["requirements"] = rule->requirements;
    }
    return entry;
}

}  // namespace

std::string_view to_string(Standing standing) noexcept {
    return words[static_cast<std::size_t>(standing)];
}

std::set<std::string> keys_of_report(const std::string& path) {
    const json report = json::parse(read_file(path), nullptr, false);
    if (!report.is_object() || !report.contains("buckets")) {
        throw Question(fmt::format("{}: is no report of starzero triage", path));
    }
    std::set<std::string> keys;
    for (const auto& bucket : report["buckets"]) {
        keys.insert(bucket.value("key", ""));
        for (const auto& joined : bucket.value("joined", json::array()))
            keys.insert(joined.get<std::string>());
    }
    return keys;
}

json triage_json(const Verdicts& verdicts, const triage::Runner& runner, const std::string& out) {
    json report{{"schema", json_schema},
                {"buckets", json::array()},
                {"fixed", verdicts.sorted.fixed},
                {"unjudged", json::array()}};
    for (const Bucket& bucket : verdicts.sorted.buckets) {
        report["buckets"].push_back(bucket_json(verdicts, bucket, runner, out));
    }
    for (const auto& [path, why] : verdicts.sorted.unjudged) {
        report["unjudged"].push_back({{"file", path}, {"why", why}});
    }
    return report;
}

void print_verdicts(const Verdicts& verdicts, const triage::Runner& runner,
                    const std::string& out) {
    for (const Bucket& bucket : verdicts.sorted.buckets) {
        const Standing standing = verdicts.standing.at(bucket.key);
        fmt::print(
            "{} {}: {} file{}, smallest {}\n",
            coloured(std::string(to_string(standing)), standing == Standing::known ? yellow : red),
            bucket.key, bucket.files.size(), bucket.files.size() == 1 ? "" : "s",
            size_text(bucket));
        if (!bucket.death.line.empty()) fmt::print("  {}\n", bucket.death.line);
        if (const auto* rule = rule_of(bucket))
            fmt::print("  {} [{}]\n", rule->statement, rule->requirements);
        for (const std::string& key : bucket.joined) fmt::print("  one cause with {}\n", key);
        fmt::print("  repeat:     {}\n",
                   runner.command(bucket.target, small_file(verdicts, bucket, out)));
        fmt::print("  when fixed: corpus/{}\n", verdicts.names.at(bucket.key));
    }
    for (const auto& [path, why] : verdicts.sorted.unjudged)
        fmt::print("not judged {}: {}\n", path, why);
    const auto counted = [](std::size_t count, const char* one, const char* more) {
        return fmt::format("{} {}", count, count == 1 ? one : more);
    };
    fmt::print("{}, {}, {} not judged\n",
               counted(verdicts.sorted.buckets.size(), "bucket", "buckets"),
               counted(verdicts.sorted.fixed.size(), "ends well", "end well"),
               verdicts.sorted.unjudged.size());
}

void write_verdicts(const Verdicts& verdicts, const triage::Runner& runner,
                    const std::string& out) {
    std::filesystem::create_directories(out);
    for (const Bucket& bucket : verdicts.sorted.buckets) {
        const std::filesystem::path file = small_file(verdicts, bucket, out);
        std::filesystem::create_directories(file.parent_path());
        write_file(file, bucket.octets);
    }
    write_file(out + "/triage.json", json_text(triage_json(verdicts, runner, out)));
}

}  // namespace starzero::tool
