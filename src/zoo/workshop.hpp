// Makes mutants: the shared object of a build of the preset zoo, or one of its programs, with one
// of its objects compiled from a source with a fault.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "starzero/zoo/fault.hpp"

namespace starzero::zoo {

// A source with one change.
struct Specimen {
    std::string id;        // names its folder
    std::string file;      // from the root of the tree
    std::string text;      // all of it
    std::string scenario;  // that is known to show the change; empty if none is
};

class Workshop {
public:
    // root: the tree; build: its folder of the preset zoo, built. Throws FaultError.
    Workshop(std::string root, std::string build);

    // The path of the mutant with this text in place of a whole source: a shared object, or the
    // program. name is that of a folder. Made anew each time. Safe to call from several threads for
    // different names. Throws RefusedError where the compiler does not take the text, else
    // FaultError; both with what was said.
    std::string make(const Specimen& specimen, const std::string& program) const;

    // What has no fault.
    std::string healthy(const std::string& program) const {
        return build_ + (program.empty() ? "/zoo/healthy.so" : "/bin/" + program);
    }
    const std::string& root() const noexcept { return root_; }
    const std::string& build() const noexcept { return build_; }

private:
    struct Compilation {
        std::string command;  // with the source and the output as below
        std::string source, output, folder;
    };

    const Compilation& compilation_of(const Specimen& specimen, const std::string& program) const;
    void link_library(const Specimen& specimen, const std::string& object,
                      const std::string& mutant) const;
    void link_program(const Specimen& specimen, const std::string& program,
                      const std::string& object, const std::string& mutant) const;

    std::string root_, build_;
    std::map<std::string, Compilation> loaded_;  // of the shared object; by source, from the root
    std::map<std::string, Compilation> linked_;  // of the programs
};

}  // namespace starzero::zoo
