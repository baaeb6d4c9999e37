// The engines that drive the targets, and how they take each other's corpora: libFuzzer reads
// AFL++'s queue as one more folder, AFL++ looks into libFuzzer's corpus as that of a foreign
// fuzzer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace starzero::tool {

enum class Engine : std::uint8_t { libfuzzer, afl };

struct EngineSite {
    Engine engine = Engine::libfuzzer;
    std::string bin;         // executables fuzz_NAME, for AFL++ afl_mutator.so too
    std::string work;        // grown corpora and crash files
    std::string other;       // the work of the other engine; may be missing
    std::string corpus;      // seeds, dictionaries
    std::uint64_t seed = 0;  // 0: the engine chooses
};

struct EngineOutcome {
    int exit_code = 0;
    std::string runs = "0";
    std::string coverage = "-";
    std::string finding;  // one line; empty if there is none
};

// Goes on where an earlier run of the same site stopped, and ends by itself after the seconds. told
// gets a line of progress. Throws Question.
EngineOutcome run_engine(const EngineSite& site, const std::string& target, double seconds,
                         const std::function<void(const std::string&)>& told);

}  // namespace starzero::tool
