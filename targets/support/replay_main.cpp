// The default main of every target: runs files and folders once, without an engine.
//   fuzz_NAME [-runs=N] FILE-OR-FOLDER...     other flags of libFuzzer's are passed over
// Each input is an exact-size copy, so that a read past its end is seen. Exit code 0, or the
// abort of the finding; 2 when a name cannot be read.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_under(const fs::path& path) {
    std::vector<fs::path> files;
    if (!fs::is_directory(path)) return {path};
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        const bool hidden = entry.path().filename().string().starts_with('.');
        if (entry.is_regular_file() && !hidden) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

void run(const std::string& octets) {
    const auto copy = std::make_unique<std::uint8_t[]>(octets.size());
    std::copy(octets.begin(), octets.end(), copy.get());
    LLVMFuzzerTestOneInput(copy.get(), octets.size());
}

}  // namespace

int main(int argc, char** argv) {
    unsigned long runs = 1;
    std::size_t count = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument.starts_with("-runs=")) {
            runs = std::strtoul(argument.c_str() + 6, nullptr, 10);
            continue;
        }
        if (argument.starts_with('-')) continue;
        if (!fs::exists(argument)) {
            std::fprintf(stderr, "%s: no such file or folder\n", argument.c_str());
            return 2;
        }
        for (const fs::path& path : files_under(argument)) {
            std::ifstream file(path, std::ios::binary);
            const std::string octets{std::istreambuf_iterator<char>(file), {}};
            std::fprintf(stderr, "%s\n", path.c_str());  // the last line names a crash's input
            for (unsigned long k = 0; k < runs; ++k) run(octets);
            ++count;
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::fprintf(stderr, "%zu inputs, %lu runs each, %.3f s\n", count, runs, seconds.count());
    return 0;
}
