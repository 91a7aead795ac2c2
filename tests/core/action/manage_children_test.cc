#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using namespace tunez::test;

namespace {

// Box 1 with the things 1 (place 1) and 2 (place 2), a label 1, and the tags 1 and 2 of which it
// has the first; thing 3, label 2 and tag 3 are nobody's.
struct Boxes {
    TestEngine engine;

    Boxes()
    {
        std::string id = "'id':{'type':'integer','primary_key':true,'allow_nil':false}";
        std::string name = ",'name':{'type':'string','constraints':{'max_length':6}}";
        std::string crud
            = "'defaults':['read','destroy',{'create':['id','name','place']},{'update':"
              "['name','place']}]";
        engine.define("{'Thing':{'attributes':{" + id + name
            + ",'place':{'type':'integer'},'box_id':{'type':'integer'}},'identities':{'name':{'"
              "keys'"
              ":['name']},'place':{'keys':['box_id','place']}},"
            + crud + "},'Label':{'attributes':{" + id + name
            + ",'place':{'type':'integer'},'box_id':{'type':'integer'}}," + crud
            + "},'Tag':{'attributes':{" + id + name
            + ",'place':{'type':'integer'}},'identities':{"
              "'name':{'keys':['name']}},"
            + crud
            + "},'BoxTag':{'attributes':{'weight':{'type':'integer'},'grade':{'type':'integer'}},"
              "'relationships':{'box':{'kind':'belongs_to','destination':'Box','attribute_type':"
              "'integer','primary_key':true,'allow_nil':false},'tag':{'kind':'belongs_to',"
              "'destination':'Tag','attribute_type':'integer','primary_key':true,'allow_nil':false}"
              "}"
              ",'defaults':['read','destroy',{'create':['weight','grade']},{'update':['weight',"
              "'grade']}]},'Box':{'attributes':{"
            + id
            + "},'relationships':{'things':{'kind':'has_many','destination':'Thing'},'label':{'"
              "kind'"
              ":'has_one','destination':'Label'},'tags':{'kind':'many_to_many','destination':'Tag',"
              "'through':'BoxTag'}},'defaults':['read',{'create':['id']}],'actions':{'update':{"
              "'type':'update','primary':true,'accept':[],'require_atomic':false}}}}");
        for (auto* create : { "'Thing','input':{'id':1,'name':'t1','place':1}",
                 "'Thing','input':{'id':2,'name':'t2','place':2}",
                 "'Thing','input':{'id':3,'name':'t3'}", "'Label','input':{'id':1,'name':'l1'}",
                 "'Label','input':{'id':2,'name':'l2'}", "'Tag','input':{'id':1,'name':'g1'}",
                 "'Tag','input':{'id':2,'name':'g2'}", "'Tag','input':{'id':3,'name':'g3'}",
                 "'Box','input':{'id':1}" })
            engine.ok("{'op':'create','resource':" + std::string(create) + "}");
        engine.ok(manage("things", "[1,2]", "{'type':'append'}"));
        engine.ok(manage("label", "1", "{'type':'append'}"));
        engine.ok(manage("tags", "[1]", "{'type':'append'}"));
    }

    static std::string manage(const std::string& relationship, std::string_view input,
        std::string_view options,
        std::string_view start = "'id':1,'operations':[['for_update','update',{}]")
    {
        return "{'op':'submit','changeset':{'resource':'Box'," + std::string(start)
            + ",['manage_relationship','" + relationship + "'," + std::string(input) + ","
            + std::string(options) + "]]}}";
    }
    // Sent as it is: a record that is written again is a map.
    Value send(std::string_view message)
    {
        std::string json(message);
        std::ranges::replace(json, '\'', '"');
        auto answer = parse_json(engine.engine().run(json), Tags::wire);
        REQUIRE(answer);
        return *answer;
    }

    // The rows of a resource as `id:name`, with the box behind those that have one.
    std::string rows(std::string_view resource)
    {
        std::string text;
        for (const auto& row : engine.rows(resource).list()) {
            text += (text.empty() ? "" : " ") + to_json(at(row, "id")) + ":"
                + std::string(at(row, "name").is_null() ? "-" : at(row, "name").text());
            if (!at(row, "box_id").is_null())
                text += "@" + to_json(at(row, "box_id"));
        }
        return text;
    }
    // The tags of box 1 as `tag:weight:grade`.
    std::string joins()
    {
        std::string text;
        for (const auto& row : engine.rows("BoxTag", "tag_id").list())
            text += (text.empty() ? "" : " ") + to_json(at(row, "tag_id")) + ":"
                + to_json(at(row, "weight")) + ":" + to_json(at(row, "grade"));
        return text;
    }
};

struct Managing3 {
    const char* options;
    const char* input;
    const char* outcome;
};

} // namespace

// The ids in the relationship of a result, in its order.
static std::string ids(const Value& related)
{
    std::string text;
    for (const auto& record : related.is(Kind::list) ? related.list() : List { related })
        text += (text.empty() ? "" : " ") + to_json(at(record, "id"));
    return text;
}

