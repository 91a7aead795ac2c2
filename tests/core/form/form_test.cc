#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

struct Music : TestEngine {
    Music()
    {
        define(
            "{'Album':{'attributes':{'id':{'type':'uuid','primary_key':true,'allow_nil':false,"
            "'default':{'fn':'uuid'}},'name':{'type':'string','allow_nil':false,'public':true},"
            "'year_released':{'key':'yearReleased','type':'integer',"
            "'allow_nil':false},'format':{'type':'string','default':'LP'},"
            "'artist_id':{'key':'artistId','type':'uuid'}},"
            "'validations':[{'name':'numericality','field':'year_released',"
            "'options':{'greater_than':1950},'where':[{'name':'present','field':'year_released'}]},"
            "{'name':'compare','field':'year_released','options':{'less_than':3000}}],"
            "'identities':[{'name':'unique_name','keys':['artist_id','name'],"
            "'message':'already exists for this artist'}],"
            "'actions':[{'name':'create','type':'create','primary':true,"
            "'accept':['name','year_released','artist_id']},"
            "{'name':'update','type':'update','primary':true,'accept':['name','year_released']},"
            "{'name':'search','type':'read','arguments':[{'name':'query','type':'ci_string',"
            "'allow_nil':false}]},"
            "{'name':'read','type':'read','primary':true},"
            "{'name':'destroy','type':'destroy','primary':true}]}}");
    }

    Value validate(std::string_view rest)
    {
        return ok("{'op':'validate_form','resource':'Album'," + std::string(rest) + "}");
    }

    Value submit(std::string_view rest)
    {
        return ok("{'op':'submit_form','resource':'Album'," + std::string(rest) + "}");
    }
};

} // namespace

static Lines texts(const Value& state) { return lines_of(at(state, "errors")); }

TEST_CASE("a form says beside each field what the resource has against it")
{
    Music music;
    auto state = music.validate("'action':'create','params':{'name':'','yearReleased':'19'}");
    CHECK(at(state, "valid") == Value(false));
    CHECK(texts(state)
        == Lines { "invalid_attribute yearReleased: must be greater than 1950",
            "required name: is required" });
}

TEST_CASE("params that are good make a valid form, and nothing is written")
{
    Music music;
    auto state
        = music.validate("'action':'create','params':{'name':'Runes','yearReleased':'2019'}");
    CHECK(at(state, "valid") == Value(true));
    CHECK(texts(state).empty());
    CHECK(music.count("Album") == 0);
}

TEST_CASE("what defaults of the action set beside the params is a value of the form")
{
    Music music;
    auto state = music.validate("'action':'create','params':{'name':'Runes'}");
    CHECK(at(state, "values", "format") == Value("LP"));
    CHECK(at(state, "values", "name").is_null());
}

TEST_CASE("params that are no inputs, and the form's own, never reach the action")
{
    Music music;
    auto answer = music.submit("'action':'create','params':{'name':'Runes','yearReleased':'2019',"
                               "'format':'CD','_form_type':'create','_touched':'name'}");
    CHECK(at(answer, "result", "format") == Value("LP"));
}

TEST_CASE("an input that is marked as unused is not sent")
{
    Music music;
    auto state = music.validate(
        "'action':'create','params':{'name':'','_unused_name':'','yearReleased':'2019'}");
    CHECK(texts(state) == Lines { "required name: is required" });
    music.ok("{'op':'create','resource':'Album','input':{'name':'A','yearReleased':2000}}");
    auto id = to_json(at(music.rows("Album").list().front(), "id"));
    auto answer = music.submit("'action':'update','id':" + id
        + ",'params':{'name':'B','_unused_name':'','yearReleased':'2001'}");
    CHECK(at(answer, "result", "name") == Value("A"));
}

TEST_CASE("a form that is invalid never reaches the data layer")
{
    Music music;
    auto answer = music.submit("'action':'create','params':{'name':'Runes','yearReleased':'1'}");
    CHECK(texts(answer) == Lines { "invalid_attribute yearReleased: must be greater than 1950" });
    CHECK(at(answer, "failure", "class") == Value("invalid"));
    CHECK(music.count("Album") == 0);
}

TEST_CASE("what only the write finds is beside its fields, too")
{
    Music music;
    auto good = "'action':'create','params':{'name':'Runes','yearReleased':'2019','artistId':"
                "'11111111-1111-4111-8111-111111111111'}";
    music.submit(good);
    auto answer = music.submit(good);
    CHECK(at(answer, "valid") == Value(false));
    CHECK(texts(answer)
        == Lines { "invalid_attribute artistId: already exists for this artist",
            "invalid_attribute name: already exists for this artist" });
    CHECK(music.count("Album") == 1);
}

TEST_CASE("a form for a read validates the arguments and runs the read")
{
    Music music;
    CHECK(texts(music.validate("'action':'search','params':{}"))
        == Lines { "required query: is required" });
    CHECK(at(music.submit("'action':'search','params':{'query':'x'}"), "result").list().empty());
}

TEST_CASE("a form for a destroy destroys its record")
{
    Music music;
    music.ok("{'op':'create','resource':'Album','input':{'name':'A','yearReleased':2000}}");
    auto id = to_json(at(music.rows("Album").list().front(), "id"));
    CHECK(at(music.submit("'action':'destroy','id':" + id), "result").is_null());
    CHECK(music.count("Album") == 0);
}

TEST_CASE("operations given beforehand are part of what the form is built from")
{
    Music music;
    auto answer = music.submit("'action':'create','params':{'name':'Runes','yearReleased':'2019'},"
                               "'operations':[['change_attribute','artistId',"
                               "'11111111-1111-4111-8111-111111111111']]");
    CHECK(at(answer, "result", "artistId") == Value("11111111-1111-4111-8111-111111111111"));
}
