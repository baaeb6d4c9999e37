#include "starzero/zoo/operators.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace starzero::zoo {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

struct Exchange {
    std::string_view old, fresh, kind;
};

// With a blank to both sides, as clang-format puts them; angle brackets of templates have none.
constexpr std::array<Exchange, 10> exchanges{{{" == ", " != ", "comparison"},
                                              {" != ", " == ", "comparison"},
                                              {" < ", " <= ", "boundary"},
                                              {" <= ", " < ", "boundary"},
                                              {" > ", " >= ", "boundary"},
                                              {" >= ", " > ", "boundary"},
                                              {" && ", " || ", "logic"},
                                              {" || ", " && ", "logic"},
                                              {" + ", " - ", "sign"},
                                              {" - ", " + ", "sign"}}};

constexpr std::array<std::string_view, 4> symmetric{"equal", "iequals", "max", "min"};

// The source with comments and the insides of literals blank, so that only code is matched; as long
// as the source.
std::string code_of(const std::string& source) {
    std::string code = source;
    const auto blank = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < std::min(to, code.size()); ++i) {
            if (code[i] != '\n') code[i] = '~';
        }
    };
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source.compare(i, 2, "//") == 0) {
            const std::size_t end = std::min(source.find('\n', i), source.size());
            blank(i, end);
            i = end;
        } else if (source[i] == '"' || (source[i] == '\'' && (i == 0 || !is_word(source[i - 1])))) {
            std::size_t end = i + 1;
            while (end < source.size() && source[end] != source[i])
                end += source[end] == '\\' ? 2 : 1;
            blank(i + 1, end);
            i = end;
        }
    }
    return code;
}

std::string trimmed(std::string_view line) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    return std::string(line.substr(begin, line.find_last_not_of(' ') + 1 - begin));
}

class Finder {
public:
    Finder(const std::string& file, const std::string& source)
        : file_(file), source_(source), code_(code_of(source)) {}

    std::vector<Mutation> find() {
        std::string_view previous;
        int table = 0;  // depth of braces in a table of constants
        for (std::size_t at = 0; at < code_.size(); ++line_) {
            const std::size_t end = std::min(code_.find('\n', at), code_.size());
            begin_ = at;
            code_line_ = std::string_view(code_).substr(at, end - at);
            if (code_line_.starts_with("constexpr ") || code_line_.starts_with("const std::")) {
                table = 1;
            }
            // Capacity that is taken ahead changes nothing but time.
            const bool skipped = table != 0 || code_line_.starts_with("#") ||
                                 code_line_.find(".reserve(") != std::string_view::npos ||
                                 code_line_.starts_with("template") ||
                                 code_line_.find("static_assert") != std::string_view::npos;
            if (!skipped) find_in_line(previous);
            if (table != 0 && code_line_.ends_with(";")) table = 0;
            if (code_line_.find_first_not_of(" ~") != std::string_view::npos) previous = code_line_;
            at = end + 1;
        }
        return std::move(found_);
    }

private:
    void add(std::string_view kind, std::size_t column, std::size_t length, std::string fresh) {
        Mutation mutation{file_, line_, kind, begin_ + column, length, std::move(fresh), {}, {}};
        const std::string line = source_.substr(begin_, code_line_.size());
        mutation.before = trimmed(line);
        mutation.after = trimmed(line.substr(0, column) + mutation.fresh +
                                 line.substr(std::min(column + length, line.size())));
        found_.push_back(std::move(mutation));
    }

    void find_in_line(std::string_view previous) {
        for (const Exchange& exchange : exchanges) {
            for (std::size_t at = code_line_.find(exchange.old); at != std::string_view::npos;
                 at = code_line_.find(exchange.old, at + 1)) {
                add(exchange.kind, at, exchange.old.size(), std::string(exchange.fresh));
            }
        }
        find_constants();
        find_condition();
        find_arguments();
        find_statement(previous);
    }

    void find_constants() {
        for (std::size_t at = 0; at < code_line_.size(); ++at) {
            if (at != 0 && (is_word(code_line_[at - 1]) || code_line_[at - 1] == '\'')) continue;
            std::size_t end = at;
            while (end < code_line_.size() && is_word(code_line_[end])) ++end;
            const std::string_view word = code_line_.substr(at, end - at);
            const bool digits =
                !word.empty() && word.size() < 10 &&
                std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
            if (digits && (end == code_line_.size() || code_line_[end] != '\'')) {
                add("constant", at, word.size(), std::to_string(std::stoul(std::string(word)) + 1));
            }
            if (word == "true") add("constant", at, word.size(), "false");
            if (word == "false") add("constant", at, word.size(), "true");
        }
    }

    // The whole condition on one line.
    void find_condition() {
        for (const std::string_view word : {"if (", "while ("}) {
            const std::size_t at = code_line_.find(word);
            if (at == std::string_view::npos ||
                code_line_.find(" = ", at) != std::string_view::npos) {
                continue;
            }
            const std::size_t from = at + word.size();
            const std::size_t to = closing(from);
            if (to == std::string_view::npos) continue;
            add("condition", from, to - from,
                "!(" + source_.substr(begin_ + from, to - from) + ")");
        }
    }

    std::size_t closing(std::size_t from) const {
        int depth = 1;
        for (std::size_t i = from; i < code_line_.size(); ++i) {
            if (code_line_[i] == '(') ++depth;
            if (code_line_[i] == ')' && --depth == 0) return i;
        }
        return std::string_view::npos;
    }

