#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Three artists; the first has two albums, the second one, the third none.
struct Music : TestEngine {
    Music()
    {
        define(
            "{'Artist':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string','public':true},'age':{'type':'integer'}},"
            "'relationships':{'albums':{'kind':'has_many','destination':'Album'},"
            "'peers':{'kind':'has_many','destination':'Artist','no_attributes':true,"
            "'filter':{'op':'!=','args':[{'ref':'id'},{'parent':{'ref':'id'}}]}}},"
            "'calculations':{'older':{'type':'integer','arguments':{'by':{'type':'integer','"
            "default':"
            "1}},'expr':{'op':'+','args':[{'ref':'age'},{'arg':'by'}]}}},"
            "'aggregates':{'album_count':{'kind':'count','path':['albums']},"
            "'years':{'kind':'list','path':['albums'],'field':'year','sort':[['year','desc']]},"
            "'early':{'kind':'count','path':['albums'],'filter':{'op':'<','args':[{'ref':'year'},"
            "1995]}},'late':{'kind':'count','path':['albums'],'filter':{'op':'<','args':[{'ref':"
            "'year'},2100]}},"
            "'value':{'kind':'sum','path':['albums'],'field':'price'}},"
            "'actions':{'read':{'type':'read','primary':true,'pagination':{'offset':true,'keyset':"
            "true,'required':false}}},'defaults':[{'create':['id','name','age']}]},"
            "'Album':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'year':{'type':'integer'},'price':{'type':'decimal'}},"
            "'relationships':{'artist':{'kind':'belongs_to','destination':'Artist'}},"
            "'calculations':{'artist_name':{'type':'string','expr':{'ref':'name','path':['artist']}"
            "}}"
            ",'actions':{'plain':{'type':'read'}},'defaults':['read',{'create':['id','year','price'"
            ",'artist_id']}]}}");
        for (auto row : { "{'id':1,'name':'Ann','age':30}", "{'id':2,'name':'Bob'}",
                 "{'id':3,'name':'Cee','age':50}" })
            ok("{'op':'create','resource':'Artist','input':" + std::string(row) + "}");
        for (auto row : { "{'id':1,'year':1990,'price':'1.50','artist_id':1}",
                 "{'id':2,'year':2001,'price':'2','artist_id':1}",
                 "{'id':3,'year':1999,'artist_id':2}" })
            ok("{'op':'create','resource':'Album','input':" + std::string(row) + "}");
    }

    Value read(std::string_view resource, std::string_view query)
    {
        return ok("{'op':'read','resource':'" + std::string(resource)
            + "','query':" + std::string(query) + "}");
    }

    // The field of each record, as JSON.
    std::string field(std::string_view resource, std::string_view query, std::string_view name)
    {
        List values;
        for (const auto& record : read(resource, query).list())
            values.push_back(at(record, name));
        return to_json(Value(values));
    }

    Value page(const std::string& page)
    {
        return read("Artist", "{'sort':'-name','page':" + page + "}");
    }
};

std::string ids(const Value& page)
{
    List values;
    for (const auto& record : at(page, "results").list())
        values.push_back(at(record, "id"));
    return to_json(Value(values));
}

} // namespace

TEST_CASE("aggregates and calculations are loaded beside the fields of a record")
{
    Music music;
    auto load = [&](std::string_view name) {
        return music.field("Artist", "{'sort':'id','load':['" + std::string(name) + "']}", name);
    };
    CHECK(load("album_count") == "[2,1,0]");
    CHECK(load("years") == "[[2001,1990],[1999],[]]");
    CHECK(load("value") == "[\"3.50\",null,null]");
    CHECK(load("older") == "[31,null,51]");
    CHECK(music.field("Artist", "{'sort':'id','load':{'older':{'args':{'by':5}}}}", "older")
        == "[35,null,55]");
    CHECK(music.field("Album", "{'sort':'id','load':['artist_name']}", "artist_name")
        == "[\"Ann\",\"Ann\",\"Bob\"]");
    CHECK(music.errors("{'op':'read','resource':'Artist','query':{'load':['nope']}}")
        == Lines { "invalid_load: :nope is not a valid load @ [\"load\"]" });
}

