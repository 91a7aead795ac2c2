#include "resource/verify/rules.h"

#include <set>
#include <string>
#include <vector>

namespace tunez::rule {

namespace {

// A calculation that the application computes for records in hand.
struct Code {
    const Resource* resource;
    const Calculation* calculation;

    auto operator<=>(const Code&) const = default;
};

using Path = std::vector<Code>;

} // namespace

static void add_loaded(const Resource& resource, const Value& load, std::vector<Code>& found);

static void add_named(
    const Resource& resource, std::string_view name, const Value& nested, std::vector<Code>& found)
{
    if (const auto* calculation = resource.find_calculation(name)) {
        if (calculation->calculate)
            found.push_back({ &resource, calculation });
        return;
    }
    const auto* relationship = resource.find_relationship(name);
    if (relationship == nullptr || relationship->destination == nullptr)
        return;
    const auto* below = nested.is(Kind::map) ? nested.map().find("load") : nullptr;
    add_loaded(*relationship->destination, below != nullptr ? *below : nested, found);
}

// The calculations in code among what is loaded, whichever way that is written.
static void add_loaded(const Resource& resource, const Value& load, std::vector<Code>& found)
{
    if (load.is_textual())
        return add_named(resource, load.text(), {}, found);
    if (load.is(Kind::list)) {
        for (const auto& item : load.list())
            add_loaded(resource, item, found);
    } else if (load.is(Kind::map)) {
        for (const auto& [name, nested] : load.map())
            add_named(resource, name, nested, found);
    }
}

// The way by which a calculation leads back to `start`, without it at the end; empty: none does.
static Path way_back(const Code& start, const Code& from, std::set<Code>& seen)
{
    std::vector<Code> needed;
    add_loaded(*from.resource, from.calculation->declared_load, needed);
    for (const auto& next : needed) {
        if (next == start)
            return { from };
        if (!seen.insert(next).second)
            continue;
        if (auto way = way_back(start, next, seen); !way.empty()) {
            way.insert(way.begin(), from);
            return way;
        }
    }
    return {};
}

void calculations_load_no_circle(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    for (const auto& calculation : resource.calculations) {
        if (!calculation->calculate)
            continue;
        Code start { &resource, calculation.get() };
        std::set<Code> seen;
        auto way = way_back(start, start, seen);
        if (way.empty())
            continue;
        way.push_back(start);
        std::string circle;
        for (const auto& step : way)
            circle += (circle.empty() ? "" : " → ") + step.resource->name + "."
                + step.calculation->name;
        mistakes.add(at.field("calculations").field(calculation->name).field("load"),
            "the calculation would have to be loaded for itself: " + circle);
    }
}

} // namespace tunez::rule
