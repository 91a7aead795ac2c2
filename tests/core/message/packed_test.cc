#include "support/shop.h"
#include "support/unpacked.h"

using namespace tunez;
using namespace tunez::test;

static constexpr auto every_type
    = "{'Sample':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
      "'text':{'type':'string','constraints':{'trim':false,'allow_empty':true}},"
      "'folded':{'type':'ci_string'},'count':{'type':'integer'},'ratio':{'type':'float'},"
      "'flag':{'type':'boolean'},'price':{'type':'decimal'},'day':{'type':'date'},"
      "'at':{'type':'utc_datetime_usec'},'second':{'type':'utc_datetime'},'naive':{'type':'naive_"
      "datetime'},'time':{'type':'time'},'lasts':{'type':'duration'},'key':{'type':'uuid'},"
      "'bytes':{'type':'binary'},'extra':{'type':'map'},'tags':{'type':{'array':'string'}},"
      "'mood':{'type':{'enum':['glad','sad']}},'any':{'type':'term'},"
      "'precise':{'type':'time_usec'},'sorted':{'type':'uuid_v7'},'sign':{'type':'atom','"
      "constraints':{'unsafe_to_atom':true}},"
      "'vector':{'type':'vector'},'pair':{'type':'tuple','constraints':{'fields':{'a':{'type':"
      "'integer'},'b':{'type':'string'}}}},'named':{'type':'keyword','constraints':{'fields':{"
      "'a':{'type':'integer'}}}},'one_of':{'type':'union','constraints':{'types':{'number':{"
      "'type':'integer'},'words':{'type':'string'}}}}},"
      "'defaults':['read',{'create':['id','text','folded','count','ratio','flag','price','day',"
      "'at','second','naive','time','lasts','key','bytes','extra','tags','mood','any',"
      "'precise','sorted','sign','vector','pair','named','one_of']}]}}";

static void create(TestEngine& engine, std::string_view input)
{
    engine.ok("{'op':'create','resource':'Sample','input':" + std::string(input) + "}");
}

// What a message that reads answers in both forms.
static void same_in_both_forms(TestEngine& engine, const std::string& members)
{
    INFO(members);
    auto packed = engine.ok("{" + members + ",'packed':true}");
    CHECK(to_json(packed, Tags::full)
        == to_json(engine.ok("{" + members + ",'packed':false}"), Tags::full));
}

static const std::string all_samples = "'op':'read','resource':'Sample','query':{'sort':'id'}";

TEST_CASE("a packed answer says of every type what JSON says")
{
    TestEngine engine;
    engine.define(every_type);
    create(engine,
        "{'id':1,'text':'plain','folded':'MiXed','count':42,'ratio':0.1,'flag':true,"
        "'price':'1.50','day':'2026-02-28','at':'2026-02-28T13:45:00.123456Z',"
        "'second':'2026-02-28T13:45:00Z','naive':'2026-02-28T13:45:00','time':'13:45:00',"
        "'lasts':'P1DT2H','key':'00000000-0000-4000-8000-00000000000a',"
        "'bytes':{'$binary':'AAH/'},'extra':{'a':[1,{'b':null}]},'tags':['a','ü'],"
        "'mood':'sad','any':{'$date':'2026-01-01'},'precise':'13:45:00.000001',"
        "'sorted':'01980000-0000-7000-8000-00000000000a','sign':{'$atom':'plus'},"
        "'vector':[1.5,2],'pair':{'$tuple':[1,'x']},'named':{'$keyword':[['a',1]]},'one_of':5}");
    create(engine, "{'id':2}");
    same_in_both_forms(engine, all_samples);
    same_in_both_forms(engine, "'op':'get','resource':'Sample','by':{'id':1}");
}

TEST_CASE("text of any letters comes back from a packed answer")
{
    TestEngine engine;
    engine.define(every_type);
    auto id = 0;
    for (auto* text : { "", "a", "exactly8", "more than eight", "é", "ünder", "日本語のタイトル",
             "mixed ascii and 音楽", "👩‍🚀 at the end 🎵", "\\ufeffmarked",
             "quo\\\\te\\u0000" })
        create(engine, "{'id':" + std::to_string(++id) + ",'text':'" + text + "'}");
    same_in_both_forms(engine, all_samples);
}

TEST_CASE("numbers at their limits come back from a packed answer")
{
    TestEngine engine;
    engine.define(every_type);
    auto id = 0;
    for (auto* count : { "0", "-1", "2147483647", "2147483648", "-2147483646", "-2147483647",
             "-2147483648", "-2147483649", "9007199254740993", "{'$integer':'9223372036854775807'}",
             "{'$integer':'-9223372036854775808'}" })
        create(engine, "{'id':" + std::to_string(++id) + ",'count':" + count + "}");
    for (auto* ratio : { "0.0", "-0.0", "1.0", "1e300", "-5e-324", "1.7976931348623157e308" })
        create(engine, "{'id':" + std::to_string(++id) + ",'ratio':" + ratio + "}");
    same_in_both_forms(engine, all_samples);
}

TEST_CASE("cells that are none of their type are packed as what they hold")
{
    TestEngine engine;
    engine.define(every_type);
    create(engine, "{'id':1}");
    for (auto* cell : { "flag = 7", "text = CAST(x'ff41' AS TEXT)", "at = 'yesterday'",
             "at = '2026-02-28 13:45:00.000000Z'", "day = 'x'", "price = 'costly'",
             "extra = 'no json'", "ratio = 9e999" }) {
        engine.ok(Value(Map {
            { "op", Value("sql") }, { "sql", Value(std::string("UPDATE samples SET ") + cell) } }));
        same_in_both_forms(engine, all_samples);
    }
}

