#include "support/shop.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A person with a profile, a card with a key, lists of both, and themselves in themselves.
struct People {
    TestEngine engine;
    Lines trace;

    People() { define("", ""); }
    // `more`: further attributes of the person; `profile`: further words of the profile.
    explicit People(const std::string& more, const std::string& profile = "")
    {
        define(more, profile);
    }

    // A change of every action that notes which one it is part of, and of which changeset.
    std::string log(std::string_view what)
    {
        auto id = engine.callback_value(
            [this, what = std::string(what)](const Value& message) -> Result<Value> {
                const auto& source = at(message, "changeset", "source");
                trace.push_back(what + "." + std::string(at(message, "changeset", "action").text())
                    + (source.is_null() ? "" : "<-" + std::string(at(source, "action").text())));
                return Value(Map { { "operations", Value(List {}) } });
            });
        return "'changes':[{'name':'callback','callback':" + to_json(at(id, "callback"))
            + ",'on':['create','update','destroy']}]";
    }

    void define(const std::string& more, const std::string& profile)
    {
        auto word = [](std::string_view name, std::string_view rest) {
            return "'" + std::string(name) + "':{'type':" + std::string(rest) + ",'public':true}";
        };
        engine.define("{'Profile':{'embedded':true,'attributes':{"
            + word("first_name", "'string','key':'firstName','allow_nil':false") + ","
            + word("age", "'integer'") + "," + word("born", "'date'") + "}," + log("Profile")
            + profile + "}," + "'Card':{'embedded':true,'attributes':{"
            + word("id", "'string','primary_key':true") + "," + word("rank", "'integer'")
            + "},'identities':{'by_rank':{'keys':['rank']}}," + log("Card") + "},"
            + "'Node':{'embedded':true,'attributes':{" + word("name", "'string'") + ","
            + word("child", "{'embedded':'Node'}") + "}},"
            + "'Person':{'attributes':{'id':{'type':'string','primary_key':true,'public':true},"
            + word("name", "'string'") + "," + word("profile", "{'embedded':'Profile'}") + ","
            + word("cards", "{'array':{'embedded':'Card'}}") + ","
            + word("node", "{'embedded':'Node'}") + more
            + "},'default_accept':'*','defaults':['create','read','update','destroy']}}");
    }

    Value create(std::string_view input)
    {
        return engine.ok("{'op':'create','resource':'Person','input':" + std::string(input) + "}");
    }

    Lines create_errors(std::string_view input)
    {
        return engine.errors(
            "{'op':'create','resource':'Person','input':" + std::string(input) + "}");
    }

    static std::string update(std::string_view input)
    {
        return "{'op':'update','resource':'Person','id':'p','input':" + std::string(input) + "}";
    }
};

} // namespace

TEST_CASE("a map given to an embedded attribute runs the embedded resource's own create")
{
    People people;
    auto record = people.create("{'id':'p','profile':{'firstName':'Ann','born':'2001-02-03'}}");
    CHECK(at(record, "profile") == from_json("{'firstName':'Ann','age':null,'born':'2001-02-03'}"));
    CHECK(people.trace == Lines { "Profile.create<-create" });
    auto rows = people.engine.rows("Person");
    CHECK(at(rows.list().front(), "profile") == at(record, "profile"));
}

TEST_CASE("an embedded value that is there is updated, and destroyed when nil takes its place")
{
    People people;
    people.create("{'id':'p','profile':{'firstName':'Ann','age':3}}");
    auto record = people.engine.ok(People::update("{'profile':{'age':4}}"));
    CHECK(at(record, "profile") == from_json("{'firstName':'Ann','age':4,'born':null}"));
    record = people.engine.ok(People::update("{'profile':null}"));
    CHECK(at(record, "profile").is_null());
    CHECK(people.trace
        == Lines { "Profile.create<-create", "Profile.update<-update", "Profile.destroy<-update" });
}

TEST_CASE("the items of a list are matched by their primary key")
{
    People people;
    people.create("{'id':'p','cards':[{'id':'a','rank':1},{'id':'b','rank':2}]}");
    people.trace.clear();
    auto record = people.engine.ok(People::update("{'cards':[{'id':'c'},{'id':'b','rank':3}]}"));
    CHECK(at(record, "cards") == from_json("[{'id':'c','rank':null},{'id':'b','rank':3}]"));
    CHECK(people.trace
        == Lines { "Card.create<-update", "Card.update<-update", "Card.destroy<-update" });
}

TEST_CASE("errors of embedded actions have the path to the value and the inner field")
{
    People people;
    CHECK(people.create_errors("{'id':'p','profile':{'age':'x'},'cards':[{'id':'a'},{}]}")
        == Lines { "invalid_attribute age: is invalid @ [\"profile\"]",
            "required firstName: attribute first_name is required @ [\"profile\"]",
            "required id: attribute id is required @ [\"cards\",1]" });
    CHECK(people.create_errors("{'id':'p','profile':{'firstName':'A','bogus':1}}").size() == 1);
    CHECK(people.engine.count("Person") == 0);
}

TEST_CASE("two items of a list with the same identity are refused")
{
    People people;
    CHECK(people.create_errors("{'id':'p','cards':[{'id':'a','rank':1},{'id':'b','rank':1}]}")
        == Lines { "invalid_attribute cards: items must be unique on identity with keys rank "
                   "with `nil` values considered distinct" });
    CHECK(people.create_errors("{'id':'p','cards':[{'id':'a'},{'id':'a'}]}")
        == Lines { "invalid_attribute cards: items must be unique on primary key with keys id" });
}

