#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Items with a key of two fields, whose actions have to be one statement.
struct Statements2 {
    TestEngine engine;

    explicit Statements2(const std::string& actions = "")
    {
        engine.define(
            "{'Note':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},'"
            "row'"
            ":{'type':'integer'},'text':{'type':'string'}},'defaults':['read',{'create':['id','row'"
            ","
            "'text']}]},'Item':{'attributes':{'row':{'type':'integer','primary_key':true,'allow_"
            "nil':"
            "false},'place':{'type':'integer','primary_key':true,'allow_nil':false},'name':{'type':"
            "'string','constraints':{'max_length':5}},'gone':{'type':'boolean'},'secret':{'type':"
            "'string'}},'relationships':{'notes':{'kind':'has_many','destination':'Note',"
            "'source_attribute':'row','destination_attribute':'row'}},'defaults':['read',{'create':"
            "["
            "'row','place','name']}],'actions':{'put':{'type':'update','accept':['name'],"
            "'require_atomic':true},'drop':{'type':'destroy','require_atomic':true},'hide':{'type':"
            "'destroy','soft':true,'require_atomic':true,'changes':[{'name':'set_attribute',"
            "'attribute':'gone','value':true}]}"
            + actions + "}}}");
        engine.ok("{'op':'create','resource':'Item','input':{'row':1,'place':1,'name':'a'}}");
        engine.ok("{'op':'create','resource':'Item','input':{'row':1,'place':2,'name':'b'}}");
        engine.ok("{'op':'create','resource':'Note','input':{'id':1,'row':1,'text':'n'}}");
    }

    static std::string message(std::string_view op, std::string_view action, std::string_view of,
        std::string_view input = "{}", std::string_view options = "{}")
    {
        return "{'op':'" + std::string(op) + "','resource':'Item','action':'" + std::string(action)
            + "'," + std::string(of) + ",'input':" + std::string(input)
            + ",'options':" + std::string(options) + "}";
    }
    std::string names()
    {
        std::string text;
        for (const auto& row : engine.rows("Item", "place").list())
            text += std::string(at(row, "name").text());
        return text;
    }
};

} // namespace

static constexpr auto second = "'id':{'row':1,'place':2}";

TEST_CASE("an update that has to be one statement finds its row by its key, or by the record")
{
    auto subject = GENERATE(
        as<std::string>(), "'id':{'row':1,'place':2}", "'record':{'row':1,'place':2,'name':'old'}");
    CAPTURE(subject);
    Statements2 items;
    CHECK(at(items.engine.ok(items.message("update", "put", subject, "{'name':'new'}")), "name")
        == Value("new"));
    CHECK(items.names() == "anew");
}

TEST_CASE("an update that has to be one statement loads what was asked for")
{
    Statements2 items;
    auto item = items.engine.ok(items.message(
        "update", "put", second, "{'name':'new'}", "{'load':['notes'],'select':['name']}"));
    CHECK(item
        == from_json("{'row':1,'place':2,'name':'new','notes':[{'id':1,'row':1,'text':'n'}]}"));
}

TEST_CASE("a destroy that has to be one statement answers null, or the record that went")
{
    Statements2 items;
    CHECK(items.engine.ok(items.message("destroy", "drop", second)) == Value());
    CHECK(items.names() == "a");
    auto gone = items.engine.ok(items.message("destroy", "drop", "'id':{'row':1,'place':1}", "{}",
        "{'return_destroyed':true,'load':['notes']}"));
    CHECK(at(gone, "name") == Value("a"));
    CHECK(at(gone, "notes").list().size() == 1);
    CHECK(items.names().empty());
}

TEST_CASE("a soft destroy that has to be one statement keeps the row")
{
    Statements2 items;
    auto hidden = items.engine.ok(items.message(
        "destroy", "hide", second, "{}", "{'return_destroyed':true,'load':['notes']}"));
    CHECK(at(hidden, "gone") == Value(true));
    CHECK(items.names() == "ab");
    CHECK(items.engine.ok(items.message("destroy", "hide", second)) == Value());
}

TEST_CASE("what has to be one statement fails like anything else")
{
    struct Case {
        const char* action;
        const char* of;
        const char* input;
        const char* code;
    };
    auto [action, of, input, code]
        = GENERATE(Case { "put", "'id':{'row':1,'place':9}", "{'name':'x'}", "stale_record" },
            Case { "put", "'record':{'row':1}", "{'name':'x'}", "invalid_argument place" },
            Case { "put", "'id':5", "{'name':'x'}", "invalid_primary_key" },
            Case { "put", second, "{'name':'far too long'}", "invalid_attribute name" },
            Case { "put", second, "{'nix':1}", "no_such_input" });
    CAPTURE(of, input);
    Statements2 items;
    auto errors = items.engine.errors(items.message("update", action, of, input));
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().substr(0, errors.front().find(':')) == code);
    CHECK(items.names() == "ab");
}

TEST_CASE("a destroy that has to be one statement is stale where the row is gone")
{
    Statements2 items;
    auto lines = items.engine.errors(items.message("destroy", "drop", "'id':{'row':7,'place':7}"));
    REQUIRE(lines.size() == 1);
    CHECK(lines.front().starts_with("stale_record"));
    CHECK(items.engine
              .errors(items.message("destroy", "drop", "'id':{'row':7,'place':7}", "{}",
                  "{'return_destroyed':true,'load':['notes']}"))
              .size()
        == 1);
}

TEST_CASE("what cannot be said in one statement says why")
{
    auto [members, reason] = GENERATE(table<std::string, std::string>({
        { "'validations':[{'name':'present','field':'name','before_action':true}]",
            "the validation `present` runs before the action, with the record" },
        { "'arguments':{'notes':{'type':{'array':'map'}}},'changes':[{'name':'manage_relationship',"
          "'argument':'notes','relationship':'notes','options':{'type':'create'}}]",
            "relationships are managed record by record" },
    }));
    CAPTURE(members);
    Statements2 items(
        ",'it':{'type':'update','accept':['name'],'require_atomic':true," + members + "}");
    auto input = reason.starts_with("relationships") ? "{'notes':[{'id':2}]}" : "{'name':'x'}";
    auto errors = items.engine.errors(items.message("update", "it", second, input));
    REQUIRE(errors.size() == 1);
    CHECK(errors.front()
        == "must_be_atomic: Item.it must be performed atomically, but it could not be performed "
           "atomically\n\nReason: "
            + reason);
    CHECK(items.names() == "ab");
}
