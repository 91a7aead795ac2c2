#include "query/query.h"

#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr std::string_view library = R"({
    'Address': {'embedded':true,'attributes':{
        'town':{'type':'string','key':'theTown','public':true},'code':{'type':'string'}}},
    'Author': {
        'attributes': {
            'id':{'type':'integer','primary_key':true,'allow_nil':false},
            'name':{'type':'string','public':true},
            'tags':{'type':{'array':'string'}},
            'extra':{'type':'map'},
            'home':{'type':{'embedded':'Address'},'public':true},
            'homes':{'type':{'array':{'embedded':'Address'}}}
        },
        'relationships': {'books':{'kind':'has_many','destination':'Book'}},
        'calculations': {'older':{'type':'integer','public':true,
            'arguments':{'by':{'type':'integer','key':'byYears','allow_nil':false},'to':{'type':'integer'}},
            'expr':{'op':'+','args':[{'ref':'id'},{'arg':'by'}]}}},
        'full_text': {'words':{'fields':['name']}},
        'defaults': ['read']
    },
    'Book': {
        'attributes': {'id':{'type':'integer','primary_key':true,'allow_nil':false},'title':{'type':'string'}},
        'relationships': {'author':{'kind':'belongs_to','destination':'Author'}},
        'defaults': ['read']
    }
})";

namespace {

struct Library {
    Loaded loaded { library };

    Outcome<Query> query(const std::string& written, std::string_view resource = "Author") const
    {
        return parse_query(loaded.resource(resource), from_json(written));
    }

    // The filter as it is understood.
    std::string filter(const std::string& written, std::string_view resource = "Author") const
    {
        INFO(written);
        auto parsed = query("{'filter':" + written + "}", resource);
        REQUIRE(parsed);
        return parsed->filter ? inspect(*parsed->filter) : "";
    }

    std::vector<std::string> mistakes(const std::string& written) const
    {
        return mistakes_of("{'filter':" + written + "}");
    }

    std::vector<std::string> mistakes_of(const std::string& written) const
    {
        auto parsed = query(written);
        std::vector<std::string> lines;
        if (!parsed) {
            for (const auto& error : parsed.error().errors)
                lines.push_back(std::string(name(error.code)) + ": " + error.rendered());
        }
        return lines;
    }
};

struct Mistake {
    const char* filter;
    std::vector<std::string> lines;
};

struct Meaning {
    const char* filter;
    const char* expression;
};

} // namespace

TEST_CASE("functions and operators are refused that do not exist or take other arguments")
{
    Library books;
    const Mistake cases[] = {
        { "{'fn':'shout','args':[]}", { "no_such_function: No such function shout" } },
        { "{'fn':5,'args':[]}", { "no_such_function: No such function 5" } },
        { "{'fn':'string_length','args':[1,2]}",
            { "invalid_expression: `string_length` does not take 2 arguments" } },
        { "{'fn':'contains','args':['a']}",
            { "invalid_expression: `contains` does not take 1 argument" } },
        { "{'fn':'contains'}", { "invalid_expression: `contains` does not take 0 arguments" } },
        { "{'fn':'contains','args':{'a':1}}",
            { "invalid_expression: %{a: 1} is not a list of expressions",
                "invalid_expression: `contains` does not take 0 arguments" } },
        { "{'fn':'ago','args':[]}",
            { "invalid_expression: `ago` takes a number and a unit, or a duration" } },
        { "{'fn':'from_now','args':[1,'day',2]}",
            { "invalid_expression: `from_now` takes a number and a unit, or a duration" } },
        { "{'op':'<','args':[1,2,3]}", { "invalid_expression: `<` does not take 3 arguments" } },
        { "{'op':'not','args':[{'a':1,'b':2}]}",
            { "invalid_expression: %{a: 1, b: 2} is not an expression" } },
        { "{'op':'not','args':[{'nothing':1}]}",
            { "invalid_expression: %{nothing: 1} is not an expression" } },
        { "{'aggregate':5}", { "invalid_expression: %{aggregate: 5} is not an expression" } },
    };
    for (const auto& [filter, lines] : cases) {
        INFO(filter);
        CHECK(books.mistakes(filter) == lines);
    }
}

