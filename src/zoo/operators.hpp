// Ordinary mutants: one small change that a compiler takes, at a place that nobody chose. They
// measure what planted faults cannot: whether the rules would see what nobody thought of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "starzero/zoo/fault.hpp"

namespace starzero::zoo {

struct Mutation {
    std::string file;
    std::size_t line = 0;   // from 1
    std::string_view kind;  // comparison, boundary, constant, logic, sign, condition, statement,
                            // arguments
    std::size_t at = 0, length = 0;  // of the text that goes
    std::string fresh;               // and what comes instead
    std::string before, after;       // the line, without indentation
};

// All of a source, in its order. Comments, literals of text, preprocessor lines and tables of
// constants are left alone.
std::vector<Mutation> mutations_of(const std::string& file, const std::string& source);

std::string mutated(const Mutation& mutation, std::string source);

// So many of them, chosen by the seed alone, in their order; all if there are no more.
std::vector<Mutation> sample_of(std::vector<Mutation> all, std::size_t count, std::uint64_t seed);

// A name that a folder may have: registrar.gruu.72.boundary.1a2b3c4d.
std::string name_of(const Mutation& mutation);

// Mutants that were proved to change nothing that can be seen: one a line, file, the line as it is,
// as it becomes, and the sentence that proves it, behind tabs. Throws FaultError.
struct Equivalent {
    std::string file, before, after, proof;
};
std::vector<Equivalent> read_equivalents(const std::string& path);
const Equivalent* proof_of(const Mutation& mutation, const std::vector<Equivalent>& list);

}  // namespace starzero::zoo
