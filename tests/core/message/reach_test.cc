#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Two teams of players, who play games, and a third without any; memos of two organisations.
struct League : TestEngine {
    League()
    {
        auto sum = callback([](const Value& message) -> Result<Value> {
            int64_t total = 0;
            for (const auto& value : at(message, "values").list())
                total += value.is_null() ? 100 : value.integer();
            return Value(total);
        });
        define(
            "{'Team':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string'},'bar':{'type':'integer'}},"
            "'relationships':{'players':{'kind':'has_many','destination':'Player','sort':[['score',"
            "'desc']]},"
            "'active':{'kind':'has_many','destination':'Player','filter':{'op':'==','args':[{'ref':"
            "'active'},true]}},"
            "'mine':{'kind':'has_many','destination':'Player','filter':{'op':'==','args':[{'ref':"
            "'name'},{'actor':'name'}]}},"
            "'memos':{'kind':'has_many','destination':'Memo'}},"
            "'calculations':{'sum_of_scores':{'type':'integer','expr':{'aggregate':{'kind':'custom'"
            ",'path':['players'],'field':'score','include_nil?':true,'type':'integer',"
            "'implementation':"
            + sum
            + "}}}},"
              "'aggregates':{'above':{'kind':'list','path':['players'],'field':'id',"
              "'filter':{'op':'>','args':[{'ref':'score'},{'parent':{'ref':'bar'}}]},"
              "'sort':[['id','asc']]},"
              "'points':{'kind':'sum','path':['players','games'],'field':'points',"
              "'join_filters':{'players':{'op':'==','args':[{'ref':'active'},true]},"
              "'players.games':{'op':'>','args':[{'ref':'points'},1]}}}},"
              "'defaults':['read',{'create':['id','name','bar']}]},"
              "'Player':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}"
              ",'name':{'type':'string'},'score':{'type':'integer'},'rating':{'type':'decimal'},"
              "'active':{'type':'boolean'},'tags':{'type':{'array':'string'}},"
              "'shape':{'type':'map','constraints':{'fields':{'w':{'type':'integer'},'h':{'type':"
              "'integer'}}}}},"
              "'relationships':{'team':{'kind':'belongs_to','destination':'Team'},"
              "'games':{'kind':'has_many','destination':'Game'}},"
              "'calculations':{'plus':{'type':'integer','arguments':{'n':{'type':'integer'}},"
              "'expr':{'op':'+','args':[{'ref':'score'},{'arg':'n'}]}}},"
              "'defaults':['read',{'create':['id','name','score','rating','active','tags','shape',"
              "'team_id']}]},"
              "'Game':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
              "'points':{'type':'integer'}},"
              "'relationships':{'player':{'kind':'belongs_to','destination':'Player'}},"
              "'defaults':['read',{'create':['id','points','player_id']}]},"
              "'Memo':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
              "'org':{'type':'string'},'text':{'type':'string'}},"
              "'relationships':{'team':{'kind':'belongs_to','destination':'Team'}},"
              "'multitenancy':{'strategy':'attribute','attribute':'org'},"
              "'defaults':['read',{'create':['id','text','team_id']}]}}");
        create("Team",
            { "{'id':1,'name':'Ann','bar':3}", "{'id':2,'name':'Bee','bar':6}",
                "{'id':3,'name':'Cat','bar':0}" });
        create("Player",
            { "{'id':1,'name':'Ann','score':5,'rating':'1.5','active':true,'tags':['a','b'],"
              "'shape':{'w':1,'h':2},'team_id':1}",
                "{'id':2,'name':'Bob','score':3,'rating':'2.5','active':false,'team_id':1}",
                "{'id':3,'name':'Cee','rating':'2.5','active':true,'tags':['c'],'team_id':1}",
                "{'id':4,'name':'Dee','score':7,'active':true,'team_id':2}" });
        create("Game",
            { "{'id':1,'points':1,'player_id':1}", "{'id':2,'points':4,'player_id':1}",
                "{'id':3,'points':8,'player_id':2}", "{'id':4,'points':2,'player_id':4}" });
        create("Memo", { "{'id':1,'text':'x','team_id':1}" }, ",'options':{'tenant':'red'}");
        create("Memo", { "{'id':2,'text':'x','team_id':2}" }, ",'options':{'tenant':'blue'}");
    }