static constexpr auto packed_music
    = "{'Artist':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
      "'name':{'type':'string'}},'relationships':{'albums':{'kind':'has_many','destination':"
      "'Album','sort':[['year','desc']]}},'aggregates':{'album_count':{'kind':'count','path':["
      "'albums']}},'calculations':{'shout':{'type':'string','expression':{'op':'<>','args':[{'ref':"
      "'name'},'!']}}},'actions':{'read':{'type':'read','primary':true,'pagination':{'offset':true,"
      "'keyset':true,'countable':true,'required':false}}},'defaults':[{'create':['id','name']}]},"
      "'Album':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},'year':{"
      "'type':'integer'}},'relationships':{'artist':{'kind':'belongs_to','destination':'Artist',"
      "'attribute_type':'integer','attribute_writable':true}},'actions':{'read':{'type':'read',"
      "'primary':true,'pagination':{'offset':true,'countable':true,'required':false}}},"
      "'defaults':[{'create':['id','year','artist_id']}]}}";

static void fill(TestEngine& engine)
{
    engine.define(packed_music);
    for (auto* input : { "{'id':1,'name':'Ada'}", "{'id':2,'name':'Björk'}", "{'id':3}" })
        engine.ok(std::string("{'op':'create','resource':'Artist','input':") + input + "}");
    for (auto* input : { "{'id':1,'year':1990,'artist_id':1}", "{'id':2,'year':2001,'artist_id':1}",
             "{'id':3,'artist_id':1}", "{'id':4,'year':1985,'artist_id':2}", "{'id':5}" })
        engine.ok(std::string("{'op':'create','resource':'Album','input':") + input + "}");
}

TEST_CASE("what is loaded with records is packed with them")
{
    TestEngine engine;
    fill(engine);
    for (auto* query : { "{'sort':'id','load':{'albums':{'artist':true}}}",
             "{'sort':'id','load':['album_count','shout','albums']}",
             "{'sort':'id','select':['name'],'load':{'albums':{'select':['year']}}}",
             "{'filter':{'id':99},'load':'albums'}", "{'filter':{'id':3},'load':'albums'}",
             "{'sort':'id','load':{'albums':{'limit':1,'sort':'id'}}}" })
        same_in_both_forms(engine, std::string("'op':'read','resource':'Artist','query':") + query);
    same_in_both_forms(
        engine, "'op':'read','resource':'Album','query':{'sort':'id','load':{'artist':'albums'}}");
    same_in_both_forms(
        engine, "'op':'get','resource':'Album','by':{'id':5},'query':{'load':{'artist':true}}");
}

TEST_CASE("pages are packed with what they say beside their records")
{
    TestEngine engine;
    fill(engine);
    for (auto* page : { "{'limit':2,'count':true}", "{'limit':2,'offset':2}",
             "{'limit':5,'offset':9}", "{'limit':1,'count':false}" })
        same_in_both_forms(engine,
            std::string("'op':'read','resource':'Artist','query':{'sort':'id','page':") + page
                + "}");
    same_in_both_forms(engine,
        "'op':'read','resource':'Artist','query':{'sort':'id','load':{'albums':{'page':{'limit':1,"
        "'count':true}}}}");
}

TEST_CASE("one record that is not there is null, or an error, whatever form was asked for")
{
    TestEngine engine;
    fill(engine);
    const std::string nobody = "'op':'get','resource':'Artist','by':{'id':9}";
    same_in_both_forms(engine, nobody + ",'options':{'not_found_error':false}");
    CHECK(engine.errors("{" + nobody + ",'packed':true}")
        == engine.errors("{" + nobody + ",'packed':false}"));
}

TEST_CASE("an answer is packed only where that is asked for")
{
    TestEngine engine;
    fill(engine);
    auto answer = [&](std::string_view message) {
        return std::string(engine.engine().run(to_json(from_json(message))));
    };
    CHECK(is_packed(answer("{'op':'read','resource':'Album','packed':true}")));
    CHECK_FALSE(is_packed(answer("{'op':'read','resource':'Album'}")));
    CHECK_FALSE(is_packed(answer("{'op':'read','resource':'Album','packed':1}")));
    CHECK_FALSE(is_packed(answer("{'op':'read','resource':'Nope','packed':true}")));
    CHECK_FALSE(is_packed(answer(
        "{'op':'read','resource':'Album','packed':true,'options':{'return_notifications':true}}")));
}

// An answer that is kept, to be given again, is JSON.
TEST_CASE("a read that has written something is not packed")
{
    TestEngine engine;
    auto writes = engine.callback([&](const Value&) -> Result<Value> {
        engine.engine().run(R"({"op":"create","resource":"Note","input":{"id":7}})");
        return Value(1);
    });
    engine.define("{'Note':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                  "false}},'actions':{'noted':{'type':'read','arguments':{'x':{'type':'integer',"
                  "'default':"
        + writes + "}}}},'defaults':['read',{'create':['id']}]}}");
    auto message = R"({"op":"read","resource":"Note","action":"noted","packed":true})";
    std::string answer(engine.engine().run(message));
    CHECK(answer == R"({"ok":[{"id":7}]})");
    CHECK(is_packed(engine.engine().run(R"({"op":"read","resource":"Note","packed":true})")));
}