TEST_CASE("branches and casts say what they are made of")
{
    Library books;
    const Mistake cases[] = {
        { "{'if':[true]}", { "invalid_expression: `if` takes a condition and one or two values" } },
        { "{'if':[true,1,2,3]}",
            { "invalid_expression: `if` takes a condition and one or two values" } },
        { "{'cond':[[true,1],[false]]}",
            { "invalid_expression: `cond` takes pairs of a condition and a value" } },
        { "{'cond':[5]}", { "invalid_expression: `cond` takes pairs of a condition and a value" } },
        { "{'cond':5}", { "invalid_expression: `cond` takes pairs of a condition and a value" } },
        { "{'type':5}", { "invalid_expression: `type` takes an `expr` and a `type`" } },
        { "{'type':{'type':'integer'}}",
            { "invalid_expression: `type` takes an `expr` and a `type`" } },
        { "{'type':{'expr':1}}", { "invalid_expression: `type` takes an `expr` and a `type`" } },
        { "{'type':{'expr':1,'type':{'embedded':'Nothing'}}}",
            { "invalid_expression: there is no embedded resource \"Nothing\"; there is "
              "\"Address\"" } },
    };
    for (const auto& [filter, lines] : cases) {
        INFO(filter);
        CHECK(books.mistakes(filter) == lines);
    }
}

TEST_CASE("references and paths name what there is")
{
    Library books;
    const Mistake cases[] = {
        { "{'ref':5}", { "invalid_expression: a reference has a name" } },
        { "{'ref':'title','path':['novels']}",
            { "no_such_field: No such field novels for resource Author" } },
        { "{'ref':'title','path':['name']}",
            { "no_such_field: No such field name for resource Author" } },
        { "{'ref':'title','path':[5]}",
            { "invalid_expression: a path is a list of relationships" } },
        { "{'calc':'younger'}", { "no_such_field: No such field younger for resource Author" } },
        { "{'calc':5}", { "invalid_expression: a calculation has a name" } },
        { "{'calc':'older','path':['novels']}",
            { "no_such_field: No such field novels for resource Author" } },
        { "{'parent':{'ref':'id'}}",
            { "invalid_expression: there is nothing outside that `parent` means" } },
        { "{'combination':'id'}",
            { "invalid_expression: no member of a combination computes \"id\" here" } },
        { "{'op':'==','args':[{'upsert_conflict':'nope'},1]}",
            { "no_such_field: No such field nope for resource Author" } },
    };
    for (const auto& [filter, lines] : cases) {
        INFO(filter);
        CHECK(books.mistakes(filter) == lines);
    }
}

TEST_CASE("exists and aggregates need to know what they are about")
{
    Library books;
    const std::string kinds = "invalid_expression: an aggregate is of one of the kinds count, "
                              "exists, first, sum, list, max, min, avg, custom";
    const Mistake cases[] = {
        { "{'exists':5}", { "invalid_expression: `exists` takes a path and a filter" } },
        { "{'exists':{}}",
            { "invalid_expression: it needs a path of relationships, or a resource" } },
        { "{'exists':{'path':['novels']}}",
            { "no_such_field: No such field novels for resource Author" } },
        { "{'exists':{'at':['novels'],'path':['books']}}",
            { "no_such_field: No such field novels for resource Author" } },
        { "{'exists':{'resource':'Novel'}}", { "no_such_resource: No such resource Novel" } },
        { "{'exists':{'path':['books'],'filter':{'ref':'name'}}}",
            { "no_such_field: No such field name for resource Book" } },
        { "{'aggregate':{'path':['books']}}", { kinds } },
        { "{'aggregate':{'kind':5,'path':['books']}}", { kinds } },
        { "{'aggregate':{'kind':'median','path':['books']}}", { kinds } },
        { "{'aggregate':{'kind':'count'}}",
            { "invalid_expression: it needs a path of relationships, or a resource" } },
        { "{'aggregate':{'kind':'sum','path':['books']}}",
            { "invalid_expression: this kind of aggregate needs a `field`" } },
        { "{'aggregate':{'kind':'max','path':['books'],'field':5}}",
            { "invalid_expression: this kind of aggregate needs a `field`" } },
        { "{'aggregate':{'kind':'first','path':['books'],'field':{'op':'+','args':[{'ref':'id'},1]"
          "}}}",
            { "invalid_expression: the field of an aggregate needs a type" } },
        { "{'aggregate':{'kind':'count','path':['books'],'default':'many'}}",
            { "invalid_expression: the default \"many\" is no value of the aggregate" } },
        { "{'aggregate':{'kind':'custom','path':['books'],'field':'title','type':'integer'}}",
            { "invalid_expression: a custom aggregate needs a `type` and a function as "
              "`implementation`" } },
        { "{'aggregate':{'kind':'custom','path':['books'],'field':'title','type':'integer',"
          "'implementation':{'callback':'x'}}}",
            { "invalid_expression: a custom aggregate needs a `type` and a function as "
              "`implementation`" } },
        { "{'aggregate':{'kind':'custom','path':['books'],'field':'title',"
          "'implementation':{'callback':1}}}",
            { "invalid_expression: a custom aggregate needs a `type` and a function as "
              "`implementation`" } },
        { "{'aggregate':{'kind':'custom','path':['books'],'field':'title','type':'integer',"
          "'constraints':{'min':'x'},'implementation':{'callback':1}}}",
            { "invalid_expression: constraint `min` must be a whole number, got \"x\"" } },
    };
    for (const auto& [filter, lines] : cases) {
        INFO(filter);
        CHECK(books.mistakes(filter) == lines);
    }
}

