#include "base/json.h"
#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace tunez;
using namespace tunez::test;

// The folder of the golden files; the test is skipped where it is not given.
static constexpr auto folder_variable = "TUNEZ_GOLDEN";

static constexpr const char* files[] = { "bulk", "casting", "changesets", "embedded", "expressions",
    "lifecycle", "manage_relationship", "policies", "queries", "validations" };

static Value read(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    auto value = parse_json(text.str());
    REQUIRE(value.has_value());
    return *value;
}

// What the files mean by their own conventions: everything is public, and `tick` is a function of
// the test.
static Value adapted(const Value& value, bool field = false)
{
    if (value.is(Kind::list)) {
        List list;
        for (const auto& item : value.list())
            list.push_back(adapted(item));
        return Value(std::move(list));
    }
    if (!value.is(Kind::map))
        return value;
    if (value == json("{'fn':'tick'}"))
        return json("{'callback':1}");
    Map map;
    if (field)
        map.set("public", Value(true));
    for (const auto& [key, item] : value.map()) {
        bool fields = key == "attributes" || key == "relationships";
        if (!fields || !item.is(Kind::map)) {
            map.set(key, adapted(item));
            continue;
        }
        Map inner;
        for (const auto& [name, each] : item.map())
            inner.set(name, adapted(each, true));
        map.set(key, Value(std::move(inner)));
    }
    return Value(std::move(map));
}

TEST_CASE("the definitions of the golden files load")
{
    const char* folder = std::getenv(folder_variable);
    if (folder == nullptr)
        SKIP("set " << folder_variable << " to the folder of the golden files");
    for (const auto* file : files) {
        auto content = read(std::string(folder) + "/" + file + ".json");
        auto resources = adapted(*content.map().find("resources"));
        if (resources.map().empty())
            continue;
        Map domain { { "name", "Golden" }, { "resources", resources } };
        auto loaded
            = load_message(Value(Map { { "domains", Value(List { Value(std::move(domain)) }) } }));
        CAPTURE(file, loaded.mistakes);
        REQUIRE(loaded.mistakes.empty());
        CHECK(loaded.definition->resources.size() == resources.map().size());
    }
}
