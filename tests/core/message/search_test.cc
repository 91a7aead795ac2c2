#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Songs with an index of their words, and one of the parts of their names.
struct Songs : TestEngine {
    Songs()
    {
        define(
            "{'Song':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string','public':true},'label':{'type':'ci_string','public':true},"
            "'notes':{'type':'string'}},"
            "'full_text':{'words':{'fields':['name','notes'],'tokenize':'porter','prefix':[2]},"
            "'names':{'fields':['name','label'],'tokenize':'trigram'},"
            "'labels':{'fields':['label']}},"
            "'identities':{'label':{'keys':['label']}},"
            "'actions':{'find':{'type':'read','arguments':{'query':{'type':'string'}},"
            "'filter':{'search':{'index':'words','text':{'arg':'query'}}}}},"
            "'defaults':['read','destroy',{'create':['id','name','label','notes']},"
            "{'update':['id','name','label','notes']}]}}");
        create("{'id':1,'name':'Running Waters','label':'Blue Note'}");
        create("{'id':2,'name':'River runs deep','label':'ÉMI','notes':'waters of the north'}");
        create("{'id':3,'name':'Über allem','notes':'a quiet song'}");
    }

    void create(std::string_view input)
    {
        ok("{'op':'create','resource':'Song','input':" + std::string(input) + "}");
    }

    // The ids that a filter finds.
    std::string found(std::string_view filter, std::string_view sort = "id")
    {
        List ids;
        for (const auto& record : ok("{'op':'read','resource':'Song','query':{'sort':'"
                 + std::string(sort) + "','filter':" + std::string(filter) + "}}")
                 .list())
            ids.push_back(at(record, "id"));
        return to_json(Value(ids));
    }
};

} // namespace

TEST_CASE("a full-text index finds records by words, phrases and beginnings of words")
{
    Songs songs;
    CHECK(songs.found("{'words':'run'}") == "[1,2]"); // The stem of `running` and `runs`.
    CHECK(songs.found("{'words':{'search':'waters'}}") == "[1,2]");
    CHECK(songs.found("{'words':'river waters'}") == "[2]");
    CHECK(songs.found("{'words':'\\\"runs deep\\\"'}") == "[2]");
    CHECK(songs.found("{'words':'\\\"deep runs\\\"'}") == "[]");
    CHECK(songs.found("{'words':'riv*'}") == "[2]");
    CHECK(songs.found("{'words':'uber'}") == "[3]"); // Neither case nor accents count.
    CHECK(songs.found("{'labels':'emi'}") == "[2]");
    CHECK(songs.found("{'not':{'words':'run'}}") == "[3]");
    CHECK(songs.found("{'or':[{'words':'quiet'},{'id':1}]}") == "[1,3]");
    CHECK(songs.found("{'words':''}") == "[]");
    CHECK(songs.found("{'words':null}") == "[]");
}

TEST_CASE("no text that is searched for means anything else to the index")
{
    Songs songs;
    for (auto text :
        { "AND", "NOT", "OR river", "NEAR(a b)", "name:river", "{name notes}:river", "-", "*", "**",
            "^river", "(", ")", "a)", "+", "river AND NOT deep", "\\u0027", ";", "--", "%", "_",
            "\\\"", "\\\"\\\"\\\"", "\\\"river", "river\\\"", "\\u0000", "ri\\u0000ver" }) {
        INFO(text);
        auto answer = songs.run("{'op':'read','resource':'Song','query':{'filter':{'words':\""
            + std::string(text) + "\"}}}");
        CHECK(at(answer, "ok").is(Kind::list));
    }
    CHECK(songs.found("{'words':'name:river'}") == "[]");
    CHECK(songs.found("{'words':'\\\"river'}") == "[2]");
    std::string many;
    for (int i = 0; i < 101; ++i)
        many += "a ";
    CHECK(
        songs.errors("{'op':'read','resource':'Song','query':{'filter':{'words':'" + many + "'}}}")
        == std::vector<std::string> { "invalid_filter_value: cannot be searched for: it has more "
                                      "than 100 words @ [\"filter\"]" });
}

TEST_CASE("the argument of an action is searched for, and what fits best can come first")
{
    Songs songs;
    songs.create("{'id':4,'name':'run run run','notes':'run'}");
    auto records = songs.ok(
        "{'op':'read','resource':'Song','action':'find','input':{'query':'run'},'query':"
        "{'sort':[[{'expr':{'search_rank':{'index':'words','text':'run'}}},'asc']],'limit':1,"
        "'select':['id']}}");
    CHECK(to_json(records) == "[{\"id\":4}]");
}

