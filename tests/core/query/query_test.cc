#include "query/query.h"

#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr std::string_view music = R"({
    'Artist': {
        'attributes': {
            'id': {'type':'integer','primary_key':true,'allow_nil':false}, 'name': {'type':'string','key':'theName'},
            'rating': {'type':'decimal'}, 'secret': {'type':'string','filterable':false,'sortable':false},
            'bio': {'type':'string','select_by_default':false}
        },
        'relationships': {'albums': {'kind':'has_many','destination':'Album'}},
        'defaults': ['read']
    },
    'Album': {
        'attributes': {'id': {'type':'integer','primary_key':true,'allow_nil':false}, 'title': {'type':'string'}},
        'relationships': {'artist': {'kind':'belongs_to','destination':'Artist'}},
        'defaults': ['read']
    }
})";

namespace {

struct Parsed {
    Loaded loaded { music };
    Outcome<Query> query;

    explicit Parsed(std::string_view message)
        : query(parse_query(loaded.resource("Artist"), from_json(message)))
    {
    }

    std::string filter() const
    {
        REQUIRE(query);
        return query->filter ? inspect(*query->filter) : "";
    }

    std::vector<std::string> errors() const
    {
        std::vector<std::string> lines;
        if (!query) {
            for (const auto& error : query.error().errors)
                lines.push_back(std::string(name(error.code)) + ": " + error.rendered());
        }
        return lines;
    }
};

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("a map of fields is the conjunction of equalities, its values cast")
{
    CHECK(Parsed("{'filter':{'id':'5','theName':'x'}}").filter() == "id == 5 and name == \"x\"");
}

TEST_CASE("a filter says each predicate by several names")
{
    for (auto predicate : { "eq", "equals", "==" })
        CHECK(
            Parsed("{'filter':{'id':{'" + std::string(predicate) + "':5}}}").filter() == "id == 5");
    for (auto predicate : { "gte", "greater_than_or_equal", ">=" })
        CHECK(
            Parsed("{'filter':{'id':{'" + std::string(predicate) + "':5}}}").filter() == "id >= 5");
}

TEST_CASE("predicates of one field are combined with and, an empty map of them is true")
{
    CHECK(Parsed("{'filter':{'id':{'gt':1,'lt':5}}}").filter() == "id > 1 and id < 5");
    CHECK(Parsed("{'filter':{'id':{}}}").filter().empty());
}

TEST_CASE("and, or and not nest")
{
    CHECK(Parsed("{'filter':{'or':[{'id':1},{'not':{'name':'x'}}]}}").filter()
        == "id == 1 or not name == \"x\"");
    CHECK(Parsed("{'filter':{'or':{'0':{'id':1},'1':{'id':2}}}}").filter() == "id == 1 or id == 2");
}

TEST_CASE("true and nothing are all rows, false is none")
{
    CHECK(Parsed("{'filter':true}").filter().empty());
    CHECK(Parsed("{'filter':{}}").filter().empty());
    CHECK(Parsed("{'filter':null}").filter().empty());
    CHECK(Parsed("{'filter':false}").filter() == "false");
}

TEST_CASE("a value that cannot be cast matches nothing, and is no error")
{
    CHECK(Parsed("{'filter':{'id':'x'}}").filter() == "false");
    CHECK(Parsed("{'filter':{'id':[1]}}").filter() == "false");
}

TEST_CASE("in takes a list of values of the field's type, in which nil never matches")
{
    CHECK(Parsed("{'filter':{'id':{'in':[1,null,'2']}}}").filter() == "id in [1, 2]");
    CHECK(Parsed("{'filter':{'id':{'in':5}}}").errors().size() == 1);
    CHECK(Parsed("{'filter':{'id':{'in':[1,'x']}}}").errors()
        == Lines {
            "invalid_filter_value: Invalid filter value `\"x\"` supplied in `id in …`: it is "
            "none of the values of its type" });
}

TEST_CASE("is_nil takes true and false as a boolean does, and nothing else")
{
    CHECK(Parsed("{'filter':{'name':{'is_nil':'true'}}}").filter() == "is_nil(name)");
    CHECK(Parsed("{'filter':{'name':{'is_nil':'false'}}}").filter() == "not is_nil(name)");
    CHECK(Parsed("{'filter':{'name':{'is_nil':null}}}").filter() == "false");
    CHECK(Parsed("{'filter':{'name':{'is_nil':'x'}}}").errors()
        == Lines {
            "invalid_filter_value: Invalid filter value `\"x\"` supplied in `name is_nil …`: "
            "true or false is expected" });
}

TEST_CASE("an expression of the wire is a filter")
{
    CHECK(Parsed("{'filter':{'op':'and','args':[{'op':'>','args':[{'ref':'id'},{'value':3}]},"
                 "{'op':'is_nil','args':[{'ref':'name'}]}]}}")
              .filter()
        == "id > 3 and is_nil(name)");
    CHECK(Parsed("{'filter':{'op':'==','args':[{'ref':'id'},{'ref':'rating'}]}}").filter()
        == "id == rating");
}

TEST_CASE("mistakes of a filter are named with the path to it")
{
    Parsed unknown("{'filter':{'nope':1}}");
    CHECK(unknown.errors() == Lines { "no_such_field: No such field nope for resource Artist" });
    CHECK(unknown.query.error().errors.front().path == Path { std::string("filter") });
    CHECK(Parsed("{'filter':{'id':{'like':1}}}").errors()
        == Lines { "no_such_filter_predicate: No such filter predicate for Artist: \"like\"" });
    CHECK(Parsed("{'filter':{'secret':'x'}}").errors()
        == Lines { "invalid_filter_reference: secret cannot be referenced in filters" });
    CHECK(Parsed("{'filter':5}").errors().size() == 1);
    CHECK(Parsed("{'filter':{'op':5,'args':[]}}").errors().size() == 1);
    CHECK(Parsed("{'filter':{'op':'==','args':5}}").errors().size() == 1);
    CHECK(Parsed("{'filter':{'op':'==','args':[]}}").errors().size() == 1);
    CHECK(Parsed("{'filter':{'op':'?','args':[]}}").errors()
        == Lines { "no_such_operator: No such operator ?" });
}

TEST_CASE("all mistakes of a query are reported at once")
{
    CHECK(Parsed("{'filter':{'a':1,'b':2},'sort':'c','limit':-1,'offset':'x','select':['d'],'load':"
                 "['e'],'f':1}")
              .errors()
              .size()
        == 8);
}

TEST_CASE("a filter over relationships takes its path to the fields")
{
    CHECK(Parsed("{'filter':{'albums':{'title':'x'}}}").filter() == "albums.title == \"x\"");
    CHECK(Parsed("{'filter':{'op':'==','args':[{'ref':'title','path':['albums']},{'value':'x'}]}}")
              .filter()
        == "albums.title == \"x\"");
    CHECK(Parsed("{'filter':{'exists':{'path':['albums']}}}").filter() == "albums");
    CHECK(Parsed("{'filter':{'albums':{'nope':1}}}").errors()
        == Lines { "no_such_field: No such field nope for resource Album" });
}

TEST_CASE("text from outside never becomes SQL: fragments are refused")
{
    CHECK(Parsed("{'filter':{'fn':'fragment','args':['1=1']}}").errors()
        == Lines { "invalid_expression: fragments are not supported: no text from outside becomes "
                   "SQL" });
}

TEST_CASE("an expression nested too deeply is refused")
{
    std::string deep = "{'value':true}";
    for (int i = 0; i < 110; ++i)
        deep = "{'op':'not','args':[" + deep + "]}";
    CHECK(Parsed("{'filter':" + deep + "}").errors()
        == Lines { "invalid_expression: expressions are nested too deeply" });
}

TEST_CASE("a sort is a text, a list of pairs, or a map")
{
    auto directions = [](const Parsed& parsed) {
        REQUIRE(parsed.query);
        std::vector<std::pair<std::string, Direction>> terms;
        for (const auto& term : parsed.query->sort)
            terms.emplace_back(term.attribute->name, term.direction);
        return terms;
    };
    using Terms = std::vector<std::pair<std::string, Direction>>;
    CHECK(directions(Parsed("{'sort':'-theName,id'}"))
        == Terms { { "name", Direction::desc }, { "id", Direction::asc } });
    CHECK(directions(Parsed("{'sort':'++name,--id,+rating'}"))
        == Terms { { "name", Direction::asc_nils_first }, { "id", Direction::desc_nils_last },
            { "rating", Direction::asc } });
    CHECK(directions(Parsed("{'sort':[['name','desc_nils_last'],'id']}"))
        == Terms { { "name", Direction::desc_nils_last }, { "id", Direction::asc } });
    CHECK(directions(Parsed("{'sort':{'id':'desc'}}")) == Terms { { "id", Direction::desc } });
}

TEST_CASE("mistakes of a sort are named")
{
    CHECK(Parsed("{'sort':'nope'}").errors()
        == Lines { "no_such_field: No such field nope for resource Artist" });
    CHECK(Parsed("{'sort':[['id','up']]}").errors().size() == 1);
    CHECK(Parsed("{'sort':'secret'}").query.error().errors.front().code
        == ErrorCode::unsortable_field);
    CHECK(Parsed("{'sort':5}").errors().size() == 1);
    CHECK(Parsed("{'sort':[5]}").errors().size() == 1);
}

TEST_CASE("a limit and an offset are whole numbers from zero on")
{
    Parsed parsed("{'limit':0,'offset':3}");
    REQUIRE(parsed.query);
    CHECK(parsed.query->limit == 0);
    CHECK(parsed.query->offset == 3);
    CHECK(Parsed("{'limit':1.5}").query.error().errors.front().code == ErrorCode::invalid_limit);
    CHECK(Parsed("{'offset':-1}").query.error().errors.front().code == ErrorCode::invalid_offset);
}

TEST_CASE("a select always has the primary key")
{
    Parsed parsed("{'select':['bio']}");
    REQUIRE(parsed.query);
    auto selected = parsed.query->selected();
    REQUIRE(selected.size() == 2);
    CHECK(selected[0]->name == "id");
    CHECK(selected[1]->name == "bio");
    Parsed unselected("{}");
    REQUIRE(unselected.query);
    CHECK(unselected.query->selected().size() == 4);
}

TEST_CASE("loads are names, lists and maps, and combine")
{
    Parsed parsed("{'load':['albums',{'albums':{'artist':true}}]}");
    REQUIRE(parsed.query);
    REQUIRE(parsed.query->loads.size() == 1);
    CHECK(parsed.query->loads.front().query->loads.size() == 1);
    CHECK(Parsed("{'load':{'albums':false}}").query->loads.empty());
    CHECK(Parsed("{'load':'name'}").query->loads.empty());
}

TEST_CASE("a load may have a query, whose mistakes say where they are")
{
    Parsed parsed("{'load':{'albums':{'filter':{'title':'x'},'limit':2}}}");
    REQUIRE(parsed.query);
    CHECK(parsed.query->loads.front().query->limit == 2);
    Parsed mistaken("{'load':{'albums':{'sort':'nope'}}}");
    REQUIRE_FALSE(mistaken.query);
    CHECK(mistaken.query.error().errors.front().path
        == Path { std::string("load"), std::string("albums"), std::string("sort") });
    CHECK(Parsed("{'load':['nope']}").query.error().errors.front().code == ErrorCode::invalid_load);
    CHECK(Parsed("{'load':5}").query.error().errors.front().code == ErrorCode::invalid_load);
}

TEST_CASE("a query is a map")
{
    CHECK(Parsed("null").errors().empty());
    CHECK(Parsed("5").errors() == Lines { "invalid_query: a query is a map" });
}
