#include "relationship/match.h"
#include "relationship/plan.h"
#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr std::string_view garages = R"({
  'Garage':{'attributes':{'id':{'type':'integer','primary_key':true}},
    'relationships':{
      'cars':{'kind':'has_many','destination':'Car'},
      'best':{'kind':'has_one','destination':'Car'},
      'owner':{'kind':'belongs_to','destination':'Owner'},
      'tools':{'kind':'many_to_many','destination':'Tool','through':'GarageTool'}},
    'defaults':['create','read','update','destroy']},
  'Owner':{'attributes':{'id':{'type':'integer','primary_key':true}},
    'defaults':['create','read','update','destroy']},
  'Car':{'attributes':{'id':{'type':'integer','primary_key':true},'plate':{'type':'string'},
      'day':{'type':'date'},'at':{'type':'utc_datetime'},'new':{'type':'boolean'},
      'cost':{'type':'decimal'},'kind':{'type':'atom'}},
    'relationships':{'garage':{'kind':'belongs_to','destination':'Garage'}},
    'identities':{'day':{'keys':['day']},'at':{'keys':['at']},'new':{'keys':['new','plate']},
      'cost':{'keys':['cost']},'kind':{'keys':['kind']}},
    'defaults':['create','read','update','destroy'],
    'actions':{'find':{'type':'read'},'crash':{'type':'destroy'}}},
  'Tool':{'attributes':{'org':{'type':'string','primary_key':true},'id':{'type':'integer','primary_key':true}},
    'multitenancy':{'strategy':'attribute','attribute':'org'},
    'defaults':['create','read','update','destroy']},
  'GarageTool':{'attributes':{'id':{'type':'integer','primary_key':true},'tool_id':{'type':'integer'},'count':{'type':'integer'}},
    'relationships':{'garage':{'kind':'belongs_to','destination':'Garage'}},
    'defaults':['create','read','update','destroy'],
    'actions':{'hang':{'type':'create','accept':['count'],'arguments':{'why':{'type':'string','key':'whyNot'}}}}}
})";

namespace {

struct Garage {
    Loaded loaded { garages };
    std::shared_ptr<ManageOptions> options;

    const Relationship& relationship(std::string_view name) const
    {
        return *loaded.resource("Garage").find_relationship(name);
    }

    std::vector<std::string> problems(std::string_view name, std::string_view written)
    {
        std::vector<std::string> problems;
        options = decode_manage_options(relationship(name), from_json(written).map(), problems);
        return problems;
    }

    // What is done with an input that matches nothing (`no_match`) or something, with a record that
    // is found, or with one that no input names: the refusal, or actions and whether it stays.
    std::string decision(std::string_view about, std::string_view name, std::string_view written)
    {
        for (const auto& problem : problems(name, written))
            FAIL_CHECK(problem);
        const auto& relation = relationship(name);
        auto input = from_json("{'id':7}");
        auto decided = about == "match" ? decide_match(relation, *options)
            : about == "found"          ? decide_found(relation, *options)
            : about == "missing"        ? decide_missing(relation, *options)
                                        : decide_no_match(relation, *options, input);
        if (decided.refusal)
            return decided.refusal->rendered();
        std::string text;
        for (const auto& each : decided.actions)
            text += each.action->resource->name + "." + each.action->name + " ";
        return text + (decided.keeps ? "stays" : "goes");
    }
};

struct Decided {
    const char* about;
    const char* relationship;
    const char* options;
    const char* decision;
};

} // namespace

