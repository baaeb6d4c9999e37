// A fault that a person would make, as data: what stands in the healthy source, and what stands
// there instead. corpus/zoo/ID.fault:
//   source: Z38 (Kamailio issue ...)          where it really happened; none for one of our own
//   class: state                              crash, memory, state, response, order, ...
//   story: the star branch answers before it removes
//   file: src/registrar/contact_stages.cpp
//   expects: S-11 R3261-10.3-6a               rules that may fall first; sanitizer where only one
//   can difficulty: easy                          easy, middle, hard
//   --- old                                   once or more: the text, exactly once in the file
//   ...
//   --- new
//   ...
//   --- scenario                              the smallest that shows it; may be left out
//   starzero-scenario 1
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace starzero::zoo {

// The text says which file, and what is wrong with it.
class FaultError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A source that the compiler does not take; the text is its own.
class RefusedError : public FaultError {
public:
    using FaultError::FaultError;
};

struct Replacement {
    std::string old;
    std::string fresh;
};

struct Fault {
    std::string id;
    std::string source, kind, story, file, difficulty;
    std::vector<std::string> expects;
    std::vector<Replacement> replacements;
    std::string scenario;  // empty: not known
};

// Throws FaultError.
Fault parse_fault(const std::string& id, std::string_view text);

// All *.fault of a folder, by name. Throws FaultError.
std::vector<Fault> read_faults(const std::string& folder);

// The source with the fault. Throws FaultError unless each old text stands there exactly once.
std::string planted(const Fault& fault, const std::string& source);

// Throws FaultError.
std::string read_file(const std::string& path);

}  // namespace starzero::zoo
