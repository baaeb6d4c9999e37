#include "starzero/zoo/workshop.hpp"

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "starzero/process/command.hpp"
#include "starzero/zoo/driver.hpp"

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

process::CommandResult run(const std::string& name, const std::string& command) {
    auto result = process::read_command(command + " 2>&1", compile_limit);
    if (result.in_time && result.code <= 1) return result;
    throw FaultError(name + ": " + (result.in_time ? "" : "took too long: ") + command + "\n" +
                     result.output.substr(0, complaint_most));
}

// A compiler that leaves with 1 and an error has read the source and does not take it; one that is
// killed, or has no room, ends in another way.
void compile(const std::string& name, const std::string& command) {
    const auto result = run(name, command);
    if (result.code == 0) return;
    const std::string said = name + ": " + result.output.substr(0, complaint_most);
    if (result.output.find(": error: ") != std::string::npos) throw RefusedError(said);
    throw FaultError(said);
}

void link(const std::string& name, const std::string& command) {
    const auto result = run(name, command);
    if (result.code != 0)
        throw FaultError(name + ": " + command + "\n" + result.output.substr(0, complaint_most));
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
        const std::string source = fs::relative(compilation.source, root_).string();
        const bool loaded = compilation.output.find(core) != std::string::npos;
        const bool linked =
            is_linked(source) && compilation.output.find("starzero_") != std::string::npos;
        if (loaded) loaded_.emplace(source, compilation);
        else if (linked) linked_.emplace(source, compilation);
    }
    if (loaded_.empty()) throw FaultError(build_ + ": no build of the preset zoo");
}

const Workshop::Compilation& Workshop::compilation_of(const Specimen& specimen,
                                                      const std::string& program) const {
    const auto& compilations = program.empty() ? loaded_ : linked_;
    const auto found = compilations.find(specimen.file);
    if (found == compilations.end()) {
        throw FaultError(specimen.id + ": " + specimen.file + " is no source of the tested half");
    }
    return found->second;
}

void Workshop::link_library(const Specimen& specimen, const std::string& object,
                            const std::string& mutant) const {
    std::string objects = object;
    for (const auto& [path, compilation] : loaded_) {
        if (path != specimen.file) objects += " " + compilation.output;
    }
    const Compilation& healthy = loaded_.at(specimen.file);
    const std::string compiler = healthy.command.substr(0, healthy.command.find(' '));
    link(specimen.id, "cd '" + healthy.folder + "' && " + compiler + " -shared -fuse-ld=lld -o '" +
                          mutant + "' " + objects);
}

// As ninja links it, with the object before the libraries: what it defines is not taken from them.
void Workshop::link_program(const Specimen& specimen, const std::string& program,
                            const std::string& object, const std::string& mutant) const {
    const auto commands = process::read_command(
        "cd '" + build_ + "' && ninja -t commands bin/" + program + " | tail -n 1", compile_limit);
    std::string line = commands.output;
    const std::string output = " -o bin/" + program + " ";
    if (commands.code != 0 || line.find(output) == std::string::npos) {
        throw FaultError(specimen.id + ": ninja does not say how bin/" + program + " is linked");
    }
    replace_all(line, output, " -o '" + mutant + "' '" + object + "' ");
    link(specimen.id, "cd '" + build_ + "' && " + line.substr(0, line.find('\n')));
}

std::string Workshop::make(const Specimen& specimen, const std::string& program) const {
    const Compilation& healthy = compilation_of(specimen, program);
    const std::string folder = build_ + "/zoo/" + specimen.id;
    fs::create_directories(folder);
    const std::string source = folder + "/" + fs::path(specimen.file).filename().string();
    const std::string mutant = folder + "/" + (program.empty() ? "mutant.so" : program);
    const std::string object = mutant + ".o";
    std::ofstream file(source, std::ios::binary);
    file << specimen.text;
    if (!file.flush()) throw FaultError(source + ": cannot be written");
    file.close();
    std::string command = healthy.command;
    replace_all(command, healthy.source, source);
    replace_all(command, healthy.output, object);
    compile(specimen.id, "cd '" + healthy.folder + "' && " + command);
    if (program.empty()) link_library(specimen, object, mutant);
    else link_program(specimen, program, object, mutant);
    return mutant;
}

}  // namespace starzero::zoo