TEST_CASE("a full-text index stays in step with every write")
{
    Songs songs;
    songs.ok("{'op':'update','resource':'Song','id':1,'input':{'name':'Standing stones'}}");
    CHECK(songs.found("{'words':'run'}") == "[2]");
    CHECK(songs.found("{'words':'stone'}") == "[1]");
    songs.ok("{'op':'update','resource':'Song','id':1,'input':{'id':7}}");
    CHECK(songs.found("{'words':'stone'}") == "[7]");
    songs.ok("{'op':'bulk_update','resource':'Song','query':{'filter':{'words':'river'}},'input':"
             "{'notes':'zebra'}}");
    CHECK(songs.found("{'words':'zebra'}") == "[2]");
    CHECK(songs.found("{'words':'north'}") == "[]");
    songs.ok("{'op':'bulk_create','resource':'Song','inputs':[{'id':8,'name':'Gnu'},"
             "{'id':9,'name':'Gnus'}]}");
    CHECK(songs.found("{'words':'gnu'}") == "[8,9]");
    songs.ok("{'op':'create','resource':'Song','input':{'id':8,'name':'Yak'},'options':"
             "{'upsert':true,'upsert_fields':['name']}}");
    CHECK(songs.found("{'words':'gnu'}") == "[9]");
    CHECK(songs.found("{'words':'yak'}") == "[8]");
    songs.ok("{'op':'bulk_destroy','resource':'Song','query':{'filter':{'words':'gnu'}}}");
    CHECK(songs.found("{'words':'gnu'}") == "[]");
    songs.ok("{'op':'destroy','resource':'Song','id':8}");
    CHECK(songs.found("{'words':'yak'}") == "[]");
}

TEST_CASE("parts of a text are found by trigrams as they are without them")
{
    Songs songs;
    songs.create("{'id':4,'name':'ǅungla','label':'STRASSE ΣΊΣΥΦΟΣ'}");
    songs.create("{'id':5,'name':'ab','label':'K ſ'}");
    songs.create("{'id':6,'name':'a\\\"b:c*d','label':'straße'}");
    struct Part {
        const char* field;
        const char* text;
    };
    for (auto [field, text] : std::initializer_list<Part> { { "name", "unn" }, { "name", "UNN" },
             { "name", "ab" }, { "name", "a\\\"b:c" }, { "name", "c*d" }, { "name", "Über" },
             { "name", "über" }, { "name", "" }, { "label", "strasse" }, { "label", "STRASSE" },
             { "label", "straße" }, { "label", "σίσυφος" }, { "label", "émi" }, { "label", "k s" },
             { "label", "blue note" }, { "name", "ver runs d" } }) {
        for (std::string_view predicate :
            { "contains", "string_starts_with", "string_ends_with" }) {
            INFO(field << " " << predicate << " " << text);
            auto by_index = songs.found(
                "{'" + std::string(field) + "':{'" + std::string(predicate) + "':'" + text + "'}}");
            // Below a negation nothing can be left out beforehand.
            auto by_scan = songs.found("{'not':{'not':{'" + std::string(field) + "':{'"
                + std::string(predicate) + "':'" + text + "'}}}}");
            CHECK(by_index == by_scan);
        }
    }
    CHECK(songs.found("{'label':{'contains':'strasse'}}") == "[4,6]");
    CHECK(songs.found("{'name':{'contains':'unn'}}") == "[1]");
}

TEST_CASE("a search that cannot be is refused with its place")
{
    Songs songs;
    auto errors = [&](std::string_view filter) {
        return songs.errors(
            "{'op':'read','resource':'Song','query':{'filter_input':" + std::string(filter) + "}}");
    };
    CHECK(errors("{'words':'x'}")
        == std::vector<std::string> {
            "no_such_field words: No such field words for resource Song @ [\"filter\"]" });
    CHECK(errors("{'labels':{'contains':'x'}}").size() == 1);
    CHECK(errors("{'labels':5}")
        == std::vector<std::string> { "invalid_expression labels: what is searched for is a text, "
                                      "or an argument that holds one @ [\"filter\"]" });
    CHECK(songs.found("{'labels':'note'}") == "[1]");
}

TEST_CASE("indexes that cannot be are refused when the definition is loaded")
{
    TestEngine engine;
    auto errors = engine.errors(
        "{'op':'define','definition':{'domains':[{'name':'D','resources':[{'name':'Song',"
        "'attributes':{'id':{'type':'integer','primary_key':true},'year':{'type':'integer'},"
        "'rank':{'type':'string'}},'full_text':{'words':{'fields':['year','nmae','rank']},"
        "'none':{'fields':[],'tokenize':'klingon','prefix':[0]},"
        "'year':{'fields':['rank']}}}]}]}}");
    std::string all;
    for (const auto& error : errors)
        all += error + "\n";
    for (auto* sentence : { "\"year\" is no text", "cannot index \"nmae\"",
             "a column called \"rank\" cannot be searched", "an index needs an attribute",
             "a length of prefixes is a number from 1 to 999", "klingon",
             "there is another field called \"year\"" }) {
        INFO(all);
        CHECK(all.find(sentence) != std::string::npos);
    }
}