TEST_CASE("an instance of an embedded resource is a tagged map with its name")
{
    auto instance = parse_json(R"({"$struct":"Profile","value":{"age":7}})", Tags::wire);
    REQUIRE(instance.has_value());
    CHECK(*instance == Value::structure("Profile", Map { { "age", 7 } }));
    CHECK_FALSE(parse_json(R"({"$struct":"Profile","value":7})", Tags::wire).has_value());
    CHECK_FALSE(parse_json(R"({"$struct":"Profile"})", Tags::wire).has_value());
}

TEST_CASE("a record that is handed back updates what is embedded in it")
{
    People people;
    auto record = people.create("{'id':'p','profile':{'firstName':'Ann','born':'2001-02-03'}}");
    people.trace.clear();
    auto changed
        = people.engine.ok(Value(Map { { "op", Value("update") }, { "resource", Value("Person") },
            { "record", record }, { "input", from_json("{'profile':{'age':1}}") } }));
    CHECK(at(changed, "profile") == from_json("{'firstName':'Ann','age':1,'born':'2001-02-03'}"));
    CHECK(people.trace == Lines { "Profile.update<-update" });
}

TEST_CASE("what is embedded in a record that was read without it is read when it changes")
{
    People people;
    people.create("{'id':'p','profile':{'firstName':'Ann'}}");
    auto changed = people.engine.ok("{'op':'update','resource':'Person','record':{'id':'p'},"
                                    "'input':{'profile':{'age':2}}}");
    CHECK(at(changed, "profile") == from_json("{'firstName':'Ann','age':2,'born':null}"));
}

TEST_CASE("an update that leaves an embedded value as it was writes nothing")
{
    People people;
    people.create("{'id':'p','profile':{'firstName':'Ann'}}");
    auto state = people.engine.ok(
        "{'op':'changeset','changeset':{'resource':'Person','id':'p','operations':"
        "[['for_update','update',{'profile':{'firstName':'Ann'}}]]}}");
    CHECK(at(state, "attributes").map().empty());
}

TEST_CASE("resources that embed themselves end at a limit, with an error")
{
    People people;
    auto nested = [](int levels) {
        std::string text = "{'name':'leaf'}";
        for (int i = 1; i < levels; ++i)
            text = "{'name':'n','child':" + text + "}";
        return "{'id':'p','node':" + text + "}";
    };
    people.create(nested(16));
    auto errors = people.create_errors(nested(17));
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().starts_with(
        "invalid_attribute child: is embedded more than 16 levels deep @ [\"node\",\"child\""));
    CHECK(people.create_errors(nested(200)).size() == 1);
}

TEST_CASE("the constraint `load` computes calculations, on write and on read")
{
    People people(",'loaded':{'type':{'embedded':'Profile'},'constraints':{'load':['shout']},"
                  "'public':true}",
        ",'calculations':{'shout':{'type':'string','expression':{'op':'<>','args':[{'ref':"
        "'first_name'},{'value':'!'}]}}}");
    auto record = people.create("{'id':'p','loaded':{'firstName':'Ann'}}");
    CHECK(at(record, "loaded", "shout") == Value("Ann!"));
    CHECK(at(people.engine.rows("Person").list().front(), "loaded", "shout") == Value("Ann!"));
}

TEST_CASE("filters look inside embedded values, by name or key and by their types")
{
    People people;
    people.create("{'id':'p','profile':{'firstName':'Ann','age':9,'born':'2001-02-03'}}");
    people.create("{'id':'q','profile':{'firstName':'Bob','age':10}}");
    people.create("{'id':'r'}");
    auto ids = [&](std::string_view filter) {
        auto rows = people.engine.ok("{'op':'read','resource':'Person','query':{'sort':'id',"
                                     "'select':['id'],'filter':"
            + std::string(filter) + "}}");
        Lines found;
        for (const auto& row : rows.list())
            found.emplace_back(at(row, "id").text());
        return found;
    };
    CHECK(ids("{'profile':{'firstName':'Ann'}}") == Lines { "p" });
    CHECK(ids("{'profile':{'first_name':{'eq':'Bob'}}}") == Lines { "q" });
    CHECK(ids("{'profile':{'age':{'gt':'9'}}}") == Lines { "q" });
    CHECK(ids("{'profile':{'born':{'lt':'2002-01-01'}}}") == Lines { "p" });
    CHECK(ids("{'profile':{'is_nil':true}}") == Lines { "r" });
    CHECK(ids("{'op':'==','args':[{'fn':'get_path','args':[{'ref':'profile'},"
              "{'value':['first_name']}]},{'value':'Ann'}]}")
        == Lines { "p" });
    CHECK(people.engine.errors(
              "{'op':'read','resource':'Person','query':{'filter':{'profile':{'agee':1}}}}")
        == Lines { "no_such_field agee: No such field agee for resource Profile @ [\"filter\"]" });
}

TEST_CASE("an embedded resource is read and written with its record only")
{
    People people;
    CHECK(people.engine.errors("{'op':'create','resource':'Profile','input':{'firstName':'A'}}")
        == Lines { "not_supported: Profile is embedded: its records are read and written with "
                   "those that they are part of" });
}

TEST_CASE("what is embedded in many records is changed record by record")
{
    People people;
    people.create("{'id':'p','profile':{'firstName':'Ann'}}");
    people.create("{'id':'q','profile':{'firstName':'Bob'}}");
    people.trace.clear();
    auto result = people.engine.ok(
        "{'op':'bulk_update','resource':'Person','query':{},'input':{'profile':{'age':1}},"
        "'options':{'strategy':['atomic','stream'],'return_records':true}}");
    CHECK(at(result, "status") == Value("success"));
    CHECK(people.trace == Lines { "Profile.update<-update", "Profile.update<-update" });
    CHECK(at(people.engine.rows("Person").list()[1], "profile")
        == from_json("{'firstName':'Bob','age':1,'born':null}"));
}
