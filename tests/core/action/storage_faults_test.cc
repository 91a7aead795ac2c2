#include "support/crash_port.h"
#include "support/failing_memory.h"
#include "support/fault_port.h"
#include "support/fault_workload.h"
#include "support/faults.h"
#include "support/instrumented.h"

#include "catch_amalgamated.hpp"

#include <random>
#include <unordered_map>

using namespace tunez;
using namespace tunez::test;
using Moment = FaultWorkload::Moment;

namespace {

// A workload on files that fail, and all that may have become of it.
struct FaultyRun {
    explicit FaultyRun(uint64_t seed, size_t steps)
        : workload(seed, steps)
    {
        workload.hears = [this](const Deed& deed, Moment moment) {
            if (moment == Moment::acknowledged)
                worlds.take(deed, Fate::done);
            if (moment == Moment::unknown)
                worlds.take(deed, Fate::unknown);
        };
        workload.define(engine);
    }

    // With all well again: what is there is what was acknowledged, nothing by halves, and the
    // session goes on.
    void check()
    {
        auto live = FaultWorkload::contents(engine);
        if (!live) {
            FaultWorkload::close(engine);
            REQUIRE(workload.open(engine));
            live = FaultWorkload::contents(engine);
        }
        REQUIRE(live);
        CHECK(worlds_contain(*live));
        CHECK(FaultWorkload::is_sound(engine));
        engine.ok("{'op':'create','resource':'Item','input':{'id':9999,'name':'a','stock':1}}");
        auto now = FaultWorkload::contents(engine);
        REQUIRE(now);
        // And after a kill, when what could not be migrated before is.
        CrashPort left_behind;
        left_behind.start_from(memory.files());
        TestEngine next(&left_behind);
        FaultWorkload::close(engine);
        workload.define(next);
        REQUIRE(workload.open(next));
        CHECK(FaultWorkload::contents(next) == Worlds::after(workload.opening(), *now));
        CHECK(workload.recoveries() == 0);
        CHECK(FaultWorkload::is_sound(next));
    }

    bool worlds_contain(Contents contents)
    {
        if (worlds.contain(contents))
            return true;
        for (const auto& world : worlds.all())
            for (const auto& [key, value] : world)
                if (!contents.contains(key) || contents[key] != value)
                    UNSCOPED_INFO("expected " << key << " = " << value << ", is "
                                              << (contents.contains(key) ? contents[key] : "-"));
        for (const auto& [key, value] : contents)
            UNSCOPED_INFO("is " << key << " = " << value);
        return false;
    }

    CrashPort memory;
    FaultPort port { memory };
    TestEngine engine { &port };
    FaultWorkload workload;
    Worlds worlds;
};

} // namespace

TEST_CASE("a workload without faults does all that it says")
{
    for (uint64_t seed = 0; seed < 20; ++seed) {
        INFO("seed " << seed);
        FaultyRun run(seed, 40);
        size_t refused = 0;
        run.workload.hears = [&, hears = run.workload.hears](const Deed& deed, Moment moment) {
            refused += moment == Moment::refused && deed.clashes.empty() ? 1U : 0U;
            CHECK(moment != Moment::unknown);
            hears(deed, moment);
        };
        run.workload.run(run.engine);
        CHECK(refused == 0);
        CHECK(run.worlds.all().size() == 1);
        run.check();
    }
}

// A workload with the fault at each of its sites in turn; which they are is known once it ran to
// its end without. Answers how many there were.
template <typename Inject, typename Sites>
static size_t fail_at_each_site(
    uint64_t seed, size_t steps, size_t stride, const Inject& inject, const Sites& sites)
{
    size_t tried = 0;
    bool reached_the_end = false;
    for (size_t site = seed % stride; !reached_the_end; site += stride) {
        INFO("site " << site << ", seed " << seed);
        FaultyRun run(seed, steps);
        inject(run, site);
        run.workload.run(run.engine);
        reached_the_end = site >= sites(run);
        run.port.stop_failing();
        FailingMemory::stop_failing();
        run.check();
        ++tried;
    }
    return tried;
}

// Until there were as many sites as are wanted: without a wish, all of one short workload.
template <typename Try> static void fail_at_sites(size_t short_steps, const Try& try_workload)
{
    auto wanted = faults_wanted(0);
    size_t tried = 0;
    auto seed = faults_seed();
    do {
        tried += try_workload(seed++, wanted > 0 ? 40 : short_steps);
    } while (tried < wanted);
    tell_faults({ { "sites", tried } });
}