TEST_CASE("they sort and filter like fields do, and so does what belongs to a relationship")
{
    Music music;
    CHECK(music.field("Artist", "{'sort':'-album_count'}", "id") == "[1,2,3]");
    CHECK(music.field("Artist", "{'filter':{'album_count':{'gt':0}},'sort':'-name'}", "id")
        == "[2,1]");
    CHECK(music.field("Album", "{'sort':'-artist.name,-id'}", "id") == "[3,2,1]");
    CHECK(music.field("Album", "{'filter':{'artist':{'name':{'contains':'n'}}},'sort':'id'}", "id")
        == "[1,2]");
    CHECK(music.field("Artist", "{'filter':{'albums':{'year':{'lt':2000}}},'sort':'id'}", "id")
        == "[1,2]");
    CHECK(music.field("Artist", "{'filter':{'albums':{'id':{'is_nil':true}}}}", "id") == "[3]");
    CHECK(music.errors("{'op':'read','resource':'Artist','query':{'sort_input':'age'}}")
        == Lines { "no_such_field age: No such field age for resource Artist @ [\"sort\"]" });
    CHECK(music.errors("{'op':'read','resource':'Artist','query':{'filter_input':{'age':1}}}")
        == Lines { "no_such_field age: No such field age for resource Artist @ [\"filter\"]" });
}

TEST_CASE("what is loaded and sorted by is computed once, whatever else is like it")
{
    Music music;
    auto sql = [&](std::string_view query) {
        return std::string(
            at(music.ok("{'op':'explain','resource':'Artist','query':" + std::string(query) + "}")
                    .list()
                    .front(),
                "sql")
                .text());
    };
    auto counts = [](const std::string& text) {
        size_t found = 0;
        for (size_t at = 0; (at = text.find("count(*)", at)) != std::string::npos; ++at)
            ++found;
        return found;
    };
    CHECK(counts(sql("{'sort':'-album_count','load':['album_count']}")) == 1);
    CHECK(counts(sql("{'sort':'-album_count','load':['album_count'],'limit':2}")) == 1);
    CHECK(counts(sql("{'sort':'-early','load':['late'],'limit':2}")) == 2);
    for (auto* limit : { "", ",'limit':9" }) {
        auto read = [&](std::string_view sort, std::string_view load, std::string_view field) {
            return music.field("Artist",
                "{'sort':'" + std::string(sort) + ",id','load':" + std::string(load) + limit + "}",
                field);
        };
        CHECK(read("-early", "['late']", "late") == "[2,1,0]");
        CHECK(read("late", "['early']", "early") == "[0,0,1]");
        CHECK(read("-early,late", "['early','late']", "id") == "[1,3,2]");
        CHECK(read("-late,early", "['early','late']", "id") == "[1,2,3]");
        CHECK(read("-early,late", "['late','early']", "late") == "[2,0,1]");
        CHECK(read("-value", "['value']", "value") == "[null,null,\"3.50\"]");
    }
}

TEST_CASE("locks of rows are accepted and change nothing, anything else is no lock")
{
    Music music;
    for (auto* lock :
        { "for_update", "FOR UPDATE", "for share nowait", "FOR NO KEY UPDATE", "for_key_share" })
        CHECK(music.field("Artist", "{'sort':'id','lock':'" + std::string(lock) + "'}", "id")
            == "[1,2,3]");
    CHECK(music.field("Artist", "{'sort':'id','lock':null}", "id") == "[1,2,3]");
    auto refused = [&](const std::string& lock) {
        return music.errors("{'op':'read','resource':'Artist','query':{'lock':" + lock + "}}");
    };
    CHECK(refused("'for_ever'")
        == Lines { "lock_not_supported: Data layer for Artist does not support lock: \"for_ever\" "
                   "@ [\"lock\"]" });
    CHECK(refused("true")
        == Lines { "lock_not_supported: Data layer for Artist does not support lock: true @ "
                   "[\"lock\"]" });
    CHECK(to_json(
              at(music.read("Artist", "{'filter':{'id':2},'load':{'albums':{'lock':'for_update'}}}")
                      .list()
                      .front(),
                  "albums"))
        == to_json(at(
            music.read("Artist", "{'filter':{'id':2},'load':'albums'}").list().front(), "albums")));
}

