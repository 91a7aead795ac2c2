#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A deck of cards with a key, of which one is on top; what becomes of each is noted.
struct Decks : TestEngine {
    Lines trace;

    Decks()
    {
        auto word = [](std::string_view name, std::string_view rest) {
            return "'" + std::string(name) + "':{'type':" + std::string(rest) + ",'public':true}";
        };
        auto log = callback([this](const Value& message) -> Result<Value> {
            const auto& changeset = at(message, "changeset");
            const auto& known = at(changeset, "data", "id");
            const auto& id = known.is_null() ? at(changeset, "attributes", "id") : known;
            trace.push_back(std::string(at(changeset, "action").text()) + " " + display(id));
            if (id == Value("kept") && at(changeset, "action") == Value("destroy"))
                return Value(Map { { "operations",
                    from_json("[['add_error',{'field':'id','message':'has to stay'}]]") } });
            if (id == Value("odd"))
                return Value(Map { { "operations",
                    from_json("[['add_error',{'fields':['rank','colour'],'message':'do not go "
                              "together'}],['add_error','does not fit']]") } });
            return Value(Map { { "operations", Value(List {}) } });
        });
        define("{'Card':{'embedded':true,'attributes':{" + word("id", "'string','primary_key':true")
            + "," + word("rank", "'integer'") + "," + word("price", "'decimal'") + ","
            + word("colour", "'string'")
            + "},'identities':{'by_price':{'keys':['price','colour']},"
              "'by_rank':{'keys':['rank'],'nils_distinct':false}},"
              "'changes':[{'name':'callback','callback':"
            + log.substr(log.find(':') + 1, log.size() - log.find(':') - 2)
            + ",'on':['create','update','destroy']}]},"
              "'Plain':{'embedded':true,'embed_nil_values':false,'attributes':{"
            + word("id", "'string','primary_key':true") + "," + word("price", "'decimal'") + ","
            + word("day", "'date'")
            + "},'identities':{'by_price':{'keys':['price']}}},"
              "'Deck':{'attributes':{'id':{'type':'string','primary_key':true,'public':true},"
            + word("top", "{'embedded':'Card'}") + ","
            + word("fresh", "{'embedded':'Card'},'constraints':{'on_update':'replace'}") + ","
            + word("cards", "{'array':{'embedded':'Card'}},'constraints':{'nil_items':true}") + ","
            + word("sorted",
                "{'array':{'embedded':'Plain'}},'constraints':{'nil_items':true,'sort':[['price',"
                "'desc'],['day','asc_nils_first']]}")
            + "},'default_accept':'*','defaults':['create','read','update','destroy']}}");
    }

    Value create(const std::string& input)
    {
        return ok("{'op':'create','resource':'Deck','input':" + input + "}");
    }

    Lines create_errors(const std::string& input)
    {
        return errors("{'op':'create','resource':'Deck','input':" + input + "}");
    }

    static std::string update(const std::string& input)
    {
        return "{'op':'update','resource':'Deck','id':'d','input':" + input + "}";
    }

    // What an update answers for the field, and what it did.
    std::string updated(std::string_view field, const std::string& value)
    {
        trace.clear();
        return to_json(at(ok(update("{'" + std::string(field) + "':" + value + "}")), field));
    }

    // The ids in a list of a deck.
    Lines ids(std::string_view field, const std::string& value)
    {
        Lines found;
        for (const auto& item :
            at(create("{'id':'x','" + std::string(field) + "':" + value + "}"), field).list())
            found.push_back(item.is_null() ? "nil" : std::string(at(item, "id").text()));
        ok("{'op':'destroy','resource':'Deck','id':'x'}");
        return found;
    }
};

} // namespace

