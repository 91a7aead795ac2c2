#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Books of chapters of pages, with authors whose share of the work is in the row that joins them.
struct Books : TestEngine {
    Books()
    {
        auto fields = [](std::string_view more) {
            return "'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
                   "'name':{'type':'string','allow_nil':false,'public':true}"
                + std::string(more) + "},";
        };
        auto manage = [](std::string_view argument, std::string_view relationship,
                          std::string_view options) {
            return "{'name':'manage_relationship','argument':'" + std::string(argument)
                + "','relationship':'" + std::string(relationship)
                + "','options':" + std::string(options) + "}";
        };
        auto writes = [](std::string_view accept, std::string_view more) {
            return "'actions':[{'name':'create','type':'create','primary':true,'accept':["
                + std::string(accept) + "]" + std::string(more)
                + "},{'name':'update','type':'update','primary':true,'accept':["
                + std::string(accept) + "]" + std::string(more)
                + "},{'name':'read','type':'read','primary':true},{'name':'destroy','type':"
                  "'destroy','primary':true},{'name':'find','type':'read','arguments':[{'name':"
                  "'words','type':'string'}],'validations':[{'name':'string_length','field':"
                  "'words','options':{'min':3}}]}]";
        };
        auto list = [](std::string_view name) {
            return ",'arguments':[{'name':'" + std::string(name)
                + "','type':{'array':'map'}}],'changes':[";
        };
        define("{'Book':{" + fields("")
            + "'relationships':{'chapters':{'kind':'has_many','destination':'Chapter','key':"
              "'theChapters'},'authors':{'kind':'many_to_many','destination':'Author','through':"
              "'Share'}},'changes':["
            + manage("authors", "authors", "{'type':'direct_control','join_keys':['part']}") + "],"
            + writes("'id','name'",
                ",'arguments':[{'name':'parts','type':{'array':'map'}},{'name':'authors','type':{"
                "'array':'map'}}],'changes':["
                    + manage("parts", "chapters", "{'type':'direct_control'}") + "]")
            + "},'Chapter':{" + fields("")
            + "'relationships':{'book':{'kind':'belongs_to','destination':'Book'},'pages':{'kind':"
              "'has_many','destination':'Page'}},"
            + writes("'id','name','book_id'",
                list("pages") + manage("pages", "pages", "{'type':'direct_control'}") + "]")
            + "},'Page':{" + fields("")
            + "'relationships':{'chapter':{'kind':'belongs_to','destination':'Chapter'}},"
            + writes("'id','name','chapter_id'", "") + "},'Author':{" + fields("")
            + writes("'id','name'", "")
            + "},'Share':{'attributes':{'part':{'type':'integer','public':true}},'relationships':{"
              "'book':{'kind':'belongs_to','destination':'Book','primary_key':true},'author':{"
              "'kind':'belongs_to','destination':'Author','primary_key':true}},'defaults':['read',"
              "'destroy',{'create':['part','book_id','author_id']},{'update':['part']}]}}");
    }

    Value form(const std::string& op, const std::string& params, const std::string& rest)
    {
        return ok("{'op':'" + op + "','resource':'Book'," + rest + ",'params':" + params + "}");
    }

    Value validate(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return form("validate_form", params, rest);
    }

    Value submit(const std::string& params, const std::string& rest = "'action':'create'")
    {
        return form("submit_form", params, rest);
    }
};

// The parts of a form as they were arranged, `name@index`.
Lines parts(const Value& state)
{
    Lines lines;
    for (const auto& item : at(state, "params", "parts").list())
        lines.push_back(display(at(item, "name")) + "@" + to_json(at(item, "_index")));
    return lines;
}

constexpr auto update_book = "'action':'update','id':1";

} // namespace