    void create(std::string_view resource, const Lines& rows, std::string_view more = "")
    {
        for (const auto& row : rows)
            ok("{'op':'create','resource':'" + std::string(resource) + "','input':" + row
                + std::string(more) + "}");
    }

    std::string read(const std::string& query, const std::string& more, std::string_view resource)
    {
        return "{'op':'read','resource':'" + std::string(resource) + "','query':" + query + more
            + "}";
    }

    // The ids of the records that pass the filter, in order.
    std::string ids(const std::string& filter, const std::string& more = "",
        std::string_view resource = "Team", const std::string& sort = "'id'")
    {
        List found;
        auto query = "{'sort':" + sort + ",'filter':" + filter + "}";
        for (const auto& row : ok(read(query, more, resource)).list())
            found.push_back(at(row, "id"));
        return to_json(Value(found));
    }

    // The teams whose aggregate over their players is this value.
    std::string teams(const std::string& aggregate, const std::string& value)
    {
        return ids("{'op':'==','args':[{'aggregate':{'path':['players']," + aggregate + "}},"
            + value + "]}");
    }
};

} // namespace

TEST_CASE("what exists may be of another resource, and compared with the record outside")
{
    League league;
    auto named = [&](std::string_view outside) {
        return league.ids("{'exists':{'resource':'Player','filter':{'op':'==','args':[{'ref':"
                          "'name'},{'parent':"
            + std::string(outside) + "}]}}}");
    };
    CHECK(named("{'ref':'name'}") == "[1]");
    CHECK(named("{'op':'<>','args':[{'fn':'string_downcase','args':['B']},'ob']}") == "[]");
    CHECK(named("'Bob'") == "[1,2,3]");
    CHECK(league.ids("{'exists':{'resource':'Player'}}") == "[1,2,3]");
    auto scored = [&](std::string_view outside) {
        return league.ids("{'exists':{'relationship':'players','filter':{'op':'==','args':[{'ref':"
                          "'score'},{'parent':"
            + std::string(outside) + "}]}}}");
    };
    CHECK(scored("{'op':'+','args':[{'ref':'bar'},2]}") == "[1]");
    CHECK(scored("{'ref':'bar'}") == "[1]");
    CHECK(scored("{'type':{'type':'integer','expr':{'op':'<>','args':[{'ref':'bar'},'']}}}")
        == "[1]");
}

TEST_CASE("what exists may be sought from where a path leads")
{
    League league;
    auto peers = [&](std::string_view score) {
        return league.ids("{'exists':{'at':['team'],'path':['players'],'filter':{'op':'==','args':"
                          "[{'ref':'score'},"
                + std::string(score) + "]}}}",
            "", "Player");
    };
    CHECK(peers("5") == "[1,2,3]");
    CHECK(peers("7") == "[4]");
    CHECK(peers("{'parent':{'ref':'bar'}}") == "[1,2,3]");
}

TEST_CASE("aggregates stand in expressions, each with the value that it has without rows")
{
    League league;
    CHECK(league.teams("'kind':'count'", "3") == "[1]");
    CHECK(league.teams("'kind':'count'", "0") == "[3]");
    CHECK(league.teams("'kind':'count','field':'score'", "2") == "[1]");
    CHECK(league.teams("'kind':'count','field':'rating','uniq':true", "2") == "[1]");
    CHECK(league.teams("'kind':'count','field':'rating','uniq?':true", "2") == "[1]");
    CHECK(league.teams("'kind':'exists'", "false") == "[3]");
    CHECK(league.teams("'kind':'sum','field':'score'", "8") == "[1]");
    CHECK(league.teams("'kind':'max','field':'score'", "7") == "[2]");
    CHECK(league.teams("'kind':'min','field':'name'", "'Ann'") == "[1]");
    CHECK(league.teams("'kind':'avg','field':'score'", "4.0") == "[1]");
    CHECK(league.teams("'kind':'avg','field':'rating','filter':{'op':'<','args':[{'ref':'id'},3]}",
              "{'type':{'type':'decimal','expr':'2'}}")
        == "[1]");
    CHECK(league.teams("'kind':'max','field':'score','default':0", "0") == "[3]");
    CHECK(league.teams("'kind':'first','field':'name'", "'Cee'") == "[1]");
    CHECK(league.teams("'kind':'first','field':'name','sort':[['name','asc']]", "'Ann'") == "[1]");
    CHECK(league.teams("'kind':'sum','field':{'type':{'type':'integer','expr':{'op':'*','args':["
                       "{'ref':'score'},2]}}}",
              "16")
        == "[1]");
}

