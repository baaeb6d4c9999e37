// Makes mutants: the shared object of a build of the preset zoo, with one of its objects compiled
// from a source with a fault.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "starzero/zoo/fault.hpp"

namespace starzero::zoo {

class Workshop {
public:
    // root: the tree; build: its folder of the preset zoo, built. Throws FaultError.
    Workshop(std::string root, std::string build);

    // The path of the mutant's shared object; made anew each time. Safe to call from several
    // threads for different faults. Throws FaultError with what the compiler said.
    std::string make(const Fault& fault) const;

    // The same with another text in place of a whole source; name is that of a folder.
    std::string make(const std::string& name, const std::string& file,
                     const std::string& text) const;

    std::string healthy() const { return build_ + "/zoo/healthy.so"; }
    const std::string& root() const noexcept { return root_; }
    const std::string& build() const noexcept { return build_; }

private:
    struct Compilation {
        std::string command;  // with the source and the output as below
        std::string source, output, folder;
    };

    std::string root_, build_;
    std::map<std::string, Compilation> compilations_;  // by source, relative to the root
};

}  // namespace starzero::zoo