TEST_CASE("arguments of a calculation are cast, and those that are needed must be there")
{
    Library books;
    auto mistakes = [&](std::string_view input) {
        return books.mistakes("{'older':{'gt':1,'input':" + std::string(input) + "}}");
    };
    CHECK(mistakes("{'by':'x'}")
        == std::vector<std::string> { "invalid_calculation_argument: is invalid" });
    CHECK(
        mistakes("{}") == std::vector<std::string> { "invalid_calculation_argument: is required" });
    CHECK(mistakes("{'by':null}")
        == std::vector<std::string> { "invalid_calculation_argument: is required" });
    CHECK(mistakes("{'by':1,'times':2}")
        == std::vector<std::string> {
            "no_such_input: No such input `times` for calculation older" });
    auto parsed = books.query("{'filter':{'older':{'gt':1,'input':{'by':'x'}}}}");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().errors.front().field == "by");
    CHECK(parsed.error().errors.front().path == Path { std::string("filter") });
}

TEST_CASE("arguments of a calculation are named by name or key, as values or as expressions")
{
    Library books;
    const Meaning cases[] = {
        { "{'older':{'input':{'by':'2'},'gt':5}}", "type(id + 2) > 5" },
        { "{'older':{'input':{'byYears':2},'gt':5}}", "type(id + 2) > 5" },
        { "{'older':{'input':{'by':{'value':'2'}},'gt':5}}", "type(id + 2) > 5" },
        { "{'op':'>','args':[{'calc':'older','args':{'by':{'value':2}}},5]}", "type(id + 2) > 5" },
        { "{'op':'>','args':[{'calc':'older','args':{'by':2,'to':null}},5]}", "type(id + 2) > 5" },
    };
    for (const auto& [filter, expression] : cases) {
        INFO(filter);
        CHECK(books.filter(filter) == expression);
    }
    CHECK(books.filter(
              "{'op':'>','args':[{'calc':'older','path':['author'],'args':{'by':1}},5]}", "Book")
        == "author.type(id + 1) > 5");
}

TEST_CASE("logic takes as many conditions as there are")
{
    Library books;
    const Meaning cases[] = {
        { "{'op':'and','args':[]}", "true" },
        { "{'op':'or','args':[]}", "false" },
        { "{'op':'and','args':[{'op':'is_nil','args':[{'ref':'id'}]}]}", "is_nil(id)" },
        { "{'op':'or','args':[{'op':'==','args':[{'ref':'id'},1]},{'op':'==','args':[{'ref':'id'},"
          "2]},{'op':'==','args':[{'ref':'id'},3]}]}",
            "id == 1 or id == 2 or id == 3" },
    };
    for (const auto& [filter, expression] : cases) {
        INFO(filter);
        CHECK(books.filter(filter) == expression);
    }
}

