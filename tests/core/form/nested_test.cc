#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Albums whose tracks are edited together with them.
struct Tracks : TestEngine {
    Tracks()
    {
        define(
            "{'Album':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string','allow_nil':false,'public':true}},"
            "'relationships':{'tracks':{'kind':'has_many','destination':'Track'}},"
            "'actions':[{'name':'create','type':'create','primary':true,'accept':['id','name'],"
            "'arguments':[{'name':'track_list','key':'trackList','type':{'array':'map'}}],"
            "'changes':[{'name':'manage_relationship','argument':'track_list','relationship':"
            "'tracks','options':{'type':'direct_control','order_is_key':'number'}}]},"
            "{'name':'update','type':'update','primary':true,'accept':['name'],"
            "'arguments':[{'name':'track_list','key':'trackList','type':{'array':'map'}}],"
            "'changes':[{'name':'manage_relationship','argument':'track_list','relationship':"
            "'tracks','options':{'type':'direct_control','order_is_key':'number'}}]},"
            "{'name':'read','type':'read','primary':true},"
            "{'name':'destroy','type':'destroy','primary':true}]},"
            "'Track':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string','allow_nil':false,'public':true},"
            "'seconds':{'type':'integer','public':true},'number':{'type':'integer',"
            "'allow_nil':false}},"
            "'relationships':{'album':{'kind':'belongs_to','destination':'Album',"
            "'allow_nil':false}},"
            "'validations':[{'name':'numericality','field':'seconds',"
            "'options':{'greater_than':0},'where':[{'name':'present','field':'seconds'}]}],"
            "'actions':[{'name':'create','type':'create','primary':true,"
            "'accept':['id','name','seconds','number','album_id']},"
            "{'name':'update','type':'update','primary':true,'accept':['name','seconds','number']},"
            "{'name':'read','type':'read','primary':true},"
            "{'name':'destroy','type':'destroy','primary':true}]}}");
    }

    Value validate(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return ok("{'op':'validate_form','resource':'Album'," + rest + ",'params':" + params + "}");
    }

    Value submit(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return ok("{'op':'submit_form','resource':'Album'," + rest + ",'params':" + params + "}");
    }

    // The names of the tracks in their order.
    Lines names()
    {
        Lines names;
        for (const auto& track : rows("Track", "number").list())
            names.emplace_back(at(track, "name").text());
        return names;
    }
};

} // namespace

static Lines shown_errors(const Value& state) { return lines_of(at(state, "errors")); }

// The items of a nested list, as `name@index`.
static Lines arranged(const Value& state)
{
    Lines lines;
    for (const auto& item : at(state, "params", "trackList").list()) {
        const auto& name = at(item, "name");
        lines.push_back(
            (name.is_null() ? "" : std::string(name.text())) + "@" + to_json(at(item, "_index")));
    }
    return lines;
}

TEST_CASE("errors of a nested form lie at its place in the list")
{
    Tracks tracks;
    auto state = tracks.validate("{'id':1,'name':'Runes','trackList':[{'id':1,'name':'a'},"
                                 "{'id':2,'name':'','seconds':'0'}]}");
    CHECK(at(state, "valid") == Value(false));
    CHECK(shown_errors(state)
        == Lines { "invalid_attribute seconds: must be greater than 0 @ [\"trackList\",1]",
            "required name: is required @ [\"trackList\",1]" });
}

TEST_CASE("the key of a nested form's relationship is not asked of anybody")
{
    Tracks tracks;
    auto state = tracks.validate("{'id':1,'name':'Runes','trackList':[{'id':1,'name':'a'}]}");
    CHECK(at(state, "valid") == Value(true));
}

TEST_CASE("nested forms are written with their parent, in the order of their indexes")
{
    Tracks tracks;
    auto answer
        = tracks.submit("{'id':1,'name':'Runes','trackList':{'10':{'id':2,'name':'second'},"
                        "'9':{'id':1,'name':'first','_form_type':'create','_touched':'name'}}}");
    CHECK(at(answer, "result", "name") == Value("Runes"));
    CHECK(tracks.names() == Lines { "first", "second" });
}