TEST_CASE("what becomes of inputs and records follows from the instructions")
{
    Garage garage;
    static constexpr Decided cases[] = {
        { "match", "cars", "{'on_match':'error'}", "changes would update a record" },
        { "match", "cars", "{'on_match':'missing'}", "goes" },
        { "match", "cars", "{'on_match':'ignore'}", "stays" },
        { "match", "cars", "{'on_match':'update'}", "Car.update stays" },
        { "match", "cars", "{'on_match':'unrelate'}", "Car.update goes" },
        { "match", "cars", "{'on_match':'destroy'}", "Car.destroy goes" },
        { "match", "cars", "{'on_match':['destroy','crash']}", "Car.crash goes" },
        { "match", "owner", "{'on_match':'unrelate'}", "goes" },
        { "match", "tools", "{'on_match':'update'}", "Tool.update GarageTool.update stays" },
        { "match", "tools", "{'on_match':'update_join'}", "GarageTool.update stays" },
        { "match", "tools", "{'on_match':'destroy'}", "GarageTool.destroy Tool.destroy goes" },
        { "match", "tools", "{'on_match':['destroy','destroy']}", "GarageTool.destroy goes" },
        { "missing", "cars", "{'on_missing':'error'}", "changes would destroy a record" },
        { "missing", "cars", "{'on_missing':'ignore'}", "stays" },
        { "missing", "tools", "{'on_missing':'unrelate'}", "GarageTool.destroy goes" },
        { "missing", "tools", "{'on_missing':['destroy','destroy']}",
            "GarageTool.destroy Tool.destroy goes" },
        { "found", "cars", "{'on_lookup':'relate'}", "Car.update stays" },
        { "found", "owner", "{'on_lookup':'relate'}", "stays" },
        { "found", "owner", "{'on_lookup':'relate_and_update'}", "Owner.update stays" },
        { "found", "tools", "{'on_lookup':'relate'}", "GarageTool.create stays" },
        { "found", "tools", "{'on_lookup':['relate','hang']}", "GarageTool.hang stays" },
        { "found", "tools", "{'on_lookup':'relate_and_update','on_match':'update'}",
            "GarageTool.create Tool.update GarageTool.update stays" },
        { "no_match", "cars", "{'on_no_match':'create'}", "Car.create stays" },
        { "no_match", "tools", "{'on_no_match':'create'}", "Tool.create GarageTool.create stays" },
        { "no_match", "cars", "{'on_no_match':'ignore'}", "goes" },
        { "no_match", "owner", "{'on_no_match':'match'}", "goes" },
        { "no_match", "cars", "{'on_no_match':'error'}",
            "changes would create a new related record" },
        { "no_match", "cars", "{'on_no_match':'error','on_match':'unrelate'}",
            "record with id: 7 not found" },
        { "no_match", "cars", "{'on_no_match':'error','on_match':'destroy'}",
            "record with id: 7 not found" },
        { "no_match", "cars", "{'on_no_match':'error','on_match':'update'}",
            "record with id: 7 not found" },
        { "no_match", "owner", "{'on_no_match':'error','on_match':'update'}",
            "changes would create a new related record" },
        { "no_match", "owner", "{'on_no_match':'error','on_lookup':'relate'}",
            "record with id: 7 not found" },
    };
    for (const auto& [about, relationship, options, decision] : cases) {
        CAPTURE(about, relationship, options);
        CHECK(garage.decision(about, relationship, options) == decision);
    }
}

TEST_CASE("what an input that is not found has in it is told in the order of names")
{
    Garage garage;
    auto text = [&](std::string_view input) {
        return input_not_found(garage.relationship("cars"), from_json(input)).rendered();
    };
    CHECK(text("{'plate':'x','id':'7','day':null}")
        == "record with day: nil | id: \"7\" | plate: \"x\" not found");
    CHECK(text("{}") == "record not found");
}