TEST_CASE("what becomes of has_many, by the options and the inputs")
{
    auto [options, input, outcome] = GENERATE(
        Managing3 { "{'type':'append'}", "[3]", "1:t1@1 2:t2@1 3:t3@1" },
        Managing3 { "{'type':'append_and_remove'}", "[3,1]", "1:t1@1 2:t2 3:t3@1" },
        Managing3 { "{'type':'remove'}", "[1]", "1:t1 2:t2@1 3:t3" },
        Managing3 { "{'type':'direct_control'}", "[{'id':1,'name':'n'},{'id':4,'name':'t4'}]",
            "1:n@1 3:t3 4:t4@1" },
        Managing3 { "{'on_match':'destroy'}", "[1,3]", "2:t2@1 3:t3" },
        Managing3 { "{'on_match':'missing','on_missing':'destroy'}", "[{'id':1}]", "1:t1@1 3:t3" },
        Managing3 {
            "{'on_match':'no_match','on_no_match':'ignore'}", "[{'id':1}]", "1:t1@1 2:t2@1 3:t3" },
        Managing3 {
            "{'on_lookup':'relate'}", "[{'name':'t3'},{'name':'none'}]", "1:t1@1 2:t2@1 3:t3@1" },
        Managing3 {
            "{'on_lookup':'relate_and_update'}", "[{'id':3,'name':'n3'}]", "1:t1@1 2:t2@1 3:n3@1" },
        Managing3 { "{'on_match':'update','use_identities':['place']}", "[{'place':2,'name':'x'}]",
            "1:t1@1 2:x@1 3:t3" },
        Managing3 { "{'on_match':'update','use_identities':['name']}", "[{'name':'t2','place':7}]",
            "1:t1@1 2:t2@1 3:t3" });
    CAPTURE(options, input);
    Boxes boxes;
    boxes.engine.ok(Boxes::manage("things", input, options));
    CHECK(boxes.rows("Thing") == outcome);
}

TEST_CASE("what becomes of has_one, by the options and the input")
{
    auto [options, input, outcome] = GENERATE(
        Managing3 { "{'type':'append_and_remove'}", "{'id':2}", "1:l1 2:l2@1" },
        Managing3 { "{'type':'append_and_remove'}", "null", "1:l1 2:l2" },
        Managing3 { "{'type':'direct_control'}", "{'id':1,'name':'n'}", "1:n@1 2:l2" },
        Managing3 { "{'type':'direct_control'}", "{'id':3,'name':'l3'}", "2:l2 3:l3@1" },
        Managing3 { "{'type':'remove'}", "1", "1:l1 2:l2" },
        Managing3 {
            "{'on_no_match':'match','on_match':'update'}", "{'name':'any'}", "1:any@1 2:l2" },
        Managing3 { "{'on_no_match':'match','on_match':'destroy'}", "{'id':7}", "2:l2" },
        Managing3 { "{'on_match':'no_match','on_no_match':'ignore'}", "{'id':1}", "1:l1@1 2:l2" });
    CAPTURE(options, input);
    Boxes boxes;
    boxes.engine.ok(Boxes::manage("label", input, options));
    CHECK(boxes.rows("Label") == outcome);
}

TEST_CASE("what becomes of many_to_many, by the options and the inputs")
{
    auto [options, input, outcome]
        = GENERATE(Managing3 { "{'type':'append'}", "[2]", "1:null:null 2:null:null" },
            Managing3 { "{'type':'append_and_remove'}", "[3]", "3:null:null" },
            Managing3 { "{'type':'remove'}", "[1]", "" },
            Managing3 { "{'on_lookup':'relate','join_keys':['weight']}",
                "[{'id':2,'weight':5,'grade':6}]", "1:null:null 2:5:null" },
            Managing3 { "{'on_lookup':'relate','join_keys':'*'}", "[{'id':2,'weight':5,'grade':6}]",
                "1:null:null 2:5:6" },
            Managing3 { "{'on_match':'update_join','join_keys':['weight']}",
                "[{'id':1,'weight':5}]", "1:5:null" },
            Managing3 { "{'type':'direct_control','join_keys':['grade']}",
                "[{'id':4,'name':'g4','grade':8},{'id':1,'grade':9}]", "1:null:9 4:null:8" });
    CAPTURE(options, input);
    Boxes boxes;
    boxes.engine.ok(Boxes::manage("tags", input, options));
    CHECK(boxes.joins() == outcome);
}

TEST_CASE("what is destroyed of many_to_many goes with the row that joins it")
{
    Boxes boxes;
    boxes.engine.ok(Boxes::manage("tags", "[]", "{'on_missing':'destroy'}"));
    CHECK(boxes.joins().empty());
    CHECK(boxes.rows("Tag") == "2:g2 3:g3");
    boxes.engine.ok(Boxes::manage("tags", "[2]", "{'type':'append'}"));
    boxes.engine.ok(Boxes::manage("tags", "[{'id':2}]", "{'on_match':'destroy'}"));
    CHECK(boxes.rows("Tag") == "3:g3");
}

