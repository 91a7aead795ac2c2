#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using namespace tunez::test;

namespace {

// A player of team 1, which is managed together with it. Teams: 1 red, 2 blue.
struct Club {
    TestEngine engine;

    // `player`: more members of Player; `team`: more of Team.
    explicit Club(const std::string& relationship = "", const std::string& team = "")
    {
        engine.define("{'Team':{'attributes':{'id':{'type':'integer','primary_key':true,"
                      "'allow_nil':false},'name':{'type':'string','allow_nil':false},'gone':{'type'"
                      ":'boolean'}},'identities':{'name':{'keys':['name']}},'defaults':['read',{"
                      "'create':['id','name']},{'update':['name']},'destroy']"
            + team
            + "},'Player':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
              "false}},'relationships':{'team':{'kind':'belongs_to','destination':'Team',"
              "'attribute_type':'integer'"
            + relationship
            + "}},'defaults':['read','destroy'],'actions':{'create':{'type':'create','primary':"
              "true,'accept':['id','team_id']},'update':{'type':'update',"
              "'primary':true,'accept':[],'require_atomic':false}}}}");
        engine.ok("{'op':'create','resource':'Team','input':{'id':1,'name':'red'}}");
        engine.ok("{'op':'create','resource':'Team','input':{'id':2,'name':'blue'}}");
        engine.ok("{'op':'create','resource':'Player','input':{'id':1,'team_id':1}}");
    }

    static Value message(const Value& input, std::string_view options, std::string_view subject,
        std::string_view start)
    {
        Value manage(
            List { Value("manage_relationship"), Value("team"), input, from_json(options) });
        auto changeset = from_json("{'resource':'Player'}").map();
        for (const auto& [key, value] : from_json(subject).map())
            changeset.set(key, value);
        changeset.set("operations", Value(List { from_json(start), manage }));
        return Value(
            Map { { "op", Value("submit") }, { "changeset", Value(std::move(changeset)) } });
    }
    static Value update_to(const Value& input, std::string_view options)
    {
        return message(input, options, "{'id':1}", "['for_update','update',{}]");
    }
    static Value update(std::string_view input, std::string_view options)
    {
        return update_to(from_json("[" + std::string(input) + "]").list().front(), options);
    }
    static std::string update_text(std::string_view input, std::string_view options)
    {
        return "{'op':'submit','changeset':{'resource':'Player','id':1,'operations':[['for_update',"
               "'update',{}],['manage_relationship','team',"
            + std::string(input) + "," + std::string(options) + "]]}}";
    }
    // Sent as it is: a record that is written again is a map.
    Value send(std::string message)
    {
        std::ranges::replace(message, '\'', '"');
        auto answer = parse_json(engine.engine().run(message), Tags::wire);
        REQUIRE(answer);
        return *answer;
    }
    static Value create(const Value& input, std::string_view options)
    {
        return message(input, options, "{}", "['for_create','create',{'id':2}]");
    }
    // The key of the player, and the teams that there are.
    std::string outcome()
    {
        auto text = "player of " + to_json(at(engine.rows("Player").list().front(), "team_id"))
            + ", teams";
        for (const auto& team : engine.rows("Team").list())
            text += " " + to_json(at(team, "id")) + ":" + std::string(at(team, "name").text());
        return text;
    }
};

} // namespace