TEST_CASE("a single value is updated under its own key, and replaced by one with another or none")
{
    Decks decks;
    decks.create("{'id':'d','top':{'id':'a','rank':1}}");
    CHECK(decks.updated("top", "{'id':'a','colour':'red'}")
        == "{\"id\":\"a\",\"rank\":1,\"price\":null,\"colour\":\"red\"}");
    CHECK(decks.trace == Lines { "update a" });
    decks.updated("top", "{'id':'b','rank':2}");
    CHECK(decks.trace == Lines { "create b", "destroy a" });
    CHECK(decks.errors(Decks::update("{'top':{'rank':3}}"))
        == Lines { "required id: attribute id is required @ [\"top\"]" });
    decks.updated("top", "''");
    CHECK(decks.trace == Lines { "destroy b" });
    CHECK(decks.errors(Decks::update("{'top':[{'id':'a'}]}"))
        == Lines { "invalid_attribute top: is invalid" });
}

TEST_CASE("a value that is to be replaced is never updated, and goes without its destroy action")
{
    Decks decks;
    decks.create("{'id':'d','fresh':{'id':'a','rank':1}}");
    CHECK(decks.updated("fresh", "{'id':'a','colour':'red'}")
        == "{\"id\":\"a\",\"rank\":null,\"price\":null,\"colour\":\"red\"}");
    CHECK(decks.trace == Lines { "create a" });
    decks.updated("fresh", "{'id':'b'}");
    CHECK(decks.trace == Lines { "create b" });
}

TEST_CASE("an instance is taken as it is, and what it replaces goes")
{
    Decks decks;
    // As text, because an answer has instances as plain maps.
    auto top = [&](std::string_view resource, std::string_view fields) {
        decks.trace.clear();
        auto message = R"({"op":"update","resource":"Deck","id":"d","input":{"top":{"$struct":")"
            + std::string(resource) + R"(","value":)" + std::string(fields) + "}}}";
        auto answer = parse_json(decks.engine().run(message), Tags::wire);
        REQUIRE(answer);
        return answer->map().contains("ok") ? Lines { to_json(at(*answer, "ok", "top")) }
                                            : lines_of(at(*answer, "error", "errors"));
    };
    decks.create("{'id':'d','top':{'id':'a'}}");
    CHECK(top("Card", R"({"id":"b","rank":"7"})")
        == Lines { "{\"id\":\"b\",\"rank\":7,\"price\":null,\"colour\":null}" });
    CHECK(decks.trace == Lines { "destroy a" });
    CHECK(top("Card", R"({"id":"b","rank":8})")
        == Lines { "{\"id\":\"b\",\"rank\":8,\"price\":null,\"colour\":null}" });
    CHECK(decks.trace.empty());
    CHECK(top("Card", R"({"id":"b","rank":"many"})")
        == Lines { "invalid_attribute rank: is invalid @ [\"top\"]" });
    CHECK(top("Plain", R"({"id":"b"})") == Lines { "invalid_attribute top: is invalid" });
}

TEST_CASE("items of a list whose key cannot be read are new, and those that nobody names go")
{
    Decks decks;
    decks.create(
        "{'id':'d','cards':[{'id':'a','rank':1},{'id':'b','rank':2},{'id':'c','rank':3}]}");
    CHECK(decks.updated("cards", "[{'id':'b','rank':4},null,{'id':'e','rank':5}]")
        == "[{\"id\":\"b\",\"rank\":4,\"price\":null,\"colour\":null},null,"
           "{\"id\":\"e\",\"rank\":5,\"price\":null,\"colour\":null}]");
    CHECK(decks.trace == Lines { "update b", "create e", "destroy a", "destroy c" });
    CHECK(decks.updated("cards", "[{'id':'b','rank':4}]")
        == "[{\"id\":\"b\",\"rank\":4,\"price\":null,\"colour\":null}]");
    CHECK(decks.trace == Lines { "update b", "destroy e" });
    CHECK(decks.updated("cards", "null") == "null");
    CHECK(decks.trace == Lines { "destroy b" });
}

