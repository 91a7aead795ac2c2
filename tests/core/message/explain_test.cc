#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

struct ExplainedLibrary : TestEngine {
    ExplainedLibrary()
    {
        define(
            "{'Book':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string'},'year':{'type':'integer'},'shelf':{'type':'string'},"
            "'lent':{'type':'boolean'},'secret':{'type':'string','sensitive':true}},"
            "'relationships':{'pages':{'kind':'has_many','destination':'Page'}},"
            "'custom_indexes':[{'fields':['shelf','year']},{'fields':['name'],'where':"
            "{'op':'==','args':[{'ref':'lent'},true]}}],"
            "'full_text':{'names':{'fields':['name'],'tokenize':'trigram'}},'defaults':['read']},"
            "'Page':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}},"
            "'relationships':{'book':{'kind':'belongs_to','destination':'Book'}},"
            "'defaults':['read']}}");
    }

    Value explain(std::string_view query)
    {
        return ok("{'op':'explain','resource':'Book','query':" + std::string(query) + "}");
    }

    // What is said of the first statement.
    std::string notes(std::string_view filter)
    {
        auto statements = explain("{'filter':" + std::string(filter) + "}");
        return to_json(at(statements.list().front(), "notes"));
    }

    std::string plan(std::string_view filter)
    {
        auto statements = explain("{'filter':" + std::string(filter) + "}");
        return to_json(at(statements.list().front(), "plan"));
    }
};

} // namespace

TEST_CASE("explain shows the statement, what is bound, and the plan as a tree")
{
    ExplainedLibrary library;
    auto statements
        = library.explain("{'filter':{'shelf':'a','year':{'gt':1990}},'select':['id']}");
    REQUIRE(statements.list().size() == 1);
    const auto& statement = statements.list().front();
    CHECK(at(statement, "sql").text()
        == "SELECT t.\"id\" FROM \"books\" AS t WHERE ((t.\"shelf\" = ?1) AND (t.\"year\" > ?2))");
    CHECK(to_json(at(statement, "parameters")) == "[\"a\",1990]");
    CHECK(to_json(at(statement, "plan"))
        == "[{\"detail\":\"SEARCH t USING COVERING INDEX books_shelf_year_index (shelf=? AND "
           "year>?)\"}]");
    CHECK(to_json(at(statement, "notes")) == "[]");
}

TEST_CASE("explain hides what is compared with sensitive fields")
{
    ExplainedLibrary library;
    auto text = to_json(library.explain(
        "{'filter':{'secret':'hush','and':[{'secret':{'in':['hush','hash']}},"
        "{'secret':{'contains':'hus'}},{'secret':{'string_starts_with':'hus'}}]}}"));
    CHECK(text.find("hush") == std::string::npos);
    CHECK(text.find("hus\"") == std::string::npos);
    CHECK(text.find("**redacted**") != std::string::npos);
}

TEST_CASE("explain says why no index serves a condition")
{
    ExplainedLibrary library;
    CHECK(library.notes("{'year':1990}")
        == "[\"`year == 1990` has no index that begins with year: customIndexes: [{ fields: "
           "['year'] }] would serve it\"]");
    CHECK(library.notes("{'shelf':{'not_eq':'a'}}").find("excludes rows") != std::string::npos);
    CHECK(library.notes("{'shelf':{'contains':'abc'}}").find("the tokenizer trigram would serve it")
        != std::string::npos);
    CHECK(library.notes("{'name':{'contains':'ab'}}").find("at least three characters")
        != std::string::npos);
    CHECK(library.notes("{'or':[{'year':1},{'year':2}]}").find("is an `or`") != std::string::npos);
    CHECK(library.notes("{}") == "[\"all rows of books are read: there is no filter\"]");
    CHECK(library.notes("{'name':{'contains':'abc'}}") == "[]");
    auto sorted = library.explain("{'sort':'name'}");
    CHECK(to_json(at(sorted.list().front(), "notes")).find("no index has them in the order of name")
        != std::string::npos);
}

TEST_CASE("explain shows the statement of each relationship that is loaded")
{
    ExplainedLibrary library;
    auto statements = library.explain("{'load':{'pages':{'limit':2}}}");
    REQUIRE(statements.list().size() == 2);
    CHECK(to_json(at(statements.list()[1], "load")) == "[\"pages\"]");
    CHECK(at(statements.list()[1], "sql").text().find("row_number()") != std::string_view::npos);
}

TEST_CASE("an index over some rows serves the filters that name its condition")
{
    ExplainedLibrary library;
    CHECK(library.plan("{'lent':true,'name':'x'}").find("books_name_index") != std::string::npos);
    CHECK(library.plan("{'lent':false,'name':'x'}").find("books_name_index") == std::string::npos);
}