    // Is what is called here the same of a, b and of b, a?
    bool is_symmetric(std::size_t open) const {
        std::size_t begin = open;
        while (begin != 0 && is_word(code_line_[begin - 1])) --begin;
        return std::ranges::find(symmetric, code_line_.substr(begin, open - begin)) !=
               symmetric.end();
    }

    // f(a, b) with two plain names, where their order means something.
    void find_arguments() {
        for (std::size_t open = code_line_.find('('); open != std::string_view::npos;
             open = code_line_.find('(', open + 1)) {
            if (open == 0 || !is_word(code_line_[open - 1]) || is_symmetric(open)) continue;
            const std::size_t close = closing(open + 1);
            const std::size_t comma = code_line_.find(", ", open);
            if (close == std::string_view::npos || comma > close) continue;
            const auto one = code_line_.substr(open + 1, comma - open - 1);
            const auto two = code_line_.substr(comma + 2, close - comma - 2);
            const auto plain = [](std::string_view text) {
                return !text.empty() &&
                       std::ranges::all_of(text, [](char c) { return is_word(c) || c == '.'; });
            };
            if (!plain(one) || !plain(two) || one == two) continue;
            add("arguments", open + 1, close - open - 1,
                std::string(two) + ", " + std::string(one));
        }
    }

    // A statement that stands alone on its line and is no declaration.
    void find_statement(std::string_view previous) {
        const std::string line = trimmed(code_line_);
        const bool alone = line.ends_with(";") && !previous.empty() &&
                           (previous.ends_with(";") || previous.ends_with("{") ||
                            previous.ends_with("}") || previous.ends_with(":"));
        if (!alone || line.starts_with("}")) return;
        std::size_t name = 0;
        while (name < line.size() &&
               (is_word(line[name]) || line[name] == '.' || line[name] == ':' ||
                line[name] == '>' || line[name] == '-' || line[name] == '[' || line[name] == ']')) {
            ++name;
        }
        const std::string_view word = std::string_view(line).substr(0, name);
        const bool keyword = word == "return" || word == "using" || word == "case" ||
                             word == "default:" || word == "break" || word == "else";
        const bool call = name < line.size() && line[name] == '(' && !keyword;
        const bool assigns = line.compare(name, 3, " = ") == 0 ||
                             line.compare(name, 4, " += ") == 0 || line.starts_with("++");
        const bool jump = line == "continue;" || line.starts_with("if (");
        if (!call && !assigns && !jump) return;
        const std::size_t indent = code_line_.find_first_not_of(' ');
        add("statement", indent, code_line_.size() - indent, ";");
    }

    const std::string& file_;
    const std::string& source_;
    std::string code_;
    std::string_view code_line_;
    std::size_t begin_ = 0;
    std::size_t line_ = 1;
    std::vector<Mutation> found_;
};

std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2'166'136'261U;  // FNV-1a
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
    return hash;
}

std::uint64_t mixed(std::uint64_t value) {  // the finaliser of splitmix64
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9U;
    value = (value ^ value >> 27) * 0x94D049BB133111EBU;
    return value ^ value >> 31;
}

}  // namespace

std::vector<Mutation> mutations_of(const std::string& file, const std::string& source) {
    return Finder(file, source).find();
}

std::string mutated(const Mutation& mutation, std::string source) {
    return source.replace(mutation.at, mutation.length, mutation.fresh);
}

// Each mutant has a place of its own in the order of a seed, so that an edit elsewhere leaves the
// sample as it is.
std::vector<Mutation> sample_of(std::vector<Mutation> all, std::size_t count, std::uint64_t seed) {
    if (count >= all.size()) return all;
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Mutation& one = all[i];
        const std::string text = one.file + '\n' + one.before + '\n' + one.after;
        order.emplace_back(mixed(seed << 32 ^ hash_of(text)), i);
    }
    std::ranges::sort(order);
    order.resize(count);
    std::ranges::sort(order, {}, &std::pair<std::uint64_t, std::size_t>::second);
    std::vector<Mutation> some;
    for (const auto& [rank, i] : order) some.push_back(std::move(all[i]));
    return some;
}

std::string name_of(const Mutation& mutation) {
    std::string name = mutation.file.substr(mutation.file.find('/') + 1);
    name.resize(name.rfind('.'));
    std::ranges::replace(name, '/', '.');
    constexpr std::string_view digits = "0123456789abcdef";
    const std::uint32_t hash =
        hash_of(mutation.before + '\n' + mutation.after + '\n' + std::to_string(mutation.at));
    name += "." + std::to_string(mutation.line) + "." + std::string(mutation.kind) + ".";
    for (int shift = 28; shift >= 0; shift -= 4) name += digits[(hash >> shift) & 15U];
    return name;
}

std::vector<Equivalent> read_equivalents(const std::string& path) {
    std::vector<Equivalent> list;
    const std::string text = read_file(path);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (line.empty() || line.starts_with('#')) continue;
        std::array<std::string, 4> fields;
        for (std::string& field : fields) {
            const std::size_t tab = std::min(line.find('\t'), line.size());
            field = line.substr(0, tab);
            line.remove_prefix(std::min(tab + 1, line.size()));
        }
        if (fields[3].empty())
            throw FaultError(path + ": a line has not four fields: " + fields[0]);
        list.push_back({fields[0], fields[1], fields[2], fields[3]});
    }
    return list;
}

const Equivalent* proof_of(const Mutation& mutation, const std::vector<Equivalent>& list) {
    const auto found = std::ranges::find_if(list, [&](const Equivalent& known) {
        return known.file == mutation.file && known.before == mutation.before &&
               known.after == mutation.after;
    });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace starzero::zoo
