#include "query/query.h"

#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr std::string_view menagerie = R"({
    'Animal': {
        'attributes': {'id':{'type':'integer','primary_key':true,'allow_nil':false},'name':{'type':'string'},
            'tag':{'type':'string','always_select':true},'secret':{'type':'string','sortable':false}},
        'relationships': {
            'keeper':{'kind':'belongs_to','destination':'Keeper'},
            'meals':{'kind':'has_many','destination':'Meal'},
            'others':{'kind':'has_many','destination':'Animal','no_attributes':true}},
        'calculations': {'louder':{'type':'string','arguments':{'by':{'type':'integer','allow_nil':false}},
            'expr':{'op':'<>','args':[{'ref':'name'},{'arg':'by'}]}}},
        'aggregates': {'meal_count':{'kind':'count','path':['meals']}},
        'defaults': ['read']},
    'Keeper': {'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},'name':{'type':'string'}},'defaults':['read']},
    'Meal': {
        'attributes': {'id':{'type':'integer','primary_key':true,'allow_nil':false},'weight':{'type':'integer'}},
        'relationships': {'animal':{'kind':'belongs_to','destination':'Animal'}},
        'calculations': {'twice':{'type':'integer','expr':{'op':'*','args':[{'ref':'weight'},2]}}},
        'defaults': ['read']}
})";

namespace {

struct Zoo {
    Loaded loaded { menagerie };

    Outcome<Query> query(std::string_view written) const
    {
        return parse_query(loaded.resource("Animal"), from_json(written));
    }