TEST_CASE("first and list skip nils unless they are to have them")
{
    League league;
    CHECK(to_json(league.ok("{'op':'read','resource':'Team','query':{'filter':{'id':1},"
                            "'select':['id'],'load':['above']}}"))
        == "[{\"id\":1,\"above\":[1]}]");
    CHECK(league.teams("'kind':'list','field':'score','sort':[['id','asc']]", "[5,3]") == "[1]");
    CHECK(league.teams("'kind':'list','field':'score','sort':[['id','asc']],'include_nil':true",
              "[5,3,null]")
        == "[1]");
    CHECK(league.teams(
              "'kind':'first','field':'score','sort':[['id','desc']],'include_nil':true", "7")
        == "[2]");
    CHECK(league.teams("'kind':'first','field':'score','sort':[['id','desc']]", "3") == "[1]");
    CHECK(
        league.teams("'kind':'first','field':'tags','sort':[['id','asc']]", "['a','b']") == "[1]");
    CHECK(league.teams("'kind':'list','field':'shape','sort':[['id','asc']]", "[{'w':1,'h':2}]")
        == "[1]");
}

TEST_CASE("an aggregate over a resource takes any of its rows")
{
    League league;
    auto total = [&](std::string_view filter) {
        return league.ids("{'op':'==','args':[{'ref':'bar'},{'aggregate':{'kind':'count',"
                          "'resource':'Player'"
            + std::string(filter) + "}}]}");
    };
    CHECK(total(",'filter':{'op':'==','args':[{'ref':'active'},true]}") == "[1]");
    CHECK(total(",'filter':{'op':'==','args':[{'ref':'name'},'nobody']}") == "[3]");
}

TEST_CASE("a custom aggregate stands in a calculation, and has nils where it is to have them")
{
    League league;
    auto rows = league.ok("{'op':'read','resource':'Team','query':{'sort':'id','select':['id'],"
                          "'load':['sum_of_scores']}}");
    CHECK(at(rows.list()[0], "sum_of_scores") == Value(108));
    CHECK(at(rows.list()[1], "sum_of_scores") == Value(7));
}

TEST_CASE("an aggregate may have a filter at every step of its path")
{
    League league;
    auto rows
        = league.ok("{'op':'read','resource':'Team','query':{'sort':'id','load':['points']}}");
    CHECK(at(rows.list()[0], "points") == Value(4));
    CHECK(at(rows.list()[1], "points") == Value(2));
    CHECK(at(rows.list()[2], "points").is_null());
    auto points = [&](std::string_view filters) {
        return league.ids("{'op':'>','args':[{'aggregate':{'kind':'sum','path':['players','games'],"
                          "'field':'points','join_filters':{"
                + std::string(filters) + "}}},4]}",
            ",'options':{'actor':{'name':'Bob'}}");
    };
    CHECK(points("") == "[1]");
    CHECK(points("'players':{'op':'==','args':[{'ref':'name'},{'actor':'name'}]}") == "[1]");
    CHECK(points("'players':{'op':'!=','args':[{'ref':'name'},{'actor':'name'}]}") == "[1]");
    CHECK(points("'players.games':{'op':'!=','args':[{'ref':'points'},{'parent':{'ref':'score'}}]},"
                 "'players':{'op':'==','args':[{'ref':'name'},'Ann']}")
        == "[1]");
    CHECK(points("'players':{'op':'==','args':[{'ref':'name'},'nobody']}") == "[]");
}