TEST_CASE("a predicate may be compared with an expression, or with one from inside of a value")
{
    Library books;
    const Meaning cases[] = {
        { "{'name':{'eq':{'ref':'id'}}}", "name == id" },
        { "{'id':{'in':{'ref':'tags'}}}", "id in tags" },
        { "{'id':{'value':5}}", "id == 5" },
        { "{'id':{'fn':'string_length','args':[{'ref':'name'}]}}", "id == string_length(name)" },
        { "{'id':{'is_nil':false}}", "not is_nil(id)" },
        { "{'id':{'is_nil':true}}", "is_nil(id)" },
        { "{'extra':{'at_path':['a','b'],'eq':5}}", "get_path(extra, [\"a\", \"b\"]) == 5" },
        { "{'extra':{'at_path':'a','in':[1,2]}}", "get_path(extra, [\"a\"]) in [1, 2]" },
        { "{'not':{}}", "false" },
        { "{'not':[{'id':1},{'id':2}]}", "not (id == 1 and id == 2)" },
        { "{'and':[{},{'id':1}]}", "true and id == 1" },
        { "{'or':{'id':1,'name':'x'}}", "id == 1 and name == \"x\"" },
        { "{'or':{'1':{'id':2},'0':{'id':1}}}", "id == 1 or id == 2" },
        { "{'or':{'01':{'id':3},'0':{'id':1},'1':{'id':2},'00':{'id':4}}}",
            "id == 1 or id == 4 or id == 3 or id == 2" },
        { "[{'id':1},{'name':'x'}]", "id == 1 and name == \"x\"" },
        { "{'value':null}", "" },
    };
    for (const auto& [filter, expression] : cases) {
        INFO(filter);
        CHECK(books.filter(filter) == expression);
    }
}

TEST_CASE("a relationship is compared with a key, or with none")
{
    Library books;
    CHECK(books.filter("{'author':7}", "Book") == "author.id == 7");
    CHECK(books.filter("{'author':'7'}", "Book") == "author.id == 7");
    CHECK(books.filter("{'author':'x'}", "Book") == "false");
    CHECK(books.filter("{'author':null}", "Book") == "is_nil(author.id)");
    CHECK(books.filter("{'author':{}}", "Book").empty());
    CHECK(books.filter("{'author':{'is_nil':true}}", "Book") == "is_nil(author.id)");
    CHECK(books.filter("{'author':{'in':[1,'2']}}", "Book") == "author.id in [1, 2]");
    CHECK(books.filter("{'author':{'not_eq':1,'name':'x'}}", "Book")
        == "author.id != 1 and author.name == \"x\"");
    CHECK(books.filter("{'author':[{'id':1},{'name':'x'}]}", "Book")
        == "author.id == 1 and author.name == \"x\"");
    CHECK(books.filter("{'author':{'books':{'title':'x'}}}", "Book")
        == "author.books.title == \"x\"");
}

TEST_CASE("paths lead into embedded values by the names and keys of their fields")
{
    Library books;
    const Meaning cases[] = {
        { "{'home':{'theTown':'x'}}", "get_path(home, [\"theTown\"]) == \"x\"" },
        { "{'home':{'town':{'not_eq':'x'}}}", "get_path(home, [\"theTown\"]) != \"x\"" },
        { "{'op':'==','args':[{'fn':'get_path','args':[{'ref':'homes'},[0,'town']]},'x']}",
            "get_path(homes, [0, \"theTown\"]) == \"x\"" },
        { "{'op':'==','args':[{'fn':'get_path','args':[{'ref':'extra'},[0,'town']]},'x']}",
            "get_path(extra, [0, \"town\"]) == \"x\"" },
    };
    for (const auto& [filter, expression] : cases) {
        INFO(filter);
        CHECK(books.filter(filter) == expression);
    }
    CHECK(books.mistakes("{'op':'==','args':[{'fn':'get_path','args':[{'ref':'homes'},[0,'city']]},"
                         "'x']}")
        == std::vector<std::string> { "no_such_field: No such field city for resource Address" });
}

TEST_CASE("a filter from a user sees what is public, inside of embedded values too")
{
    Library books;
    auto mistakes = [&](std::string_view filter) {
        return books.mistakes_of("{'filter_input':" + std::string(filter) + "}");
    };
    CHECK(mistakes("{'home':{'town':'x'}}").empty());
    CHECK(mistakes("{'home':{'code':'x'}}")
        == std::vector<std::string> { "no_such_field: No such field code for resource Address" });
    CHECK(mistakes("{'tags':['x']}")
        == std::vector<std::string> { "no_such_field: No such field tags for resource Author" });
    CHECK(mistakes("{'name':'x'}").empty());
    CHECK(mistakes("{'older':{'input':{'by':1},'gt':2}}").empty());
    CHECK(mistakes("{'books':{'title':'x'}}")
        == std::vector<std::string> { "no_such_field: No such field books for resource Author" });
    CHECK(mistakes("{'books':7}")
        == std::vector<std::string> { "no_such_field: No such field books for resource Author" });
}