TEST_CASE("an order that names an item twice, or one that is not there, leaves them out")
{
    Books books;
    auto with = [&](std::string_view rest) {
        return parts(books.validate(
            "{'parts':{'0':{'name':'a'},'4':{'name':'b'}}," + std::string(rest) + "}"));
    };
    CHECK(with("'_sort_parts':['4','4','0']") == Lines { "b@4", "a@0" });
    CHECK(with("'_sort_parts':[9,2,4]") == Lines { "b@4", "a@0" });
    CHECK(with("'_sort_parts':[4,true]") == Lines { "b@4", "@null", "a@0" });
    CHECK(with("'_drop_parts':[4]") == Lines { "a@0" });
    CHECK(with("'_drop_parts':'4'") == Lines { "a@0", "b@4" });
    CHECK(with("'_add_parts':0") == Lines { "@null", "a@0", "b@4" });
    CHECK(parts(books.validate("{'parts':null,'_add_parts':'start'}")) == Lines { "@null" });
    CHECK(at(books.validate("{'parts':{'99999999999999999999':{}}}"), "params").is_null());
}

TEST_CASE("lists inside of lists are arranged where they lie")
{
    Books books;
    auto state = books.validate(
        "{'parts':[{'id':1,'name':'a','pages':{'0':{'id':1,'name':'x'},'1':{'id':2,'name':'y'}},"
        "'_sort_pages':[1]},7]}");
    const auto& arranged = at(state, "params", "parts").list();
    CHECK(to_json(at(arranged[0], "pages"))
        == "[{\"id\":2,\"name\":\"y\",\"_index\":1},{\"id\":1,\"name\":\"x\",\"_index\":0}]");
    CHECK(at(arranged[0], "_sort_pages").is_null());
    CHECK(at(arranged[0], "_index").is_null());
    CHECK(arranged[1] == Value(7));
}

TEST_CASE("errors of lists inside of lists lie at their places")
{
    Books books;
    auto params = "{'id':1,'name':'x','parts':[{'_ignore':true},{'id':1,'name':'a','pages':["
                  "{'id':1},{'id':2,'name':''}]}]}";
    auto lines = Lines { "required name: is required @ [\"parts\",1,\"pages\",0]",
        "required name: is required @ [\"parts\",1,\"pages\",1]" };
    CHECK(lines_of(at(books.validate(params), "errors")) == lines);
    CHECK(lines_of(at(books.submit(params), "errors")) == lines);
    CHECK(books.count("Book") == 0);
}

TEST_CASE("what is typed for the row that joins goes along with what it joins")
{
    Books books;
    auto made = books.submit("{'id':1,'name':'x','authors':[{'id':1,'name':'Ann','_join':{'part':"
                             "'3','_x':1,'name':'not this'}}]}");
    INFO(to_json(made));
    REQUIRE(books.count("Author") == 1);
    CHECK(at(books.rows("Author").list().front(), "name") == Value("Ann"));
    CHECK(at(books.rows("Share", "part").list().front(), "part") == Value(3));
    auto answer = books.submit("{'authors':[{'_form_type':'update','id':1,'_update':{'name':'Bo'},"
                               "'_join':{'part':4}}]}",
        update_book);
    INFO(to_json(answer));
    CHECK(at(books.rows("Author").list().front(), "name") == Value("Bo"));
    CHECK(at(books.rows("Share", "part").list().front(), "part") == Value(4));
}

TEST_CASE("inputs that were not touched are none")
{
    Books books;
    books.submit("{'id':1,'name':'x'}");
    CHECK(lines_of(at(books.validate("{'name':'','_unused_name':''}", update_book), "errors"))
            .empty());
    CHECK(lines_of(at(books.validate("{'name':''}", update_book), "errors"))
        == Lines { "required name: is required" });
}

TEST_CASE("the form of an item that is neither made nor updated has no errors of its own")
{
    Books books;
    for (auto type : { "look", "destroy" }) {
        CAPTURE(type);
        auto state = books.validate(
            "{'id':1,'name':'x','parts':[{'_form_type':'" + std::string(type) + "','id':1}]}");
        CHECK(at(state, "valid") == Value(true));
        CHECK(lines_of(at(state, "errors")).empty());
    }
}

TEST_CASE("the form of a read validates its arguments")
{
    Books books;
    auto errors = [&](std::string_view params) {
        return lines_of(at(books.validate(std::string(params), "'action':'find'"), "errors"));
    };
    CHECK(errors("{'words':'ab'}")
        == Lines { "invalid_attribute words: must have length of at least 3" });
    CHECK(errors("{'words':'abc'}").empty());
    CHECK(errors("{}").empty());
}
