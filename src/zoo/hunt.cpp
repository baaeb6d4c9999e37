#include "starzero/zoo/hunt.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "starzero/process/share_out.hpp"

namespace starzero::zoo {

namespace {

constexpr std::uint64_t healthy_times = 10;

bool is_test(const Driver& driver) {
    return driver.kind == Driver::Kind::property || driver.kind == Driver::Kind::unit;
}

bool finds(const Kill& kill) {
    return kill.outcome != Outcome::survived && kill.outcome != Outcome::broken;
}

// What is known of a mutant while it is hunted.
struct Quarry {
    const Specimen& specimen;
    std::set<std::string> finders{};  // names of drivers
    bool by_target = false, by_property = false;
};

class Hunter {
public:
    Hunter(const Workshop& workshop, const Bench& bench, const HuntOptions& options,
           Results& results, const std::function<bool(const Progress&)>& told)
        : workshop_(workshop), bench_(bench), options_(options), results_(results), told_(told) {}

    Bag run(const std::vector<Specimen>& specimens) {
        share_out(specimens, [&](const Specimen& specimen) { hunt_one(specimen); });
        if (options_.idle_too && !ended_) {
            share_out(options_.drivers, [&](const Driver& driver) { try_all(driver, specimens); });
        }
        return std::move(bag_);
    }

    // Every driver on what has no fault.
    Bag run_healthy(const std::string& name, const Budget& budget) {
        share_out(options_.drivers, [&](const Driver& driver) {
            if (driver.kind == Driver::Kind::known) return;
            const std::string healthy = workshop_.healthy(driver.program);
            (void)measure(name, healthy, {}, driver, options_.seeds.front(), budget);
        });
        return std::move(bag_);
    }

private:
    template <class Element, class Work>
    void share_out(const std::vector<Element>& elements, const Work& work) {
        progress_.done = 0;
        progress_.all = elements.size();
        process::share_out(options_.jobs, elements.size(), [&](std::size_t at) {
            if (!ended_) work(elements[at]);
            tell([&] { ++progress_.done; });
            return !ended_;
        });
    }

    // Made when a driver asks for it: most mutants are found by what is loaded.
    std::optional<std::string> mutant_of(const Specimen& specimen, const std::string& program) {
        const std::string key = specimen.id + "\n" + program;
        if (const auto found = known_mutant(key)) return found;
        try {
            std::string mutant = workshop_.make(specimen, program);
            tell([&] { made_[key] = mutant; });
            return mutant;
        } catch (const RefusedError& error) {
            return unmade({specimen.id, error.what(), true});
        } catch (const FaultError& error) {
            return unmade({specimen.id, error.what(), false});
        }
    }

    std::nullopt_t unmade(const Unmade& one) {
        tell([&] {
            auto& list = bag_.unmade;
            if (std::ranges::find(list, one) == list.end()) list.push_back(one);
        });
        return std::nullopt;
    }

    std::optional<std::string> known_mutant(const std::string& key) {
        const std::scoped_lock lock(mutex_);
        const auto found = made_.find(key);
        return found == made_.end() ? std::nullopt : std::optional(found->second);
    }

    bool is_asked(const Driver& driver, const Quarry& quarry, std::uint64_t seed) const {
        using Until = HuntOptions::Until;
        if (!reaches(driver, quarry.specimen.file)) return false;
        if (driver.kind == Driver::Kind::known) {  // it draws nothing: one seed is enough
            return seed == options_.seeds.front() && !quarry.specimen.scenario.empty();
        }
        if (options_.until == Until::all) return true;
        if (options_.until == Until::first) return !quarry.by_target && !quarry.by_property;
        const bool is_target = driver.kind == Driver::Kind::target;
        return quarry.finders.contains(driver.name) ||
               !(is_target ? quarry.by_target : quarry.by_property);
    }

    void hunt_one(const Specimen& specimen) {
        Quarry quarry{specimen};
        for (const std::uint64_t seed : options_.seeds) {
            for (const Driver& driver : options_.drivers) {
                if (!is_asked(driver, quarry, seed)) continue;
                const auto mutant = mutant_of(specimen, driver.program);
                if (!mutant || ended_) return;
                const Kill kill =
                    measure(specimen.id, *mutant, specimen.scenario, driver, seed, options_.budget);
                if (!finds(kill) || driver.kind == Driver::Kind::known) continue;
                quarry.finders.insert(driver.name);
                quarry.by_target = quarry.by_target || driver.kind == Driver::Kind::target;
                quarry.by_property = quarry.by_property || is_test(driver);
                tell([&] { finders_.insert(driver.name); });
            }
        }
    }

    void try_all(const Driver& driver, const std::vector<Specimen>& specimens) {
        if (driver.kind == Driver::Kind::known || finders_.contains(driver.name)) return;
        for (const Specimen& specimen : specimens) {
            if (!reaches(driver, specimen.file)) continue;
            const auto mutant = [&] {
                const std::scoped_lock lock(making_);  // others want the same one
                return mutant_of(specimen, driver.program);
            }();
            if (!mutant) continue;
            if (ended_ || finds(measure(specimen.id, *mutant, specimen.scenario, driver,
                                        options_.seeds.front(), options_.budget))) {
                return;
            }
        }
    }

    Kill measure(const std::string& fault, const std::string& mutant, const std::string& scenario,
                 const Driver& driver, std::uint64_t seed, Budget budget) {
        budget.seed = seed;
        Result result{fault,
                      driver.name,
                      mark_of(mutant, bench_.executable(driver, scenario)),
                      seed,
                      budget.executions,
                      {},
                      bench_.inputs_of(driver, scenario)};
        if (const auto known = results_.find(result)) {
            tell([&] { keep(*known); });
            return known->kill;
        }
        tell([&] { progress_.now = fault + ", " + driver.name; });
        const std::string folder = workshop_.build() + "/zoo/" + fault + "/" + driver.name;
        result.kill = bench_.run(driver, mutant, folder, scenario, budget);
        results_.add(result);
        tell([&] {
            keep(result);
            ++progress_.runs;
        });
        return result.kill;
    }

    // Drivers that are idle ask again what was asked before; the last answer stands.
    void keep(const Result& result) {
        auto& list = bag_.results;
        const auto there =
            std::ranges::find_if(list, [&](const Result& r) { return r.asks_as(result); });
        if (there == list.end()) list.push_back(result);
        else *there = result;
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
    std::mutex mutex_, making_;
    std::map<std::string, std::string> marks_;
    std::map<std::string, std::string> made_;  // shared objects and programs, by mutant and program
    std::set<std::string> finders_;            // drivers that found any
    Progress progress_;
    Bag bag_;
    std::atomic<bool> ended_ = false;
};

}  // namespace

Bag hunt(const std::vector<Specimen>& specimens, const Workshop& workshop, const Bench& bench,
         const HuntOptions& options, Results& results,
         const std::function<bool(const Progress&)>& told) {
    return Hunter(workshop, bench, options, results, told).run(specimens);
}

Bag hunt_healthy(const Workshop& workshop, const Bench& bench, const HuntOptions& options,
                 Results& results, const std::function<bool(const Progress&)>& told) {
    Budget budget = options.budget;
    budget.executions *= healthy_times;
    budget.seconds *= healthy_times;
    return Hunter(workshop, bench, options, results, told).run_healthy("healthy", budget);
}

}  // namespace starzero::zoo
