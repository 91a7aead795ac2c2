// Random sequences of calls on a changeset, beside a model of what spec §3.3 says of them.
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <map>
#include <optional>
#include <random>
#include <set>

using namespace tunez;
using namespace tunez::test;

namespace {

using Fields = std::map<std::string, Value>;

// Attributes `text` (a string) and `number` (an integer from 0), and `locked`, which is not
// writable.
class Model {
public:
    explicit Model(std::optional<Fields> record)
        : record_(std::move(record))
    {
    }

    void change(const std::string& name, const Value& input, bool forced = false)
    {
        auto value = name == "locked" && !forced ? std::nullopt : cast(name, input);
        if (!value) {
            invalid.insert(name);
            ++errors;
            return;
        }
        defaults.erase(name);
        if (record_ && record_->at(name) == *value)
            changes.erase(name);
        else
            changes.insert_or_assign(name, *value);
    }

    void change_default(const std::string& name, const Value& input)
    {
        change(name, input);
        defaults.insert(name);
    }

    Fields changes;
    Fields arguments;
    std::set<std::string> defaults;
    std::set<std::string> invalid;
    size_t errors = 0;

private:
    static std::optional<Value> cast(const std::string& name, const Value& input)
    {
        if (input.is_null() || input == Value("") || input == Value("  "))
            return input == Value("  ") && name == "number" ? std::nullopt : std::optional(Value());
        if (name == "number") {
            if (input == Value("7"))
                return Value(7);
            bool counts = input.is(Kind::integer) && input.integer() >= 0;
            return counts ? std::optional(input) : std::nullopt;
        }
        if (input == Value(true)) // Symbols are texts.
            return Value("true");
        if (!input.is(Kind::string))
            return std::nullopt;
        return input == Value(" a ") ? Value("a") : input;
    }

    std::optional<Fields> record_;
};

class Calls {
public:
    Calls(uint32_t seed, Model& model)
        : random_(seed)
        , model_(model)
    {
    }

    List make(size_t count)
    {
        List calls;
        while (calls.size() < count)
            calls.push_back(call());
        return calls;
    }

private:
    size_t below(size_t bound) { return random_() % bound; }

    std::string name()
    {
        static const std::string names[] = { "text", "number", "locked" };
        return names[below(3)];
    }

    Value value()
    {
        static const Value values[] = { {}, "", "  ", " a ", "a", "b", "7", 7, 0, -1, true };
        return values[below(std::size(values))];
    }

    Value call()
    {
        auto field = name();
        auto input = value();
        switch (below(9)) {
        case 0:
            model_.change(field, input, true);
            return List { "force_change_attribute", field, input };
        case 1:
            if (!model_.changes.contains(field))
                model_.change(field, input);
            return List { "change_new_attribute", field, input };
        case 7:
            if (!model_.changes.contains(field))
                model_.change(field, input, true);
            return List { "force_change_new_attribute", field, input };
        case 2:
            model_.change_default(field, input);
            return List { "change_default_attribute", field, input };
        case 3:
            model_.changes.erase(field);
            return List { "clear_change", field };
        case 4:
            model_.arguments.insert_or_assign(field, input);
            return List { "set_argument", field, input };
        case 5:
            model_.arguments.erase(field);
            return List { "delete_argument", field };
        case 6:
            ++model_.errors;
            return List { "add_error", "no" };
        default:
            model_.change(field, input);
            return List { "change_attribute", field, input };
        }
    }

    std::mt19937 random_;
    Model& model_;
};

} // namespace

static Fields fields_of(const Value& map)
{
    Fields fields;
    for (const auto& [name, value] : map.map())
        fields.insert_or_assign(name, value);
    return fields;
}

static std::set<std::string> names_of(const Value& list)
{
    std::set<std::string> names;
    for (const auto& name : list.list())
        names.emplace(name.text());
    return names;
}

TEST_CASE("a changeset holds what a model says of any sequence of calls")
{
    TestEngine engine;
    engine.define("{'Note':{'attributes':{'id':{'type':'integer','primary_key':true},"
                  "'text':{'type':'string'},'number':{'type':'integer','constraints':{'min':0}},"
                  "'locked':{'type':'string','writable':false}},'defaults':['read']}}");
    auto record = from_json("{'id':1,'text':'a','number':7,'locked':null}");
    for (uint32_t seed = 0; seed < 2000; ++seed) {
        bool update = seed % 2 == 1;
        Model model(update ? std::optional(fields_of(record)) : std::nullopt);
        auto calls = Calls(seed, model).make(1 + seed % 12);
        CAPTURE(seed, to_json(Value(calls)));
        Map description { { "resource", "Note" }, { "operations", Value(std::move(calls)) } };
        if (update)
            description.set("record", record);
        auto state = engine.ok(Value(Map { { "op", "changeset" }, { "changeset", description } }));
        CAPTURE(to_json(state));
        REQUIRE(fields_of(at(state, "attributes")) == model.changes);
        REQUIRE(fields_of(at(state, "arguments")) == model.arguments);
        REQUIRE(names_of(at(state, "defaults")) == model.defaults);
        REQUIRE(names_of(at(state, "invalid_keys")) == model.invalid);
        REQUIRE(at(state, "errors").list().size() == model.errors);
        REQUIRE(at(state, "valid").boolean() == (model.errors == 0));
    }
}