TEST_CASE("what fails while an embedded value goes is an error of the whole attribute")
{
    Decks decks;
    decks.create("{'id':'d','cards':[{'id':'kept','rank':1}],'top':{'id':'kept'}}");
    CHECK(decks.errors(Decks::update("{'cards':[]}"))
        == Lines { "invalid_attribute id: has to stay @ [\"cards\"]" });
    CHECK(decks.errors(Decks::update("{'top':null}"))
        == Lines { "invalid_attribute id: has to stay @ [\"top\"]" });
    CHECK(decks.errors(Decks::update("{'top':{'id':'b'}}"))
        == Lines { "invalid_attribute id: has to stay @ [\"top\"]" });
    CHECK(at(decks.rows("Deck").list().front(), "top", "id") == Value("kept"));
}

TEST_CASE("what an embedded action says of several fields stands at each, of none at the value")
{
    Decks decks;
    CHECK(decks.create_errors("{'id':'d','top':{'id':'odd'}}")
        == Lines { "invalid_attribute rank: do not go together @ [\"top\"]",
            "invalid_attribute colour: do not go together @ [\"top\"]",
            "invalid_attribute top: does not fit" });
    CHECK(decks.create_errors("{'id':'d','cards':[{'id':'a'},{'id':'odd','rank':1}]}")
        == Lines { "invalid_attribute rank: do not go together @ [\"cards\",1]",
            "invalid_attribute colour: do not go together @ [\"cards\",1]",
            "invalid_attribute cards: does not fit @ [1]" });
}

TEST_CASE("items are alike by the equality of their types, nils as the identity says")
{
    Decks decks;
    auto errors = [&](std::string_view items) {
        return decks.create_errors("{'id':'d','cards':" + std::string(items) + "}");
    };
    CHECK(errors("[{'id':'a','rank':1,'price':'1.0','colour':'red'},{'id':'b','rank':2,'price':"
                 "'1.00','colour':'red'}]")
        == Lines { "invalid_attribute cards: items must be unique on identity with keys "
                   "price,colour with `nil` values considered distinct" });
    CHECK(errors("[{'id':'a','rank':1},{'id':'b','rank':1}]")
        == Lines { "invalid_attribute cards: items must be unique on identity with keys rank" });
    CHECK(errors("[{'id':'a'},null,{'id':'b'}]")
        == Lines { "invalid_attribute cards: items must be unique on identity with keys rank" });
    CHECK(decks.ids("cards",
              "[{'id':'a','rank':1,'price':'1','colour':'red'},{'id':'b','rank':2,'price':'1',"
              "'colour':'blue'},null,{'id':'c','rank':3,'price':'1'},{'id':'e','rank':4,'price':"
              "'1'}]")
        == Lines { "a", "b", "nil", "c", "e" });
}

TEST_CASE("a list is in the order that its type says, unless it has nils")
{
    Decks decks;
    CHECK(decks.ids("sorted",
              "[{'id':'a','price':'2'},{'id':'b','price':'10'},{'id':'c'},{'id':'e','price':'1.5'},"
              "{'id':'f'}]")
        == Lines { "c", "f", "b", "a", "e" });
    CHECK(decks.ids("sorted",
              "[{'id':'a','day':'2024-01-02'},{'id':'b','day':'2024-01-01'},{'id':'c'},"
              "{'id':'e','price':'1','day':'2024-01-01'}]")
        == Lines { "c", "b", "a", "e" });
    CHECK(decks.ids("sorted", "[{'id':'a','price':'2'},null,{'id':'b','price':'10'}]")
        == Lines { "a", "nil", "b" });
}

TEST_CASE("nils are left out of what is stored where the resource says so, and read as nils")
{
    Decks decks;
    decks.create("{'id':'d','sorted':[{'id':'a'}],'cards':[{'id':'a'}]}");
    auto stored = decks.ok("{'op':'sql','sql':'SELECT sorted, cards FROM decks'}");
    INFO(to_json(stored));
    auto row = decks.rows("Deck").list().front();
    CHECK(to_json(at(row, "sorted")) == "[{\"id\":\"a\",\"price\":null,\"day\":null}]");
    CHECK(to_json(stored).find("{\\\"id\\\":\\\"a\\\"}") != std::string::npos);
    CHECK(to_json(stored).find("\\\"rank\\\":null") != std::string::npos);
}
