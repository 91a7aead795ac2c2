#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Two shelves with books, and readers of books.
struct LoadedLibrary : TestEngine {
    LoadedLibrary()
    {
        auto names = callback([this](const Value& message) -> Result<Value> {
            last_message = message;
            List values;
            for (const auto& record : at(message, "records").list())
                values.emplace_back(std::string(at(record, "name").text()) + "/"
                    + display(at(record, "book_count"))
                    + display(at(message, "arguments", "mark")));
            return Value(std::move(values));
        });
        auto loud = callback([](const Value& message) -> Result<Value> {
            List values;
            for (const auto& record : at(message, "records").list())
                values.emplace_back(display(at(record, "label")) + "!");
            return Value(std::move(values));
        });
        auto wrong = callback([](const Value&) -> Result<Value> { return Value(List {}); });
        auto product = callback([](const Value& message) -> Result<Value> {
            int64_t all = 1;
            for (const auto& value : at(message, "values").list())
                all *= value.integer();
            return Value(all);
        });
        define(
            "{'Shelf':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
            "'name':{'type':'string'}},"
            "'relationships':{'books':{'kind':'has_many','destination':'Book'},"
            "'readers':{'kind':'has_many','destination':'Reader','through':['books','readers']}},"
            "'calculations':{'label':{'type':'string','calculate':"
            + names
            + ",'load':['name','book_count'],'arguments':{'mark':{'type':'string','default':'.'}}},"
              "'titled':{'type':'string','arguments':{'mark':{'type':'string','default':'.'}},'"
              "expr':"
              "{'op':'<>','args':[{'ref':'name'},{'arg':'mark'}]}},"
              "'loud':{'type':'string','calculate':"
            + loud + ",'load':['label']},'wrong':{'type':'string','calculate':" + wrong
            + "}},'aggregates':{'book_count':{'kind':'count','path':['books']},"
              "'years':{'kind':'custom','path':['books'],'field':'year','type':'integer',"
              "'implementation':"
            + product
            + "}},'defaults':['read',{'create':['id','name']}]},"
              "'Book':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
              "'year':{'type':'integer'}},"
              "'relationships':{'shelf':{'kind':'belongs_to','destination':'Shelf'},"
              "'readers':{'kind':'has_many','destination':'Reader'}},"
              "'actions':{'read':{'type':'read','primary':true,'pagination':{'offset':true,"
              "'keyset':true,'required':false,'default_limit':2}}},"
              "'defaults':[{'create':['id','year','shelf_id']}]},"
              "'Reader':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false"
              "},'name':{'type':'string'}},"
              "'relationships':{'book':{'kind':'belongs_to','destination':'Book'}},"
              "'defaults':['read',{'create':['id','name','book_id']}]}}");
        for (auto row : { "Shelf':{'id':1,'name':'a'}", "Shelf':{'id':2,'name':'b'}",
                 "Shelf':{'id':3,'name':'c'}", "Book':{'id':1,'year':2,'shelf_id':1}",
                 "Book':{'id':2,'year':3,'shelf_id':1}", "Book':{'id':3,'year':5,'shelf_id':1}",
                 "Book':{'id':4,'year':7,'shelf_id':2}", "Reader':{'id':1,'name':'x','book_id':1}",
                 "Reader':{'id':2,'name':'y','book_id':3}",
                 "Reader':{'id':3,'name':'z','book_id':4}" }) {
            std::string_view written(row);
            auto colon = written.find("':");
            ok("{'op':'create','resource':'" + std::string(written.substr(0, colon))
                + "','input':" + std::string(written.substr(colon + 2)) + "}");
        }
    }

    Value read(std::string_view query, std::string_view resource = "Shelf")
    {
        return ok("{'op':'read','resource':'" + std::string(resource)
            + "','query':" + std::string(query) + "}");
    }

    // One field of each, as JSON.
    std::string each(const Value& records, std::string_view name)
    {
        List values;
        for (const auto& record : records.list())
            values.push_back(at(record, name));
        return to_json(Value(values));
    }

    Value last_message;
};

} // namespace