TEST_CASE("the actor is known inside of aggregates, of what exists and of relationships")
{
    League league;
    auto bob = std::string(",'options':{'actor':{'name':'Bob','least':4}}");
    auto same_name = std::string("{'op':'==','args':[{'ref':'name'},{'actor':'name'}]}");
    CHECK(league.ids("{'exists':{'path':['players'],'filter':" + same_name + "}}", bob) == "[1]");
    CHECK(league.ids("{'exists':{'path':['players'],'filter':" + same_name + "}}") == "[]");
    CHECK(league.ids("{'op':'==','args':[{'aggregate':{'kind':'max','path':['players'],'field':"
                     "'score','filter':"
                  + same_name + "}},3]}",
              bob)
        == "[1]");
    CHECK(league.ids("{'exists':{'resource':'Player','filter':{'op':'and','args':[" + same_name
                  + ",{'op':'==','args':[{'ref':'score'},{'parent':{'ref':'bar'}}]}]}}}",
              bob)
        == "[1]");
    CHECK(league.ids("{'exists':{'path':['mine']}}", bob) == "[1]");
    CHECK(league.ids("{'mine':{'score':{'gt':2}}}", bob) == "[1]");
    CHECK(league.ids("{'mine':{'score':{'gt':4}}}", bob) == "[]");
    CHECK(league.ids("{'op':'==','args':[{'aggregate':{'kind':'count','path':['active'],'filter':{"
                     "'op':'>','args':[{'ref':'score'},{'actor':'least'}]}}},1]}",
              bob)
        == "[1,2]");
    CHECK(league.ids("{'op':'==','args':[{'aggregate':{'kind':'first','path':['players'],'field':"
                     "'name','sort':[[{'expr':{'op':'==','args':[{'ref':'name'},{'actor':'name'}]},"
                     "'type':'boolean'},'desc']]}},'Bob']}",
              bob)
        == "[1]");
    CHECK(league.ids("{'op':'==','args':[{'aggregate':{'kind':'sum','path':['players'],'field':{"
                     "'type':{'type':'integer','expr':{'op':'+','args':[{'ref':'score'},{'actor':"
                     "'least'}]}}}}},16]}",
              bob)
        == "[1]");
}

TEST_CASE("calculations inside of an aggregate have the arguments that they are given")
{
    League league;
    CHECK(league.ids("{'exists':{'path':['players'],'filter':{'op':'==','args':[{'calc':'plus',"
                     "'args':{'n':{'parent':{'ref':'bar'}}}},13]}}}")
        == "[2]");
    CHECK(league.ids("{'op':'==','args':[{'aggregate':{'kind':'max','path':['players'],'field':{"
                     "'calc':'plus','args':{'n':10}}}},17]}")
        == "[2]");
    CHECK(league.ids("true", "", "Player",
              "[[{'calc':'plus','args':{'n':{'value':1}}},'desc'],"
              "['id','asc']]")
        == "[3,4,1,2]");
}

TEST_CASE("where others are reached, each has the rows of the tenant only")
{
    League league;
    auto red = std::string(",'options':{'tenant':'red'}");
    CHECK(league.ids("{'exists':{'path':['memos']}}", red) == "[1]");
    CHECK(league.ids("{'exists':{'resource':'Memo'}}", red) == "[1,2,3]");
    CHECK(league.ids("{'exists':{'resource':'Memo'}}", ",'options':{'tenant':'grey'}") == "[]");
    CHECK(league.ids("{'memos':{'text':'x'}}", red) == "[1]");
    CHECK(league.ids("{'op':'==','args':[{'aggregate':{'kind':'count','resource':'Memo','filter':{"
                     "'op':'==','args':[{'ref':'text'},'x']}}},1]}",
              red)
        == "[1,2,3]");
    auto needed = Lines {
        "tenant_required: Queries against the Memo resource require a tenant to be specified"
    };
    CHECK(league.errors(league.read("{'filter':{'exists':{'path':['memos']}}}", "", "Team"))
        == needed);
    CHECK(league.errors(league.read("{'filter':{'exists':{'resource':'Memo'}}}", "", "Team"))
        == needed);
}

TEST_CASE("several conditions of a filter on one path are about one related row")
{
    League league;
    auto both = [&](std::string_view name, int score) {
        return league.ids("{'and':[{'bar':{'gt':0}},{'players':{'name':'" + std::string(name)
            + "'}},{'players':{'score':" + std::to_string(score) + "}}]}");
    };
    CHECK(both("Ann", 5) == "[1]");
    CHECK(both("Ann", 3) == "[]");
    CHECK(league.ids("{'active':{'name':'Ann'}}") == "[1]");
    CHECK(league.ids("{'active':{'name':'Bob'}}") == "[]");
    CHECK(league.ids("{'players':{'games':{'points':{'gt':3}},'active':true}}") == "[1]");
    CHECK(league.ids("{'players':{'id':{'is_nil':true}}}") == "[3]");
    CHECK(league.ids("{'op':'==','args':[{'ref':'name','path':['players']},{'ref':'name'}]}")
        == "[1]");
}