TEST_CASE("an update form validates what changes in the records that it knows")
{
    Tracks tracks;
    tracks.submit("{'id':1,'name':'Runes','trackList':[{'id':1,'name':'a'},{'id':2,'name':'b'}]}");
    auto update = "'action':'update','id':1";
    auto item = "{'_form_type':'update','id':2,'_data':{'id':2,'name':'b'},'name':''}";
    auto state = tracks.validate(
        "{'trackList':[{'_form_type':'update','id':1}," + std::string(item) + "]}", update);
    CHECK(shown_errors(state) == Lines { "required name: is required @ [\"trackList\",1]" });
    tracks.submit(
        "{'trackList':[{'_form_type':'update','id':2,'name':'B'},{'id':3,'name':'c'}]}", update);
    CHECK(tracks.names() == Lines { "B", "c" });
}

TEST_CASE("a list that was never touched leaves its records alone")
{
    Tracks tracks;
    tracks.submit("{'id':1,'name':'Runes','trackList':[{'id':1,'name':'a'}]}");
    tracks.submit("{'name':'Sagas'}", "'action':'update','id':1");
    CHECK(tracks.names() == Lines { "a" });
}

TEST_CASE("nested forms are dropped, sorted and added as their params say")
{
    Tracks tracks;
    auto list = std::string("'trackList':{'0':{'name':'a'},'1':{'name':'b'},'2':{'name':'c'}}");
    auto with = [&](const std::string& rest) {
        return arranged(tracks.validate("{" + list + "," + rest + "}"));
    };
    CHECK(with("'x':1") == Lines { "a@0", "b@1", "c@2" });
    CHECK(with("'_drop_trackList':['1']") == Lines { "a@0", "c@2" });
    CHECK(with("'_drop_trackList':['']") == Lines { "a@0", "b@1", "c@2" });
    CHECK(with("'_sort_trackList':['2','0','1']") == Lines { "c@2", "a@0", "b@1" });
    CHECK(with("'_sort_trackList':['2','new']") == Lines { "c@2", "@null", "a@0", "b@1" });
    CHECK(with("'_add_trackList':'start'") == Lines { "@null", "a@0", "b@1", "c@2" });
    CHECK(with("'_add_trackList':'end'") == Lines { "a@0", "b@1", "c@2", "@null" });
    CHECK(with("'_add_trackList':'1'") == Lines { "a@0", "@null", "b@1", "c@2" });
    CHECK(with("'_add_trackList':'99'") == Lines { "a@0", "b@1", "c@2", "@null" });
    CHECK(with("'_add_trackList':'?'") == Lines { "a@0", "b@1", "c@2", "@null" });
    CHECK(arranged(tracks.validate("{'_add_trackList':'end'}")) == Lines { "@null" });
}

TEST_CASE("lists that are lists are answered with nothing")
{
    Tracks tracks;
    CHECK(at(tracks.validate("{'trackList':[{'name':'a'}]}"), "params").is_null());
}

TEST_CASE("an ignored form is no input, and those behind it keep their places")
{
    Tracks tracks;
    auto params = "{'id':1,'name':'Runes','trackList':[{'id':1,'name':'','_ignore':'true'},"
                  "{'id':2,'name':'b'},{'id':2,'name':'again'}]}";
    CHECK(at(tracks.validate(params), "valid") == Value(true));
    auto answer = tracks.submit(params);
    REQUIRE_FALSE(shown_errors(answer).empty());
    CHECK(shown_errors(answer).front().ends_with("@ [\"trackList\",2]"));
    CHECK(tracks.count("Album") == 0);
}

TEST_CASE("what is no form inside a list is refused by the action, not by the form")
{
    Tracks tracks;
    auto state = tracks.validate("{'id':1,'name':'Runes','trackList':[7]}");
    CHECK(at(state, "valid") == Value(false));
    CHECK_FALSE(shown_errors(state).empty());
}

TEST_CASE("a hundred thousand nested forms are arranged and validated in one go")
{
    Tracks tracks;
    List items;
    List order;
    for (int64_t i = 0; i < 100'000; ++i) {
        items.emplace_back(Map { { "id", Value(i) }, { "name", Value(i % 1000 == 0 ? "" : "x") } });
        order.emplace_back(99'999 - i);
    }
    Map params { { "id", Value(1) }, { "name", Value("Runes") },
        { "trackList", Value(std::move(items)) }, { "_sort_trackList", Value(std::move(order)) } };
    auto state
        = tracks.ok(Value(Map { { "op", Value("validate_form") }, { "resource", Value("Album") },
            { "action", Value("create") }, { "params", Value(std::move(params)) } }));
    CHECK(at(state, "errors").list().size() == 100);
    CHECK(at(state, "params", "trackList").list().size() == 100'000);
    CHECK(at(at(state, "params", "trackList").list().front(), "id") == Value(99'999));
}
