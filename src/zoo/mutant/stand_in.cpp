// sut::Reference in an executable of the zoo: the class that targets and properties know, and
// behind it the registrar of the shared object that STARZERO_MUTANT names. Linked in place of
// src/sut/reference.cpp, so that neither the core nor a target has a seam for it.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "starzero/sut/reference.hpp"
#include "starzero/zoo/mutant/exported.hpp"

namespace starzero::sut {

namespace {

struct Loaded {
    decltype(&starzero_zoo_make) make;
    decltype(&starzero_zoo_start_like) start_like;
    decltype(&starzero_zoo_end) end;
};

template <class Function>
void find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (function != nullptr) return;
    std::fprintf(stderr, "starzero: no %s in the shared object\n", name);
    std::exit(2);
}

Loaded load() {
    const char* path = std::getenv("STARZERO_MUTANT");
    void* library = path != nullptr ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
    if (library == nullptr) {
        const char* why = path != nullptr ? dlerror() : "STARZERO_MUTANT names no shared object";
        std::fprintf(stderr, "starzero: %s\n", why);
        std::exit(2);
    }
    Loaded loaded{};
    find(library, "starzero_zoo_make", loaded.make);
    find(library, "starzero_zoo_start_like", loaded.start_like);
    find(library, "starzero_zoo_end", loaded.end);
    return loaded;
}

// How often a system was started, in a file that outlives a crash: STARZERO_COUNT names it.
std::uint64_t* counter() {
    static std::uint64_t nowhere = 0;
    const char* path = std::getenv("STARZERO_COUNT");
    const int file = path != nullptr ? open(path, O_RDWR | O_CREAT, 0600) : -1;
    if (file < 0 || ftruncate(file, sizeof(std::uint64_t)) != 0) return &nowhere;
    void* page = mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return page != MAP_FAILED ? static_cast<std::uint64_t*>(page) : &nowhere;
}

std::uint64_t& starts = *counter();

// Before main, so that a fuzzing engine sees its counters from the start.
const Loaded& loaded = *new Loaded(load());

}  // namespace

class Reference::World {
public:
    explicit World(const model::DigestHash* hash) : system(loaded.make(hash)) {}
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World() { loaded.end(system); }
    SystemUnderTest* system;
};

Reference::Reference() : world_(std::make_unique<World>(nullptr)) {}
Reference::Reference(const model::DigestHash& hash) : world_(std::make_unique<World>(&hash)) {}
Reference::~Reference() = default;

void Reference::start(const model::SharedPolicy& policy) {
    ++starts;
    world_->system->start(policy);
}

void Reference::start_like(const model::SharedPolicy& policy, const Reference& other) {
    ++starts;
    loaded.start_like(world_->system, &policy, other.world_->system);
}

scenario::Entry Reference::apply(const scenario::Event& event) {
    return world_->system->apply(event);
}

}  // namespace starzero::sut