TEST_CASE("a relationship that only a filter makes is loaded by it")
{
    Music music;
    auto peers
        = music.field("Artist", "{'sort':'id','limit':1,'load':{'peers':{'sort':'id'}}}", "peers");
    CHECK(peers.find("\"Bob\"") != std::string::npos);
    CHECK(peers.find("\"Ann\"") == std::string::npos);
}

TEST_CASE("of rows that are alike only the first is read")
{
    Music music;
    CHECK(music.field("Album",
              "{'distinct':['artist_id'],'distinct_sort':[['year','desc']],'sort':'id'}", "id")
        == "[2,3]");
}

TEST_CASE("pages by offset know how many records there are, and whether there are more")
{
    Music music;
    auto first = music.page("{'limit':2,'count':true}");
    CHECK(ids(first) == "[3,2]");
    CHECK(at(first, "more") == Value(true));
    CHECK(at(first, "count") == Value(3));
    auto from = to_json(first);
    auto turn = [&](std::string_view to) {
        auto message
            = *parse_json("{\"op\":\"read\",\"resource\":\"Artist\",\"query\":{\"sort\":\"-"
                          "name\",\"page\":{\"from\":"
                + from + ",\"to\":\"" + std::string(to) + "\"}}}");
        return music.ok(message);
    };
    CHECK(ids(turn("next")) == "[1]");
    CHECK(at(turn("next"), "more") == Value(false));
    CHECK(ids(turn("last")) == "[2,1]");
    CHECK(ids(turn("prev")) == "[3,2]");
    CHECK(ids(music.page("{'limit':2,'offset':9}")) == "[]");
    CHECK(music.errors(
              "{'op':'read','resource':'Album','action':'plain','query':{'page':{'limit':1}}}")
        == Lines { "invalid_page: Pagination is not supported @ [\"page\"]" });
}

TEST_CASE("pages by keyset begin behind, or end before, a record")
{
    Music music;
    auto all = music.page("{'limit':3}");
    auto keyset = [&](size_t i) { return std::string(at(all, "keysets").list()[i].text()); };
    CHECK(ids(music.page("{'limit':2,'after':'" + keyset(0) + "'}")) == "[2,1]");
    CHECK(ids(music.page("{'limit':1,'before':'" + keyset(2) + "'}")) == "[2]");
    CHECK(ids(music.page("{'limit':1,'before':'" + keyset(0) + "'}")) == "[]");
    CHECK(music.errors("{'op':'read','resource':'Artist','query':{'page':{'limit':1,'after':'!'}}}")
        == Lines {
            "invalid_keyset: Invalid value provided as a keyset for after: \"!\" @ [\"page\"]" });
}

TEST_CASE("one value is read out of all rows of a query")
{
    Music music;
    auto aggregate = [&](std::string_view written, std::string_view query = "{}") {
        return to_json(music.ok("{'op':'aggregate','resource':'Album','aggregate':"
            + std::string(written) + ",'query':" + std::string(query) + "}"));
    };
    CHECK(aggregate("{'kind':'count'}", "{'filter':{'year':{'gt':1990}}}") == "2");
    CHECK(aggregate("{'kind':'avg','field':'price'}") == "\"1.75\"");
    CHECK(aggregate("{'kind':'list','field':'year'}", "{'sort':'year'}") == "[1990,1999,2001]");
    CHECK(aggregate("{'kind':'max','field':'year'}", "{'sort':'year','limit':2}") == "1999");
    CHECK(aggregate("{'kind':'exists'}", "{'filter':{'year':1}}") == "false");
}