TEST_CASE("instructions that a relationship cannot follow are refused in sentences")
{
    Garage garage;
    struct Case {
        const char* relationship;
        const char* options;
        const char* problem;
    };
    static constexpr Case cases[] = {
        { "cars", "{'type':'adopt'}", "\"type\" cannot be \"adopt\"" },
        { "cars", "{'type':5}", "\"type\" is a name, not 5" },
        { "cars", "{'value_is_key':['id']}", "\"value_is_key\" is a name, not a list of 1" },
        { "cars", "{'on_match':[]}", "\"on_match\" cannot be an empty list" },
        { "cars", "{'on_match':[5]}", "\"on_match\" cannot be a list of 1" },
        { "cars", "{'on_match':'relate'}", "\"on_match\" cannot be \"relate\"" },
        { "cars", "{'on_match':'update_join'}", "\"on_match\" cannot be \"update_join\"" },
        { "cars", "{'on_match':['update','update','x']}",
            "\"on_match\" has more in it than \"update\" takes" },
        { "cars", "{'on_match':['update','crash']}",
            "\"on_match\" needs an action of the type update of Car, which \"crash\" is not" },
        { "cars", "{'on_match':['update',5]}",
            "\"on_match\" needs an action of the type update of Car, which 5 is not" },
        { "cars", "{'on_lookup':['relate','update','crash']}",
            "\"on_lookup\" needs an action of the type read of Car, which \"crash\" is not" },
        { "tools", "{'on_no_match':['create','create','create',5]}",
            "\"on_no_match\" has join keys that are no list of names" },
        { "cars", "{'use_identities':'plate'}",
            "\"use_identities\" is a list of names, not \"plate\"" },
        { "cars", "{'use_identities':[5]}", "\"use_identities\" is a list of names, without 5" },
        { "cars", "{'use_identities':['plates']}",
            "\"use_identities\" names \"plates\", which is no identity of Car" },
    };
    for (const auto& [relationship, options, problem] : cases) {
        CAPTURE(relationship, options);
        CHECK(garage.problems(relationship, options) == std::vector<std::string> { problem });
    }
}

TEST_CASE("a lookup may name its read action, and joins may have keys of their own")
{
    Garage garage;
    CHECK(garage.problems("cars", "{'on_lookup':['relate','update','find']}").empty());
    CHECK(garage.options->on_lookup.read_action->name == "find");
    CHECK(garage.problems("tools", "{'on_lookup':['relate','hang','read',['whyNot','count',5]]}")
            .empty());
    CHECK(garage.options->on_lookup.join_keys
        == std::vector<std::string> { "whyNot", "why", "whyNot", "count", "count", "count" });
    CHECK(garage.problems("tools", "{'on_no_match':['create','create',null,['size']]}").empty());
    CHECK(garage.options->on_no_match.join_action->name == "create");
    CHECK(garage.options->on_no_match.join_keys == std::vector<std::string> { "size" });
}

TEST_CASE("errors lie where the options say, by id or by a path")
{
    Garage garage;
    const auto& cars = garage.relationship("cars");
    auto path = [&](std::string_view options, std::optional<size_t> index) {
        CHECK(garage.problems("cars", options).empty());
        List steps;
        for (const auto& step : garage.options->path_of(cars, index))
            steps.push_back(std::holds_alternative<int64_t>(step)
                    ? Value(std::get<int64_t>(step))
                    : Value(std::get<std::string>(step)));
        return inspect(Value(std::move(steps)));
    };
    CHECK(path("{}", 3) == "[\"cars\", 3]");
    CHECK(path("{'meta':{'id':'list'}}", 3) == "[\"list\", 3]");
    CHECK(path("{'meta':{'id':5,'order':'x'}}", {}) == "[\"cars\"]");
    CHECK(path("{'meta':'x'}", {}) == "[\"cars\"]");
    CHECK(path("{'error_path':'there'}", 3) == "[\"there\"]");
    CHECK(path("{'error_path':['a',1,'b',null]}", 3) == "[\"a\", 1, \"b\"]");
}

TEST_CASE("current records are read unless nothing is done with them")
{
    Garage garage;
    auto reads = [&](std::string_view options) {
        CHECK(garage.problems("cars", options).empty());
        CHECK_FALSE(must_load(*garage.options, true));
        return must_load(*garage.options, false);
    };
    CHECK_FALSE(reads("{'on_no_match':'create'}"));
    CHECK_FALSE(reads("{'on_lookup':'relate'}"));
    CHECK_FALSE(reads("{'on_match':'no_match','on_no_match':'create'}"));
    CHECK(reads("{'on_no_match':'error'}"));
    CHECK(reads("{'on_match':'update'}"));
    CHECK(reads("{'on_no_match':'create','on_missing':'destroy'}"));
}