TEST_CASE(
    "whichever call on the files fails, once or for ever, short or long, every action is kept "
    "whole or not at all, as it was told")
{
    using Fault = FaultPort::Fault;
    static constexpr std::pair<Fault, size_t> kinds[]
        = { { Fault::fails, 1 }, { Fault::fails, FaultPort::never }, { Fault::transfers_short, 1 },
              { Fault::transfers_long, 1 } };
    size_t stride = faults_wanted(0) > 0 ? 1 : sampled(1, 7);
    fail_at_sites(8, [&](uint64_t seed, size_t steps) {
        size_t sites = 0;
        for (auto [fault, count] : kinds) {
            INFO("fault " << static_cast<int>(fault) << ", " << count << " times");
            sites += fail_at_each_site(
                seed, steps, stride,
                [&](FaultyRun& run, size_t site) { run.port.fail_calls(site, count, fault); },
                [](const FaultyRun& run) { return run.port.calls(); });
        }
        return sites;
    });
}

// What the engine itself asks for is not part of this: without memory it ends, by intention.
TEST_CASE("whenever SQLite gets no memory, once or for ever, every action is kept whole or not at "
          "all, as it was told")
{
    FailingMemory memory;
    size_t stride = faults_wanted(0) > 0 ? 1 : sampled(1, 19);
    fail_at_sites(6, [&](uint64_t seed, size_t steps) {
        size_t sites = 0;
        for (size_t count : { size_t { 1 }, FailingMemory::never }) {
            INFO(count << " times");
            sites += fail_at_each_site(
                seed, steps, stride,
                [&](FaultyRun&, size_t site) { FailingMemory::fail(site, count); },
                [](const FaultyRun&) { return FailingMemory::requests(); });
        }
        return sites;
    });
}