TEST_CASE("what becomes of whom a record belongs to, by the options and the input")
{
    struct Case {
        const char* options;
        const char* input;
        const char* outcome;
    };
    auto [options, input, outcome] = GENERATE(
        Case { "{'type':'append_and_remove'}", "null", "player of null, teams 1:red 2:blue" },
        Case { "{'type':'append_and_remove'}", "[]", "player of null, teams 1:red 2:blue" },
        Case { "{'type':'append_and_remove'}", "{'id':2}", "player of 2, teams 1:red 2:blue" },
        Case { "{'type':'append_and_remove'}", "{'id':1}", "player of 1, teams 1:red 2:blue" },
        Case { "{'type':'append'}", "null", "player of 1, teams 1:red 2:blue" },
        Case { "{'type':'append'}", "2", "player of 2, teams 1:red 2:blue" },
        Case { "{'type':'remove'}", "{'id':1}", "player of null, teams 1:red 2:blue" },
        Case { "{'type':'remove'}", "null", "player of 1, teams 1:red 2:blue" },
        Case { "{'type':'direct_control'}", "null", "player of null, teams 2:blue" },
        Case { "{'type':'direct_control'}", "{'id':1,'name':'pink'}",
            "player of 1, teams 1:pink 2:blue" },
        Case { "{'type':'direct_control'}", "{'id':3,'name':'new'}",
            "player of 3, teams 2:blue 3:new" },
        Case {
            "{'type':'create'}", "{'id':3,'name':'new'}", "player of 3, teams 1:red 2:blue 3:new" },
        Case { "{'type':'create'}", "{'id':1,'name':'x'}", "player of 1, teams 1:red 2:blue" },
        Case { "{'on_match':'destroy'}", "{'id':1}", "player of null, teams 2:blue" },
        Case { "{'on_match':'unrelate'}", "{'id':2}", "player of 1, teams 1:red 2:blue" },
        Case { "{'on_no_match':'match','on_match':'update'}", "{'name':'pink'}",
            "player of 1, teams 1:pink 2:blue" },
        Case { "{'on_no_match':'match','on_match':'unrelate'}", "{'id':2}",
            "player of null, teams 1:red 2:blue" },
        Case { "{'on_match':'no_match','on_no_match':'ignore','on_missing':'unrelate'}", "{'id':1}",
            "player of 1, teams 1:red 2:blue" },
        Case { "{'on_missing':'destroy'}", "{'id':9}", "player of null, teams 2:blue" },
        Case { "{'on_missing':'unrelate'}", "{'id':9}", "player of 1, teams 1:red 2:blue" },
        Case { "{'on_lookup':'relate','use_identities':['name']}", "{'name':'blue'}",
            "player of 2, teams 1:red 2:blue" },
        Case { "{'on_lookup':'relate','on_no_match':'create'}", "{'name':'x','id':4}",
            "player of 4, teams 1:red 2:blue 4:x" },
        Case { "{'on_lookup':'relate','on_no_match':'ignore'}", "{'name':'blue'}",
            "player of 1, teams 1:red 2:blue" },
        Case { "{'on_lookup':'relate_and_update'}", "{'id':2,'name':'navy'}",
            "player of 2, teams 1:red 2:navy" });
    CAPTURE(options, input);
    Club club;
    club.engine.ok(Club::update(input, options));
    CHECK(club.outcome() == outcome);
}

TEST_CASE("what is refused of whom a record belongs to undoes all of it")
{
    struct Case {
        const char* options;
        const char* input;
        const char* error;
    };
    auto [options, input, error]
        = GENERATE(Case { "{'type':'append'}", "{'id':9}",
                       "not_found: record with id: 9 not found @ [\"team\"]" },
            Case { "{'type':'append_and_remove','error_path':['a','b']}", "{'id':9}",
                "not_found: record with id: 9 not found @ [\"a\",\"b\"]" },
            Case { "{'on_no_match':'error'}", "{'id':9}",
                "invalid_relationship: changes would create a new related record" },
            Case { "{'on_match':'error'}", "{'id':1}",
                "invalid_relationship: changes would update a record" },
            Case { "{'on_missing':'error'}", "null",
                "invalid_relationship: changes would destroy a record" },
            Case { "{'type':'create'}", "{'id':3,'name':'blue'}",
                "invalid_attribute name: has already been taken @ [\"team\"]" },
            Case { "{'type':'direct_control'}", "{'id':1,'name':'blue'}",
                "invalid_attribute name: has already been taken @ [\"team\",0]" });
    CAPTURE(options, input);
    Club club;
    CHECK(club.engine.errors(Club::update(input, options)) == Lines { error });
    CHECK(club.outcome() == "player of 1, teams 1:red 2:blue");
}

