#include "starzero/zoo/workshop.hpp"

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "starzero/process/command.hpp"

namespace starzero::zoo {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes compile_limit{5};
constexpr std::string_view core = "starzero_core.dir";
constexpr std::size_t complaint_most = 3'000;

void replace_all(std::string& text, const std::string& old, const std::string& fresh) {
    for (std::size_t at = text.find(old); at != std::string::npos;
         at = text.find(old, at + fresh.size())) {
        text.replace(at, old.size(), fresh);
    }
}

// CMake's list names no output before 3.27 or so; the command does.
std::string word_after(const std::string& command, std::string_view option) {
    const std::size_t at = command.find(option);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + option.size();
    return command.substr(begin, command.find(' ', begin) - begin);
}

void run(const std::string& name, const std::string& command) {
    const auto result = process::read_command(command + " 2>&1", compile_limit);
    if (result.in_time && result.code == 0) return;
    throw FaultError(name + ": " + (result.in_time ? "" : "took too long: ") + command + "\n" +
                     result.output.substr(0, complaint_most));
}

}  // namespace

Workshop::Workshop(std::string root, std::string build)
    : root_(std::move(root)), build_(std::move(build)) {
    const auto list =
        nlohmann::json::parse(read_file(build_ + "/compile_commands.json"), nullptr, false);
    if (!list.is_array()) throw FaultError(build_ + "/compile_commands.json: not a list");
    for (const auto& entry : list) {
        Compilation compilation{
            entry.value("command", ""), entry.value("file", ""), {}, entry.value("directory", "")};
        compilation.output = word_after(compilation.command, " -o ");
        if (compilation.output.find(core) == std::string::npos) continue;
        compilations_.emplace(fs::relative(compilation.source, root_).string(), compilation);
    }
    if (compilations_.empty()) throw FaultError(build_ + ": no build of the preset zoo");
}

std::string Workshop::make(const Fault& fault) const {
    return make(fault.id, fault.file, planted(fault, read_file(root_ + "/" + fault.file)));
}

std::string Workshop::make(const std::string& name, const std::string& file,
                           const std::string& text) const {
    const auto found = compilations_.find(file);
    if (found == compilations_.end()) {
        throw FaultError(name + ": " + file + " is no source of the tested half");
    }
    const Compilation& healthy = found->second;
    const std::string folder = build_ + "/zoo/" + name;
    fs::create_directories(folder);
    const std::string source = folder + "/" + fs::path(file).filename().string();
    const std::string object = folder + "/mutant.o";
    const std::string library = folder + "/mutant.so";
    std::ofstream(source, std::ios::binary) << text;
    std::string compile = healthy.command;
    replace_all(compile, healthy.source, source);
    replace_all(compile, healthy.output, object);
    run(name, "cd '" + healthy.folder + "' && " + compile);
    std::string objects = object;
    for (const auto& [path, compilation] : compilations_) {
        if (path != file) objects += " " + compilation.output;
    }
    const std::string compiler = healthy.command.substr(0, healthy.command.find(' '));
    run(name, "cd '" + healthy.folder + "' && " + compiler + " -shared -fuse-ld=lld -o '" +
                  library + "' " + objects);
    return library;
}

}  // namespace starzero::zoo
