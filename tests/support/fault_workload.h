#pragma once

#include "support/test_engine.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tunez::test {

// What tests of faults do to a database, and how they tell what is left of it.

// All that a database holds: `item:3` and its like, with what the row says.
using Contents = std::map<std::string, std::string>;

// One action, or transaction of a caller, and what it changes.
struct Deed {
    std::vector<std::string> messages; // With several, a transaction.
    std::vector<std::string> needs; // What has to be there for it.
    std::vector<std::string> clashes; // What must not.
    bool changes_what_is_there = false; // It adds nothing to it, and leaves out what is missing.
    std::map<std::string, std::optional<std::string>> effects;
    int64_t number = 0; // That it has as a request; 0: none.
};

enum class Fate : uint8_t {
    done, // Acknowledged: all of it.
    refused, // Nothing of it.
    unknown, // All of it or nothing.
};

// What a database may hold after deeds whose outcome is not always known.
class Worlds {
public:
    // What holds if the deed is done in `contents`; empty where that cannot be.
    static std::optional<Contents> after(const Deed& deed, Contents contents);
    void take(const Deed& deed, Fate fate);
    bool contain(const Contents& contents) const;
    const std::vector<Contents>& all() const { return all_; }

private:
    std::vector<Contents> all_ { {} };
};

// Whole actions on a database, decided by a seed: creates, updates, destroys, runs of many, with
// and without hooks, transactions of the caller, requests with numbers; flushes that are held for
// several of them, idle moments, migrations, and the database closed and opened again.
class FaultWorkload {
public:
    FaultWorkload(uint64_t seed, size_t steps, std::string durability = "full");

    enum class Moment : uint8_t { begins, answered, acknowledged, refused, unknown };
    // Hears of each deed, in order. Deeds that wait for a flush are answered before it.
    std::function<void(const Deed& deed, Moment moment)> hears = [](const Deed&, Moment) { };

    // Loads the definition, once for an engine.
    void define(TestEngine& engine);
    // All steps; what cannot be opened is tried again in each.
    void run(TestEngine& engine);

    // With all migrations that it has come to. False: it was refused.
    // What opening does to it: the migrations.
    Deed opening() const;
    bool open(TestEngine& engine);
    // As the command line does, without looking at migrations; false also when it was taken for
    // damaged.
    static bool open_as_it_is(TestEngine& engine);
    static void close(TestEngine& engine);
    // Null where the answer is an error. Sound: SQLite has checked the whole database.
    static std::optional<Contents> contents(TestEngine& engine);
    static bool is_sound(TestEngine& engine);
    // How often the database was taken for damaged, which it never is.
    size_t recoveries() const { return recoveries_; }
    // The codes of all errors that were answered so far.
    const std::set<std::string>& codes() const { return codes_; }

private:
    struct Step {
        enum class Kind : uint8_t { deed, held, idle, reopen, migrate } kind;
        std::vector<Deed> deeds;
    };

    int random(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
    std::string change_entry(TestEngine& engine);
    Deed random_deed();
    Deed create_deed();
    Deed graph_deed();
    Deed update_deed();
    Deed destroy_deed();
    Deed bulk_create_deed();
    Deed bulk_update_deed();
    Deed transaction_deed();
    Deed refused_deed();
    Deed upsert_deed();
    int any_item();
    std::string item_input(Deed& deed, int id);
    void add_step(size_t number, size_t steps);

    Fate perform(TestEngine& engine, const Deed& deed);
    void tell(const Deed& deed, Fate fate);
    void run_step(TestEngine& engine, const Step& step);
    void run_held(TestEngine& engine, const Step& step);

    Fate fate_of(const Value& answer);
    Fate worse(Fate fate, const Value& error);

    std::mt19937_64 random_;
    std::string durability_;
    std::set<std::string> codes_;
    size_t recoveries_ = 0;
    std::vector<Step> steps_;
    Contents expected_; // If everything is done.
    int next_id_ = 1;
    int next_value_ = 1; // No two deeds write the same.
    int64_t next_number_ = 1;
    bool migrates_ = false; // The second migration is there.
    bool is_open_ = false;
    Value first_migration_;
};

} // namespace tunez::test
