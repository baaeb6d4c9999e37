#include "starzero/zoo/hunt.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace starzero::zoo {

namespace {

constexpr std::uint64_t healthy_times = 10;

bool finds(const Kill& kill) {
    return kill.outcome != Outcome::survived && kill.outcome != Outcome::broken;
}

class Hunter {
public:
    Hunter(const Workshop& workshop, const Bench& bench, const HuntOptions& options,
           Results& results, const std::function<bool(const Progress&)>& told)
        : workshop_(workshop), bench_(bench), options_(options), results_(results), told_(told) {}

    Unmade run(const std::vector<Specimen>& specimens) {
        progress_.all = specimens.size();
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < options_.jobs; ++i) {
            workers.emplace_back([&] {
                for (std::size_t at = next_++; at < specimens.size() && !ended_; at = next_++) {
                    take(specimens[at]);
                }
            });
        }
        workers.clear();  // joins
        return std::move(unmade_);
    }

    // Every driver on what has no fault, shared out among the workers.
    void run_healthy(const std::string& name, const Budget& budget) {
        progress_.all = options_.drivers.size();
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < options_.jobs; ++i) {
            workers.emplace_back([&] {
                for (std::size_t at = next_++; at < options_.drivers.size() && !ended_;
                     at = next_++) {
                    const Driver& driver = options_.drivers[at];
                    if (driver.kind == Driver::Kind::known) continue;
                    const std::string healthy = workshop_.healthy(driver.program);
                    for (const std::uint64_t seed : options_.seeds) {
                        (void)measure(name, healthy, {}, driver, seed, budget);
                    }
                    tell([&] { ++progress_.done; });
                }
            });
        }
    }

private:
    // Made when a driver asks for it: most mutants are found by what is loaded.
    std::optional<std::string> mutant_of(const Specimen& specimen, const std::string& program,
                                         std::map<std::string, std::string>& made) {
        std::string& mutant = made[program];
        if (!mutant.empty()) return mutant;
        try {
            return mutant = workshop_.make(specimen, program);
        } catch (const FaultError& error) {
            tell([&] { unmade_.emplace_back(specimen.id, error.what()); });
            return std::nullopt;
        }
    }

    bool done_with(bool by_target, bool by_property, const Driver& driver) const {
        using Until = HuntOptions::Until;
        if (options_.until == Until::first) return by_target || by_property;
        const bool enough = driver.kind == Driver::Kind::target ? by_target : by_property;
        return options_.until == Until::both && driver.kind != Driver::Kind::known && enough;
    }

    void take(const Specimen& specimen) {
        std::map<std::string, std::string> made;
        bool by_target = false;
        bool by_property = false;
        for (const Driver& driver : options_.drivers) {
            const bool known = driver.kind == Driver::Kind::known;
            if (!reaches(driver, specimen.file) || (known && specimen.scenario.empty()) ||
                done_with(by_target, by_property, driver)) {
                continue;
            }
            const auto mutant = mutant_of(specimen, driver.program, made);
            if (!mutant) break;
            for (const std::uint64_t seed : options_.seeds) {
                if (ended_) return;
                if (known && seed != options_.seeds.front()) continue;  // it draws nothing
                const Kill kill =
                    measure(specimen.id, *mutant, specimen.scenario, driver, seed, options_.budget);
                by_target = by_target || (driver.kind == Driver::Kind::target && finds(kill));
                const bool tests =
                    driver.kind == Driver::Kind::property || driver.kind == Driver::Kind::unit;
                by_property = by_property || (tests && finds(kill));
            }
        }
        tell([&] { ++progress_.done; });
    }

    Kill measure(const std::string& fault, const std::string& mutant, const std::string& scenario,
                 const Driver& driver, std::uint64_t seed, Budget budget) {
        budget.seed = seed;
        const std::string fingerprint = mark_of(mutant, bench_.executable(driver, scenario));
        if (const auto known =
                results_.find(fault, driver.name, seed, budget.executions, fingerprint)) {
            return known->kill;
        }
        tell([&] { progress_.now = fault + ", " + driver.name; });
        const std::string folder = workshop_.build() + "/zoo/" + fault + "/" + driver.name;
        Result result{fault, driver.name, fingerprint, seed, budget.executions, {}};
        result.kill = bench_.run(driver, mutant, folder, scenario, budget);
        results_.add(result);
        tell([&] { ++progress_.runs; });
        return result.kill;
    }

    // Executables are many megabytes and few.
    std::string mark_of(const std::string& mutant, const std::string& executable) {
        const std::scoped_lock lock(mutex_);
        std::string& mark = marks_[mutant + "\n" + executable];
        if (mark.empty()) mark = fingerprint_of(mutant, executable);
        return mark;
    }

    template <class Change>
    void tell(const Change& change) {
        const std::scoped_lock lock(mutex_);
        change();
        if (!told_(progress_)) ended_ = true;
    }

    const Workshop& workshop_;
    const Bench& bench_;
    const HuntOptions& options_;
    Results& results_;
    const std::function<bool(const Progress&)>& told_;
    std::mutex mutex_;
    std::map<std::string, std::string> marks_;
    Progress progress_;
    Unmade unmade_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> ended_ = false;
};

}  // namespace

Unmade hunt(const std::vector<Specimen>& specimens, const Workshop& workshop, const Bench& bench,
            const HuntOptions& options, Results& results,
            const std::function<bool(const Progress&)>& told) {
    return Hunter(workshop, bench, options, results, told).run(specimens);
}

void hunt_healthy(const Workshop& workshop, const Bench& bench, const HuntOptions& options,
                  Results& results, const std::function<bool(const Progress&)>& told) {
    Budget budget = options.budget;
    budget.executions *= healthy_times;
    budget.seconds *= healthy_times;
    Hunter(workshop, bench, options, results, told).run_healthy("healthy", budget);
}

}  // namespace starzero::zoo
