// A fuzzing engine in a process of its own, read line by line while it works.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace starzero::tool {

class EngineProcess {
public:
    // Both streams are read. Throws Question if it cannot be started.
    explicit EngineProcess(std::vector<std::string> arguments);
    ~EngineProcess();
    EngineProcess(const EngineProcess&) = delete;
    EngineProcess& operator=(const EngineProcess&) = delete;

    // None at its end. After Ctrl-C the engine is told, and read to its end.
    std::optional<std::string> line();
    void stop() const;
    // Its exit code; 128 and the signal if it was killed.
    int wait();

private:
    pid_t pid_ = 0;
    std::FILE* output_ = nullptr;
};

}  // namespace starzero::tool