TEST_CASE("a page of related records is loaded for each parent, in one statement")
{
    LoadedLibrary library;
    auto shelves = library.read("{'sort':'id','load':{'books':{'page':{'limit':2,'count':true},'"
                                "sort':'id','select':['id']}}}");
    List pages;
    for (const auto& shelf : shelves.list()) {
        const auto& page = at(shelf, "books");
        pages.emplace_back(Map { { "ids", from_json(library.each(at(page, "results"), "id")) },
            { "more", at(page, "more") }, { "count", at(page, "count") },
            { "limit", at(page, "limit") }, { "offset", at(page, "offset") } });
    }
    CHECK(to_json(Value(pages))
        == "[{\"ids\":[1,2],\"more\":true,\"count\":3,\"limit\":2,\"offset\":0},"
           "{\"ids\":[4],\"more\":false,\"count\":1,\"limit\":2,\"offset\":0},"
           "{\"ids\":[],\"more\":false,\"count\":0,\"limit\":2,\"offset\":0}]");
}

TEST_CASE("a page of related records leads to the next and back")
{
    LoadedLibrary library;
    auto books = [&](const std::string& page) {
        auto shelves = library.read(
            "{'filter':{'id':1},'load':{'books':{'sort':'-id','page':" + page + "}}}");
        return at(shelves.list().front(), "books");
    };
    auto first = books("{'limit':2}");
    CHECK(library.each(at(first, "results"), "id") == "[3,2]");
    auto cursor = std::string(at(first, "keysets").list().back().text());
    auto next = books("{'limit':2,'after':'" + cursor + "'}");
    CHECK(library.each(at(next, "results"), "id") == "[1]");
    CHECK_FALSE(at(next, "more").boolean());
    auto back = std::string(at(next, "keysets").list().front().text());
    CHECK(
        library.each(at(books("{'limit':2,'before':'" + back + "'}"), "results"), "id") == "[3,2]");
    CHECK(library.each(at(books("{'limit':1,'offset':1}"), "results"), "id") == "[2]");
    CHECK(library
            .errors("{'op':'read','resource':'Shelf','query':{'load':{'books':{'page':{'limit':1,"
                    "'after':'forged'}}}}}")
            .front()
            .starts_with("invalid_keyset"));
    CHECK(library
            .errors(
                "{'op':'read','resource':'Book','query':{'load':{'shelf':{'page':{'limit':1}}}}}")
            .front()
            .starts_with("not_supported"));
}

TEST_CASE("records are loaded through a path of relationships, each once, filtered and limited")
{
    LoadedLibrary library;
    library.ok("{'op':'create','resource':'Reader','input':{'id':4,'name':'x','book_id':2}}");
    auto readers = [&](std::string_view query) {
        auto shelves = library.read("{'sort':'id','load':{'readers':" + std::string(query) + "}}");
        List lists;
        for (const auto& shelf : shelves.list())
            lists.push_back(from_json(library.each(at(shelf, "readers"), "id")));
        return to_json(Value(lists));
    };
    CHECK(readers("{'sort':'id'}") == "[[1,2,4],[3],[]]");
    CHECK(readers("{'sort':'-id','limit':1}") == "[[4],[3],[]]");
    CHECK(readers("{'sort':'id','filter':{'name':'x'}}") == "[[1,4],[],[]]");
    auto loaded = library.ok(
        "{'op':'load','resource':'Shelf','records':[{'id':2}],'load':{'readers':true}}");
    CHECK(library.each(at(loaded.list().front(), "readers"), "id") == "[3]");
}

TEST_CASE("a calculation of the application is called once for all records, with what it needs")
{
    LoadedLibrary library;
    auto calls = library.host.calls();
    auto shelves = library.read("{'sort':'id','select':['id'],'load':['label']}");
    CHECK(to_json(shelves)
        == "[{\"id\":1,\"label\":\"a/3.\"},{\"id\":2,\"label\":\"b/1.\"},{\"id\":3,\"label\":\"c/"
           "0.\"}]");
    CHECK(library.host.calls() == calls + 1);
    CHECK(
        library.each(library.read("{'sort':'id','load':{'label':{'args':{'mark':'?'}}}}"), "label")
        == "[\"a/3?\",\"b/1?\",\"c/0?\"]");
    CHECK(library.each(library.read("{'sort':'id','load':['loud']}"), "loud")
        == "[\"a/3.!\",\"b/1.!\",\"c/0.!\"]");
    auto books = library.read("{'filter':{'id':4},'load':{'shelf':{'load':['label']}}}", "Book");
    CHECK(at(books.list().front(), "shelf", "label") == Value("b/1."));
    auto one
        = library.ok("{'op':'get','resource':'Shelf','by':{'id':1},'query':{'load':['label']}}");
    CHECK(at(one, "label") == Value("a/3."));
    auto loaded
        = library.ok("{'op':'load','resource':'Shelf','records':[{'id':2}],'load':['label']}");
    CHECK(library.each(loaded, "label") == "[\"b/1.\"]");
}

