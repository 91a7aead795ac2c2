#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Shelves with books, an owner and a plate, all of which have a label that the application makes.
// Shelf 3 has nothing.
struct Labelled {
    TestEngine engine;
    size_t asked = 0;

    Labelled()
    {
        auto label = engine.callback([this](const Value& message) -> Result<Value> {
            ++asked;
            List values;
            for (const auto& record : at(message, "records").list())
                values.emplace_back("#" + to_json(at(record, "id")));
            return Value(std::move(values));
        });
        std::string id = "'id':{'type':'integer','primary_key':true,'allow_nil':false}";
        std::string own = "'calculations':{'label':{'type':'string','calculate':" + label
            + ",'load':['id']},'twice':{'type':'integer','expr':{'op':'*','args':[{'ref':'id'},{"
              "'value':2}]}}}";
        std::string paged
            = "'actions':{'read':{'type':'read','primary':true,'pagination':{'offset':"
              "true,'keyset':true,'required':false,'countable':true}}}";
        engine.define("{'Owner':{'attributes':{" + id + ",'name':{'type':'string'}}," + own
            + ",'defaults':['read',{'create':['id','name']}]},'Plate':{'attributes':{" + id
            + ",'text':{'type':'string'}},'relationships':{'shelf':{'kind':'belongs_to','"
              "destination'"
              ":'Shelf'}},"
            + own
            + ",'defaults':['read',{'create':['id','text','shelf_id']}]},'Book':{'attributes':{"
            + id
            + ",'weight':{'type':'float'},'title':{'type':'string'}},'relationships':{'shelf':{'"
              "kind'"
              ":'belongs_to','destination':'Shelf'}},"
            + own + "," + paged
            + ",'defaults':[{'create':['id','weight','title','shelf_id']}]},'Shelf':{'attributes':{"
            + id
            + ",'name':{'type':'string'}},'relationships':{'books':{'kind':'has_many','destination'"
              ":"
              "'Book'},'plate':{'kind':'has_one','destination':'Plate'},'owner':{'kind':'belongs_"
              "to'"
              ",'destination':'Owner'}},"
            + own + "," + paged + ",'defaults':[{'create':['id','name','owner_id']}]}}");
        for (auto* row : { "'Owner','input':{'id':1,'name':'o'}",
                 "'Shelf','input':{'id':1,'name':'a','owner_id':1}",
                 "'Shelf','input':{'id':2,'name':'b'}", "'Shelf','input':{'id':3}",
                 "'Plate','input':{'id':1,'text':'p','shelf_id':1}",
                 "'Book','input':{'id':1,'weight':1.5,'title':'x','shelf_id':1}",
                 "'Book','input':{'id':2,'title':'y','shelf_id':1}",
                 "'Book','input':{'id':3,'weight':0.25,'shelf_id':1}",
                 "'Book','input':{'id':4,'weight':7.0,'title':'z','shelf_id':2}" })
            engine.ok("{'op':'create','resource':" + std::string(row) + "}");
    }

    Value read(const std::string& query)
    {
        return engine.ok("{'op':'read','resource':'Shelf','query':{" + query + "}}");
    }
};

// A value without the labels in it; each of them has to be that of its record.
Value unlabelled(const Value& value)
{
    if (value.is(Kind::list)) {
        List items;
        for (const auto& item : value.list())
            items.push_back(unlabelled(item));
        return Value(std::move(items));
    }
    if (!value.is(Kind::map))
        return value;
    Map map;
    for (const auto& [key, inner] : value.map()) {
        if (key == "label")
            CHECK(inner == Value("#" + to_json(at(value, "id"))));
        else
            map.append(key, unlabelled(inner));
    }
    return Value(std::move(map));
}

} // namespace