TEST_CASE("a record says what goes to the row that joins it beside its fields")
{
    Garage garage;
    CHECK(garage.problems("tools", "{'on_lookup':'relate'}").empty());
    auto joins = [&](std::string_view fields) {
        auto record = from_json("{'$struct':'Tool','value':" + std::string(fields) + "}");
        auto split = split_join_keys(record, garage.options->on_lookup);
        CHECK(split.rest == record);
        return to_json(split.join);
    };
    CHECK(joins("{'id':1,'__metadata__':{'join_keys':{'count':3}}}") == "{\"count\":3}");
    CHECK(joins("{'id':1,'__metadata__':{'join_keys':5}}") == "{}");
    CHECK(joins("{'id':1,'__metadata__':5}") == "{}");
    CHECK(joins("{'id':1}") == "{}");
    auto plain = split_join_keys(from_json("{'id':1}"), garage.options->on_lookup);
    CHECK(plain.rest == from_json("{'id':1}"));
    CHECK(plain.join == from_json("{}"));
}

TEST_CASE("inputs that share a key of any type are entangled")
{
    Garage garage;
    const auto& cars = garage.relationship("cars");
    auto entangled = [&](std::string_view first, std::string_view second) {
        auto one = from_json(first);
        auto other = from_json(second);
        PlannedInput inputs[] = { { &one, nullptr }, { &other, nullptr } };
        return is_entangled(cars, inputs);
    };
    CHECK(entangled("{'day':'2024-01-01'}", "{'day':'2024-01-01'}"));
    CHECK_FALSE(entangled("{'day':'2024-01-01'}", "{'day':'2024-01-02'}"));
    CHECK(entangled("{'at':'2024-01-01T00:00:00Z'}", "{'at':'2024-01-01T01:00:00+01:00'}"));
    CHECK_FALSE(entangled("{'at':'2024-01-01T00:00:00Z'}", "{'at':'2024-01-01T01:00:00Z'}"));
    CHECK(entangled("{'new':true,'plate':'x'}", "{'new':'true','plate':'x'}"));
    CHECK_FALSE(entangled("{'new':true,'plate':'x'}", "{'new':false,'plate':'x'}"));
    CHECK_FALSE(entangled("{'new':true}", "{'new':true}"));
    CHECK_FALSE(entangled("{'day':'never'}", "{'day':'never'}"));
    // What may be equal in other ways than by its text is taken for the same.
    CHECK(entangled("{'cost':'1.0'}", "{'cost':'2'}"));
}

TEST_CASE("the key that finds a record has no tenant in it, and all that is needed else")
{
    Garage garage;
    auto key = [&](std::string_view resource, std::string_view input) {
        auto found = lookup_key(garage.loaded.resource(resource), from_json(input));
        std::string text;
        for (const auto& [attribute, value] : found.value_or(KeyValues()))
            text += attribute->name + "=" + display(value) + " ";
        return text;
    };
    CHECK(key("Tool", "{'id':3}") == "id=3 ");
    CHECK(key("Tool", "{'org':'x'}").empty());
    CHECK(key("Car", "{'new':true}").empty());
    CHECK(key("Car", "{'new':true,'plate':'x'}") == "new=true plate=x ");
    CHECK(key("Car", "{'id':'','day':'2024-01-01'}") == "day=2024-01-01 ");
    const auto& car = garage.loaded.resource("Car");
    std::vector<KeyList> keys { car.find_identity("new")->keys, car.find_identity("day")->keys };
    CHECK(lookup_key(car, keys, from_json("{'id':1,'new':true,'day':'2024-01-01'}"))->front().first
        == car.find_attribute("day"));
    CHECK_FALSE(lookup_key(car, keys, from_json("{'id':1}")));
}