TEST_CASE("whom a record belongs to is kept where the destroy of the missing one is soft")
{
    Club club("",
        ",'actions':{'retire':{'type':'destroy','soft':true,'changes':[{'name':"
        "'set_attribute','attribute':'gone','value':true}]}}");
    club.engine.ok(Club::update("{'id':9}", "{'on_missing':['destroy','retire']}"));
    CHECK(club.outcome() == "player of 1, teams 1:red 2:blue");
    CHECK(at(club.engine.rows("Team").list().front(), "gone") == Value(true));
}

TEST_CASE("a belongs_to that may not be nil is required once it is managed")
{
    Club club(",'allow_nil':false");
    auto required = Lines { "required team: relationship team is required" };
    CHECK(club.engine.errors(Club::update("null", "{'type':'append_and_remove'}")) == required);
    CHECK(club.engine.count("Player") == 1);
}

TEST_CASE("a parent that is given as a record is related as it is")
{
    auto options = GENERATE(as<std::string>(), "{'type':'append_and_remove'}",
        "{'on_no_match':'create'}", "{'on_lookup':'relate','on_no_match':'error'}");
    CAPTURE(options);
    Club club;
    auto blue = "{'$struct':'Team','value':{'id':2,'name':'other'}}";
    auto player = club.send(Club::update_text(blue, options));
    CHECK(at(at(player, "ok"), "team", "id") == Value(2));
    CHECK(club.outcome() == "player of 2, teams 1:red 2:blue");
}

TEST_CASE("a parent that is given as a record needs its key where it is to be related")
{
    Club club;
    auto errors = [&](std::string_view options) {
        auto nobody = "{'$struct':'Team','value':{'name':'other'}}";
        return lines_of(at(club.send(Club::update_text(nobody, options)), "error", "errors"));
    };
    CHECK(errors("{'type':'append_and_remove'}")
        == Lines { "invalid_argument id: the record has no value for its primary key @ "
                   "[\"team\"]" });
    CHECK(errors("{'on_no_match':'error'}")
        == Lines { "invalid_relationship: changes would create a new related record" });
    CHECK(club.outcome() == "player of 1, teams 1:red 2:blue");
}

TEST_CASE("a create begins with nobody to belong to")
{
    Club club;
    auto input = from_json("{'id':1,'name':'pink'}");
    CHECK(at(club.engine.ok(Club::create(input, "{'on_lookup':'relate_and_update'}")), "team")
        == from_json("{'id':1,'name':'pink','gone':null}"));
    CHECK(club.outcome() == "player of 1, teams 1:pink 2:blue");
}

TEST_CASE("whom a record belongs to is found by each of the keys of an identity")
{
    TestEngine engine;
    engine.define(
        "{'Seat':{'attributes':{'row':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'place':{'type':'integer','primary_key':true,'allow_nil':false},'code':{'type':'integer'}}"
        ",'identities':{'code':{'keys':['code']}},'defaults':['read',{'create':['row','place',"
        "'code']}]},'Guest':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
        "false}},'relationships':{'seat':{'kind':'belongs_to','destination':'Seat',"
        "'destination_attribute':'code','attribute_type':'integer'}},'defaults':['read',{'create':"
        "['id']}]}}");
    engine.ok("{'op':'create','resource':'Seat','input':{'row':1,'place':2,'code':12}}");
    auto guest = [&](std::string_view input, std::string_view options) {
        return "{'op':'submit','changeset':{'resource':'Guest','operations':[['for_create','create'"
               ",{'id':1}],['manage_relationship','seat',"
            + std::string(input) + "," + std::string(options) + "]]}}";
    };
    CHECK(engine.errors(guest("{'row':1}", "{'type':'append'}"))
        == Lines { "not_found: record with row: 1 not found @ [\"seat\"]" });
    CHECK(engine.errors(guest("{'row':1,'place':3}", "{'type':'append'}"))
        == Lines { "not_found: record with place: 3 | row: 1 not found @ [\"seat\"]" });
    CHECK(at(engine.ok(guest("{'row':1,'place':2}", "{'type':'append'}")), "seat_id") == Value(12));
}