TEST_CASE("a storage without room refuses what does not fit, as a whole, and can still be read")
{
    auto sizes = faults_wanted(60);
    std::mt19937_64 random(faults_seed());
    size_t refused = 0;
    for (uint64_t i = 0; i < sizes; ++i) {
        auto seed = faults_seed() + i / 60;
        auto capacity = static_cast<int64_t>(random() % 400'000);
        INFO("capacity " << capacity << ", seed " << seed);
        FaultyRun run(seed, 12);
        run.workload.hears = [&, hears = run.workload.hears](const Deed& deed, Moment moment) {
            bool opens = deed.messages.empty();
            CHECK((opens || moment != Moment::unknown));
            hears(deed, moment);
        };
        run.port.set_capacity(capacity);
        run.workload.run(run.engine);
        for (const auto& code : run.workload.codes()) {
            CAPTURE(code);
            CHECK((code == "storage_full" || code == "not_open" || code == "invalid_attribute"
                || code == "not_found"));
        }
        refused += run.workload.codes().contains("storage_full") ? 1U : 0U;
        if (auto contents = FaultWorkload::contents(run.engine))
            CHECK(run.worlds_contain(*contents));
        else
            CHECK(run.workload.codes().contains("not_open"));
        run.port.set_capacity(INT64_MAX);
        run.check();
    }
    CHECK(refused > 0);
    tell_faults({ { "sizes", sizes }, { "refused", refused } });
}

namespace {

// A workload without faults, with what may be found after a crash at each of its changes.
struct CrashRun {
    CrashRun(uint64_t seed, size_t steps, std::string_view durability)
        : workload(seed, steps, std::string(durability))
        , keeps_all(durability == "full")
    {
        port.remember();
        workload.hears = [this](const Deed& deed, Moment moment) { hear(deed, moment); };
        workload.define(engine);
        workload.run(engine);
        FaultWorkload::close(engine);
    }

    // Which states there may be after so many changes.
    struct Bounds {
        size_t acknowledged = 0;
        size_t answered = 0;
        size_t begun = 0;
    };

    void hear(const Deed& deed, Moment moment)
    {
        auto bounds = timeline.empty() ? Bounds {} : timeline.rbegin()->second;
        if (moment == Moment::begins) {
            if (auto next = Worlds::after(deed, states.back()))
                states.push_back(std::move(*next));
            bounds.begun = states.size() - 1;
        } else if (moment != Moment::refused) {
            bounds.answered = states.size() - 1;
            if (moment == Moment::acknowledged)
                bounds.acknowledged = states.size() - 1;
        }
        timeline[port.changes()] = bounds;
    }

    Bounds after(size_t changes) const
    {
        auto next = timeline.upper_bound(changes);
        return next == timeline.begin() ? Bounds {} : std::prev(next)->second;
    }

    CrashPort port;
    TestEngine engine { &port };
    FaultWorkload workload;
    bool keeps_all;
    std::vector<Contents> states { {} };
    std::map<size_t, Bounds> timeline;
};

// What opens what crashes have left.
struct Recovery {
    explicit Recovery(StoragePort& port)
        : engine(&port)
    {
        workload.define(engine);
    }

    TestEngine engine;
    FaultWorkload workload { 0, 0 };
};

// What the losses of power in one run leave, and what is recovered of it.
class Crashes {
public:
    Crashes(Recovery& recovery, CrashPort& port, const CrashRun& run)
        : recovery_(recovery)
        , port_(port)
        , run_(run)
    {
    }

    // `at_least`: the first state that may be found.
    void check(const PowerLosses& losses, const PowerLosses::Loss& loss, size_t at_least)
    {
        auto [known, is_new] = known_.try_emplace(losses.name_of(loss));
        if (is_new)
            known->second = recovered(losses.left(loss));
        check(known->second, run_.after(losses.made()), at_least);
    }

    // Power is lost again while it is recovered.
    void check_again(
        const PowerLosses& losses, const PowerLosses::Loss& loss, size_t at_least, uint64_t seed)
    {
        CrashPort port;
        port.start_from(losses.left(loss));
        port.remember();
        {
            Recovery first(port);
            REQUIRE(FaultWorkload::open_as_it_is(first.engine));
            FaultWorkload::close(first.engine);
        }
        PowerLosses again(port);
        for (auto stop = again.changes() == 0 ? 0 : seed % again.changes(); again.made() < stop;)
            again.make_one_more();
        auto second = again.loss(PowerLosses::Unflushed::random, seed);
        check(recovered(again.left(second)), run_.after(losses.made()), at_least);
    }

    size_t different() const { return known_.size(); }

private:
    void check(const Contents& contents, CrashRun::Bounds bounds, size_t at_least) const
    {
        bool is_found = false;
        for (auto state = at_least; state <= bounds.begun && !is_found; ++state)
            is_found = run_.states[state] == contents;
        REQUIRE(is_found);
    }

    Contents recovered(const PowerLosses::Files& files)
    {
        port_.start_from(files);
        auto& engine = recovery_.engine;
        REQUIRE(FaultWorkload::open_as_it_is(engine));
        REQUIRE(FaultWorkload::is_sound(engine));
        auto contents = FaultWorkload::contents(engine);
        REQUIRE(contents);
        FaultWorkload::close(engine);
        return *std::move(contents);
    }

    Recovery& recovery_;
    CrashPort& port_;
    const CrashRun& run_;
    std::unordered_map<std::string, Contents> known_; // By the name of what was left.
};

} // namespace

TEST_CASE(
    "a power loss after any change keeps every action that was acknowledged, and none by halves")
{
    using Unflushed = PowerLosses::Unflushed;
    auto wanted = faults_wanted(sampled(20'000, 2'000));
    constexpr size_t variants = 16;
    CrashPort port;
    Recovery recovery(port);
    size_t count = 0;
    size_t different = 0;
    for (auto seed = faults_seed(); count < wanted; ++seed) {
        CrashRun run(seed, 40, seed % 3 == 0 ? "relaxed" : "full");
        PowerLosses losses(run.port);
        Crashes crashes(recovery, port, run);
        for (;; losses.make_one_more()) {
            auto bounds = run.after(losses.made());
            auto acknowledged = run.keeps_all ? bounds.acknowledged : 0;
            // Where the program ends and the power stays.
            auto told = run.keeps_all ? bounds.acknowledged : bounds.answered;
            INFO("seed " << seed << ", change " << losses.made());
            crashes.check(losses, losses.loss(Unflushed::kept, 0), told);
            crashes.check(losses, losses.loss(Unflushed::dropped, 0), acknowledged);
            for (size_t variant = 2; variant < variants; ++variant) {
                auto scatter = (seed * 1'000'003 + losses.made()) * variants + variant;
                INFO("scatter " << scatter);
                auto loss = losses.loss(Unflushed::random, scatter);
                crashes.check(losses, loss, acknowledged);
                if (scatter % 397 == 0)
                    crashes.check_again(losses, loss, acknowledged, scatter);
            }
            count += variants;
            if (losses.made() == losses.changes() || count >= wanted)
                break;
        }
        different += crashes.different();
    }
    CHECK(count >= wanted);
    tell_faults({ { "losses", count }, { "different", different } });
}

TEST_CASE(
    "what is acknowledged after a flush has failed outlives a power loss, although the failed "
    "flush has forgotten what was before")
{
    auto seed = faults_seed();
    bool reached_the_end = false;
    for (size_t flush = 0; !reached_the_end; ++flush) {
        INFO("flush " << flush << ", seed " << seed);
        CrashPort port;
        TestEngine engine(&port);
        FaultWorkload workload(seed, 20);
        Worlds worlds;
        workload.hears = [&](const Deed& deed, Moment moment) {
            if (moment == Moment::acknowledged)
                worlds.take(deed, Fate::done);
            if (moment == Moment::unknown)
                worlds.take(deed, Fate::unknown);
        };
        workload.define(engine);
        port.fail_flush(flush);
        workload.run(engine);
        reached_the_end = flush >= port.flushes();
        for (uint64_t crash = 0; crash < 4; ++crash) {
            CrashPort left;
            left.start_from(port.files_after_crash(seed + crash));
            Recovery recovery(left);
            REQUIRE(FaultWorkload::open_as_it_is(recovery.engine));
            CHECK(FaultWorkload::is_sound(recovery.engine));
            auto contents = FaultWorkload::contents(recovery.engine);
            REQUIRE(contents);
            CHECK(worlds.contain(*contents));
        }
    }
}