TEST_CASE("one calculation is computed by itself, from fields or from the record of a key")
{
    LoadedLibrary library;
    auto calculate = [&](std::string_view name, std::string_view record) {
        return library.run("{'op':'calculate','resource':'Shelf','calculation':'"
            + std::string(name) + "','record':" + std::string(record) + ",'args':{'mark':'#'}}");
    };
    CHECK(at(calculate("label", "{'id':1}"), "ok") == Value("a/3#"));
    CHECK(at(calculate("label", "{'name':'q'}"), "error").is(Kind::map));
    CHECK(at(calculate("titled", "{'name':'q'}"), "ok") == Value("q#"));
    CHECK(at(calculate("titled", "{'id':2}"), "ok") == Value("b#"));
    CHECK(library.errors("{'op':'calculate','resource':'Shelf','calculation':'titled','record':{}}")
            .front()
            .starts_with("invalid_query"));
    CHECK(library.errors("{'op':'calculate','resource':'Shelf','calculation':'nope','record':{}}")
            .front()
            .starts_with("no_such_field"));
}

TEST_CASE("a calculation of the application neither filters nor sorts, and its mistakes are told")
{
    LoadedLibrary library;
    auto errors = [&](std::string_view query) {
        return library.errors("{'op':'read','resource':'Shelf','query':" + std::string(query) + "}")
            .front();
    };
    CHECK(errors("{'filter':{'label':'x'}}").starts_with("not_supported label"));
    CHECK(errors("{'sort':'label'}").starts_with("not_supported label"));
    CHECK(errors("{'load':['wrong']}").starts_with("callback_failed"));
    CHECK(errors("{'load':{'label':{'args':{'nope':1}}}}").starts_with("no_such_input"));
    CHECK(library.read("{}").list().size() == 3);
}

TEST_CASE("a custom aggregate is what the application makes of the values")
{
    LoadedLibrary library;
    CHECK(library.each(library.read("{'sort':'id','load':['years']}"), "years") == "[30,7,null]");
    CHECK(library.each(library.read("{'filter':{'years':{'gt':5}},'sort':'-years'}"), "id")
        == "[1,2]");
}

TEST_CASE("all records are read in pieces by any action")
{
    LoadedLibrary library;
    std::string seen;
    std::string after;
    for (int piece = 0; piece < 5; ++piece) {
        auto page = library.read("{'sort':'-year','page':{'stream':true,'limit':3"
                + (after.empty() ? std::string() : ",'after':'" + after + "'") + "}}",
            "Book");
        seen += library.each(at(page, "results"), "year");
        if (!at(page, "more").boolean())
            break;
        after = at(page, "keysets").list().back().text();
    }
    CHECK(seen == "[7,5,3][2]");
}

TEST_CASE("a lazy load keeps what is there, a strict one leaves out what was not asked for")
{
    LoadedLibrary library;
    auto load = [&](std::string_view options) {
        return to_json(
            library.ok("{'op':'load','resource':'Shelf','records':[{'id':1,'name':'mine',"
                       "'book_count':99}],'load':['book_count'],'options':{"
                + std::string(options) + "}}"));
    };
    CHECK(load("'lazy':false") == "[{\"id\":1,\"name\":\"mine\",\"book_count\":3}]");
    CHECK(load("'lazy':true") == "[{\"id\":1,\"name\":\"mine\",\"book_count\":99}]");
    CHECK(load("'strict':true") == "[{\"id\":1,\"book_count\":3}]");
}