TEST_CASE("a read with calculations of the application has all that the same read has without")
{
    auto [rest, load, with] = GENERATE(table<std::string, std::string, std::string>({
        { "'sort':'id'", "{}", "{'label':true}" },
        { "'sort':'-id','limit':2", "{'twice':true}", "{'twice':true,'label':true}" },
        { "'sort':'id','page':{'limit':2,'count':true}", "{}", "{'label':true}" },
        { "'sort':'-name','page':{'limit':2,'offset':1}", "{}", "{'label':true}" },
        { "'sort':'id','page':{'limit':2}", "{'books':{'sort':'id'}}",
            "{'books':{'sort':'id','load':{'label':true}}}" },
        { "'sort':'id'", "{'owner':true,'plate':true}",
            "{'owner':{'load':{'label':true}},'plate':{'load':{'label':true}}}" },
        { "'sort':'id'", "{'owner':true,'plate':true}",
            "{'owner':true,'plate':true,'label':true}" },
        { "'sort':'id'", "{'books':{'sort':'weight','limit':2}}",
            "{'books':{'sort':'weight','limit':2,'load':{'label':true}}}" },
        { "'sort':'id'", "{'books':{'sort':'-weight','page':{'limit':1,'count':true}}}",
            "{'books':{'sort':'-weight','page':{'limit':1,'count':true},'load':{'label':true}}}" },
        { "'sort':'id'", "{'books':{'sort':'title','page':{'limit':2,'offset':1}}}",
            "{'label':true,'books':{'sort':'title','page':{'limit':2,'offset':1}}}" },
        { "'sort':'id'", "{'books':{'sort':'id','load':{'shelf':{'load':{'plate':true}}}}}",
            "{'books':{'sort':'id','load':{'shelf':{'load':{'plate':{'load':{'label':true}}}}}}}" },
        { "'sort':'id','filter':{'id':99}", "{'books':true}", "{'books':true,'label':true}" },
    }));
    CAPTURE(rest, with);
    Labelled shelves;
    auto without = shelves.read(rest + ",'load':" + load);
    CHECK(shelves.asked == 0);
    auto labelled = shelves.read(rest + ",'load':" + with);
    CHECK(unlabelled(labelled) == without);
    CHECK((labelled != without) == (shelves.asked > 0));
}

TEST_CASE("what is loaded onto records in hand is what a read would have loaded")
{
    auto load = GENERATE(as<std::string>(), "['owner']", "{'plate':{'load':{'label':true}}}",
        "{'books':{'sort':'id','load':{'label':true}},'twice':true}",
        "{'books':{'sort':'-id','page':{'limit':1}}}", "['label','owner']");
    CAPTURE(load);
    Labelled shelves;
    auto rows = shelves.read("'sort':'id'");
    auto loaded = shelves.engine.ok(
        "{'op':'load','resource':'Shelf','records':" + to_json(rows) + ",'load':" + load + "}");
    CHECK(loaded == shelves.read("'sort':'id','load':" + load));
}

TEST_CASE("what is related cannot be loaded onto a record whose key was not loaded")
{
    Labelled shelves;
    CHECK(shelves.engine.errors(
              "{'op':'load','resource':'Shelf','records':[{'id':1}],'load':['owner']}")
        == Lines { "invalid_load owner: cannot load owner, because owner_id of the record was not "
                   "loaded" });
    CHECK(
        at(shelves.engine
                .ok("{'op':'load','resource':'Shelf','records':[{'id':1,'owner_id':null}],'load':["
                    "'owner']}")
                .list()
                .front(),
            "owner")
        == Value());
}

TEST_CASE("records to load onto are a list of maps with their keys")
{
    auto [records, error] = GENERATE(table<std::string, std::string>({
        { "5", "invalid_message: `records` is a list of records" },
        { "[5]", "invalid_message: `records` is a list of records" },
        { "[{}]", "invalid_argument id: the record has no value for its primary key" },
        { "[{'id':'x'}]", "invalid_argument id: the record has a value that is not of its type" },
    }));
    Labelled shelves;
    CHECK(shelves.engine.errors(
              "{'op':'load','resource':'Shelf','records':" + records + ",'load':['owner']}")
        == Lines { error });
    CHECK(
        shelves.engine.errors("{'op':'load','resource':'Shelf','records':[],'load':['nix']}").size()
        == 1);
}

TEST_CASE("loads and fields may be given beside the query, and are judged the same")
{
    Labelled shelves;
    auto read = [](std::string_view options) {
        return "{'op':'read','resource':'Shelf','query':{'filter':{'id':1}},'options':"
            + std::string(options) + "}";
    };
    CHECK(shelves.engine.ok(read("{'load':['owner'],'select':['name']}"))
        == from_json("[{'id':1,'name':'a','owner':{'id':1,'name':'o'}}]"));
    CHECK(shelves.engine.error_class(read("{'load':['nix']}")) == "invalid");
    CHECK(shelves.engine.error_class(read("{'select':['nix']}")) == "invalid");
}

TEST_CASE("a calculation that answers for other records than it was asked about is refused")
{
    auto answer = GENERATE(as<std::string>(), "[]", "[1,2,3,4]", "5", "[1,'x',3]");
    CAPTURE(answer);
    TestEngine engine;
    auto function
        = engine.callback([&](const Value&) -> Result<Value> { return from_json(answer); });
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false"
        "}},'calculations':{'it':{'type':'integer','calculate':"
        + function + "}},'defaults':['read',{'create':['id']}]}}");
    for (auto* id : { "1", "2", "3" })
        engine.ok("{'op':'create','resource':'Item','input':{'id':" + std::string(id) + "}}");
    auto answered = engine.run("{'op':'read','resource':'Item','query':{'load':['it']}}");
    CHECK(at(answered, "error").is(Kind::map));
    CHECK(engine.count("Item") == 3);
}