    // Each mistake with its path.
    std::vector<std::string> mistakes(std::string_view written) const
    {
        auto parsed = query(written);
        std::vector<std::string> lines;
        if (parsed)
            return lines;
        for (const auto& error : parsed.error().errors) {
            auto line = error.rendered() + " @";
            for (const auto& step : error.path)
                line += " "
                    + (std::holds_alternative<int64_t>(step)
                            ? std::to_string(std::get<int64_t>(step))
                            : std::get<std::string>(step));
            lines.push_back(std::move(line));
        }
        return lines;
    }
};

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("what is loaded with arguments more than once is what was asked for last")
{
    Zoo zoo;
    auto parsed = zoo.query(
        "{'load':[{'louder':{'by':1}},{'louder':{'args':{'by':2}}},'meal_count','meal_count']}");
    REQUIRE(parsed);
    REQUIRE(parsed->derived.size() == 2);
    CHECK(parsed->derived[0].json_key == "\"louder\":");
    CHECK(inspect(*parsed->derived[0].expression).find("2") != std::string::npos);
    CHECK(parsed->derived[1].json_key == "\"meal_count\":");
}

TEST_CASE("loads of one relationship are brought together")
{
    Zoo zoo;
    auto parsed = zoo.query(
        "{'load':['meals',{'meals':['animal']},{'meals':{'load':['twice']}},{'keeper':true}]}");
    REQUIRE(parsed);
    REQUIRE(parsed->loads.size() == 2);
    CHECK(parsed->loads[0].query->loads.size() == 1);
    CHECK(parsed->loads[0].query->derived.size() == 1);
    CHECK(parsed->loads[1].relationship->name == "keeper");
}

TEST_CASE("what the records of a relationship load twice is loaded once, as it was said last")
{
    Zoo zoo;
    auto parsed = zoo.query("{'load':[{'meals':{'limit':3,'load':[{'animal':{'louder':{'by':1}}},"
                            "'twice']}},{'meals':{'limit':5,'load':['twice',{'animal':{'louder':{"
                            "'by':2}}}]}},{'meals':['animal']}]}");
    REQUIRE(parsed);
    REQUIRE(parsed->loads.size() == 1);
    const auto& meals = *parsed->loads[0].query;
    CHECK(meals.limit == 3);
    CHECK(meals.derived.size() == 1);
    REQUIRE(meals.loads.size() == 1);
    const auto& animal = *meals.loads[0].query;
    REQUIRE(animal.derived.size() == 1);
    CHECK(inspect(*animal.derived[0].expression).find("2") != std::string::npos);
}

TEST_CASE("loads that cannot be are named, where they stand")
{
    Zoo zoo;
    CHECK(zoo.mistakes("{'load':{'louder':true}}") == Lines { "is required @ load" });
    CHECK(zoo.mistakes("{'load':{'louder':{'by':'x'}}}") == Lines { "is invalid @ load" });
    CHECK(zoo.mistakes("{'load':{'louder':{'args':{'by':1,'as':2}}}}")
        == Lines { "No such input `as` for calculation louder @ load" });
    CHECK(zoo.mistakes("{'load':['others']}")
        == Lines { "relationships without a key (`others`) cannot be loaded yet @ load" });
    CHECK(zoo.mistakes("{'load':{'meals':{'distinct':['weight']}}}")
        == Lines { "Cannot yet use `distinct` when loading related records @ load" });
    CHECK(zoo.mistakes("{'load':{'keeper':{'page':{'limit':1}}}}")
        == Lines { "a single record has no pages @ load" });
    CHECK(zoo.mistakes("{'load':{'keeper':{'page':false}}}").empty());
    CHECK(zoo.mistakes("{'load':{'meals':{'combination_of':[{'type':'base'}],'limit':1}}}")
        == Lines { "related records cannot be loaded as a combination @ load" });
    CHECK(zoo.mistakes("{'load':{'meals':{'load':{'animal':['nope']}}}}")
        == Lines { ":nope is not a valid load @ load meals load" });
}

TEST_CASE("a select is a list of attributes, and always has what is always selected")
{
    Zoo zoo;
    auto parsed = zoo.query("{'select':['name']}");
    REQUIRE(parsed);
    std::vector<std::string> names;
    for (const auto* attribute : parsed->selected())
        names.push_back(attribute->name);
    CHECK(names == Lines { "id", "name", "tag" });
    CHECK(
        zoo.mistakes("{'select':'name'}") == Lines { "select must be a list of fields @ select" });
    CHECK(zoo.mistakes("{'select':['nope',5]}")
        == Lines { "No such field nope for resource Animal @ select",
            "No such field 5 for resource Animal @ select" });
    CHECK(zoo.mistakes("{'select':null,'limit':null,'load':null,'sort':null}").empty());
}

TEST_CASE("sorts by paths and calculations name what they sort by")
{
    Zoo zoo;
    CHECK(zoo.mistakes("{'sort':'keeper.name'}").empty());
    CHECK(zoo.mistakes("{'sort':'keepers.name'}")
        == Lines { "No such field keepers for resource Animal @ sort" });
    CHECK(zoo.mistakes("{'sort':[[{'calc':'louder','args':{'by':1}},'desc']]}").empty());
    CHECK(zoo.mistakes("{'sort':[{'calc':'louder'}]}") == Lines { "is required @ sort" });
    CHECK(zoo.mistakes("{'sort':[{'calc':5}]}").size() == 1);
    CHECK(zoo.mistakes("{'sort':[{'expr':{'ref':'nope'},'type':'string'}]}")
        == Lines { "No such field nope for resource Animal @ sort" });
    CHECK(zoo.mistakes("{'sort':[{'expr':{'ref':'id'}}]}").empty());
    CHECK(zoo.mistakes("{'sort':[{'name':'desc'},'id']}").empty());
    CHECK(zoo.mistakes("{'sort':[['name',5]]}").size() == 1);
    CHECK(zoo.mistakes("{'sort':[['name','asc','desc']]}").size() == 1);
    CHECK(zoo.mistakes("{'sort':{'name':'up'}}").size() == 1);
}

TEST_CASE("a combination begins with its base, and computes the same in each member")
{
    Zoo zoo;
    auto mistakes = [&](std::string_view members) {
        return zoo.mistakes("{'combination_of':" + std::string(members) + "}");
    };
    auto computing = [](std::string_view type, std::string_view calculations) {
        return "{'type':'" + std::string(type) + "','calculations':" + std::string(calculations)
            + "}";
    };
    auto text = "{'x':{'type':'string','expr':{'ref':'name'}}}";
    auto number = "{'x':{'type':'integer','expr':{'ref':'id'}}}";
    CHECK(mistakes("null").empty());
    CHECK(mistakes("[{'type':'base','filter':{'id':1}},{'type':'union','sort':'id','limit':1}]")
            .empty());
    CHECK(
        mistakes("[" + computing("base", text) + "," + computing("union_all", text) + "]").empty());
    CHECK(mistakes("5").size() == 1);
    CHECK(mistakes("[]").size() == 1);
    CHECK(mistakes("[5]").size() == 1);
    CHECK(mistakes("[{'type':'union'}]").size() == 1);
    CHECK(mistakes("[{'type':'base'},{'type':'base'}]").size() == 1);
    CHECK(mistakes("[{'type':'base'},{'type':'minus'}]").size() == 1);
    CHECK(mistakes("[{'type':'base','load':['meals']}]").size() == 1);
    CHECK(mistakes("[" + computing("base", text) + "," + computing("union", number) + "]").size()
        == 1);
    CHECK(mistakes("[" + computing("base", text) + ",{'type':'union'}]").size() == 1);
    CHECK(mistakes("[{'type':'base'}," + computing("union", text) + "]").size() == 1);
    CHECK(
        mistakes("[" + computing("base", "{'x':{'expr':{'op':'+','args':[{'ref':'id'},1]}}}") + "]")
            .size()
        == 1);
}

TEST_CASE("filters of a query for users and for the application hold together")
{
    Zoo zoo;
    auto parsed = zoo.query("{'filter':{'id':1},'filter_input':{},'filter_input':null}");
    REQUIRE(parsed);
    CHECK(inspect(*parsed->filter) == "id == 1");
}