TEST_CASE("a tag that is related and updated keeps the keys of the join apart")
{
    Boxes boxes;
    boxes.engine.ok(Boxes::manage("tags", "[{'id':2,'name':'new','weight':3}]",
        "{'on_lookup':'relate_and_update','on_match':'update','join_keys':['weight']}"));
    CHECK(boxes.joins() == "1:null:null 2:3:null");
    CHECK(boxes.rows("Tag") == "1:g1 2:new 3:g3");
}

TEST_CASE("what is refused of those related undoes all of it")
{
    struct Case {
        const char* relationship;
        const char* options;
        const char* input;
        Lines errors;
    };
    auto refused = GENERATE(Case { "things", "{'on_missing':'error'}", "[1]",
                                { "invalid_relationship: changes would destroy a record" } },
        Case { "things", "{'on_match':'error'}", "[1,2]",
            { "invalid_relationship: changes would update a record" } },
        Case { "things", "{'on_no_match':'error'}", "[1,3,4]",
            { "invalid_relationship: changes would create a new related record" } },
        Case { "things", "{'on_no_match':'error','on_match':'update'}", "[{'id':1},{'id':3}]",
            { "not_found: record with id: 3 not found @ [\"things\",1]" } },
        Case { "things", "{'type':'append'}", "[8,{'name':'none'}]",
            { "not_found: record with id: 8 not found @ [\"things\",0]",
                "not_found: record with name: \"none\" not found @ [\"things\",1]" } },
        Case { "things", "{'type':'direct_control'}", "[{'id':1,'name':'far too long'}]",
            { "invalid_attribute name: length must be less than or equal to 6 @ "
              "[\"things\",0]" } },
        Case { "label", "{'on_no_match':'error'}", "{'id':9}",
            { "invalid_relationship: changes would create a new related record" } },
        Case { "label", "{'on_missing':'error'}", "null",
            { "invalid_relationship: changes would destroy a record" } },
        Case { "tags", "{'type':'append'}", "[1,7]",
            { "not_found: record with id: 7 not found @ [\"tags\",1]" } });
    CAPTURE(refused.relationship, refused.options);
    Boxes boxes;
    CHECK(boxes.engine.errors(Boxes::manage(refused.relationship, refused.input, refused.options))
        == refused.errors);
    CHECK(boxes.rows("Thing") == "1:t1@1 2:t2@1 3:t3");
    CHECK(boxes.rows("Label") == "1:l1@1 2:l2");
    CHECK(boxes.joins() == "1:null:null");
}

TEST_CASE("the result has those that were not mentioned first, then the inputs in their order")
{
    Boxes boxes;
    auto box = boxes.engine.ok(Boxes::manage("things", "[3,2]", "{'type':'append'}"));
    CHECK(ids(at(box, "things")) == "1 3 2");
    box = boxes.engine.ok(Boxes::manage(
        "things", "[{'id':3},{'id':1}]", "{'on_match':'update','order_is_key':'place'}"));
    CHECK(ids(at(box, "things")) == "3 1 2");
    box = boxes.engine.ok(Boxes::manage("label", "{'id':2}", "{'on_lookup':'relate'}"));
    CHECK(ids(at(box, "label")) == "2");
}

TEST_CASE("records that are given are related as they are")
{
    Boxes boxes;
    auto things = [&](std::string_view fields, std::string_view options) {
        return boxes.send(Boxes::manage(
            "things", "[{'$struct':'Thing','value':" + std::string(fields) + "}]", options));
    };
    auto third = "{'id':3,'name':'t3'}";
    auto box = things(third, "{'on_lookup':'relate','on_no_match':'error'}");
    CHECK(boxes.rows("Thing") == "1:t1@1 2:t2@1 3:t3@1");
    CHECK(ids(at(box, "ok", "things")) == "1 2 3");
    CHECK(at(things(third, "{'type':'remove'}"), "ok").is(Kind::map));
    CHECK(boxes.rows("Thing") == "1:t1@1 2:t2@1 3:t3");
    box = things(third, "{'on_no_match':'create'}");
    CHECK(ids(at(box, "ok", "things")) == "3");
    CHECK(boxes.engine.count("Thing") == 3);
    CHECK(lines_of(at(things("{'name':'x'}", "{'type':'append'}"), "error", "errors"))
        == Lines { "invalid_argument id: the record has no value for its primary key @ "
                   "[\"things\",0]" });
}

TEST_CASE("a create has nobody related yet, so every input is looked up or made")
{
    Boxes boxes;
    auto start = "'operations':[['for_create','create',{'id':5}]";
    auto box = boxes.engine.ok(Boxes::manage("things", "[{'id':1},{'id':9,'name':'t9'}]",
        "{'on_lookup':'relate','on_no_match':'create','on_match':'error'}", start));
    CHECK(ids(at(box, "things")) == "1 9");
    CHECK(boxes.rows("Thing") == "1:t1@5 2:t2@1 3:t3 9:t9@5");
}

TEST_CASE("a call that is to be ignored is queued, and never carried out")
{
    Boxes boxes;
    boxes.engine.ok(Boxes::manage("things", "[]", "{'type':'append_and_remove','ignore':true}"));
    CHECK(boxes.rows("Thing") == "1:t1@1 2:t2@1 3:t3");
}
