#include "core/changeset/shop_front.h"

#include "changeset/callback.h"
#include "changeset/managed.h"
#include "changeset/operations.h"

using namespace tunez;
using namespace tunez::test;

namespace {

using Texts = std::vector<std::string>;

// An order, and what it is asked to do with those that it is related to.
struct Managed {
    Loaded loaded { orders };
    Changeset order { loaded.resource("Order") };

    Result<void> run(std::string_view operation)
    {
        return apply_operation(order, from_json(operation), loaded.context());
    }
    Result<void> manage_value(std::string_view relationship, const Value& input,
        std::string_view options = "{'type':'create'}")
    {
        Value operation(
            List { Value("manage_relationship"), Value(relationship), input, from_json(options) });
        return apply_operation(order, operation, loaded.context());
    }
    Result<void> manage(std::string_view relationship, std::string_view input,
        std::string_view options = "{'type':'create'}")
    {
        return manage_value(relationship, from_json(input), options);
    }
    Value inputs(size_t call = 0) const { return Value(order.managed().at(call).inputs); }
};

} // namespace

TEST_CASE("inputs are a list, one map, or a map by places as a form sends it")
{
    auto [input, inputs] = GENERATE(table<std::string, std::string>({
        { "[{'what':'a'},{'what':'b'}]", "[{'what':'a'},{'what':'b'}]" },
        { "{'what':'a'}", "[{'what':'a'}]" },
        { "{'1':{'what':'b'},'0':{'what':'a'}}", "[{'what':'a'},{'what':'b'}]" },
        { "{'10':{'what':'c'},'-1':{'what':'a'},'9':{'what':'b'}}",
            "[{'what':'a'},{'what':'b'},{'what':'c'}]" },
        { "{'0':{'what':'a'},'x':{'what':'b'}}", "[{'0':{'what':'a'},'x':{'what':'b'}}]" },
        { "{'-':{'what':'a'}}", "[{'-':{'what':'a'}}]" },
        { "{'1234567890123456789':{'what':'a'}}", "[{'1234567890123456789':{'what':'a'}}]" },
        { "{}", "[{}]" },
        { "null", "[]" },
        { "''", "[]" },
        { "[]", "[]" },
    }));
    Managed managed;
    CAPTURE(input);
    REQUIRE(managed.manage("lines", input));
    CHECK(managed.inputs() == from_json(inputs));
    CHECK(managed.order.valid());
}

TEST_CASE("a relationship to one takes a map by places as the map that it is")
{
    Managed managed;
    REQUIRE(managed.manage("customer", "{'0':{'name':'a'}}"));
    CHECK(managed.inputs() == from_json("[{'0':{'name':'a'}}]"));
}

TEST_CASE("a relationship to one takes no list of several")
{
    Managed managed;
    REQUIRE(managed.manage("customer", "[{'id':1},{'id':2}]"));
    REQUIRE(managed.manage("receipt", "[{'id':1},{'id':2}]"));
    REQUIRE(managed.manage("customer", "[{'id':1}]"));
    CHECK(lines_of(managed.order)
        == Texts { "invalid_relationship : cannot manage a belongs_to relationship with a list of "
                   "records",
            "invalid_relationship : cannot manage a has_one relationship with a list of records" });
    CHECK(managed.order.managed().size() == 1);
}

TEST_CASE("a relationship that is not writable is not managed")
{
    Managed managed;
    REQUIRE(managed.manage("archived", "[]"));
    CHECK(
        lines_of(managed.order) == Texts { "invalid_relationship : relationship is not editable" });
    CHECK(managed.order.managed().empty());
}

TEST_CASE("a relationship that there is not is an error of the changeset")
{
    Managed managed;
    REQUIRE(managed.manage("nix", "[]"));
    CHECK(lines_of(managed.order)
        == Texts { "no_such_relationship : No such relationship nix for resource Order" });
}

TEST_CASE("options that make no sense are an error of the message")
{
    Managed managed;
    auto done = managed.manage("lines", "[]", "{'type':'sideways'}");
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::invalid_message);
    CHECK(done.error().rendered().starts_with("the options for managing lines: "));
}

TEST_CASE("managing without any options does nothing, and says so")
{
    Managed managed;
    REQUIRE(managed.manage("lines", "[{'what':'a'}]", "{}"));
    CHECK(managed.order.warnings()
        == Texts { "managing a relationship without any options does nothing" });
    CHECK(managed.order.valid());
}

TEST_CASE("an input that is neither a map nor a record is refused at its place")
{
    Managed managed;
    REQUIRE(managed.manage("seats", "[{'row':1},5]"));
    REQUIRE(managed.manage("seat", "[7]"));
    CHECK(lines_of(managed.order)
        == Texts { "invalid_relationship : cannot be managed with what is neither a map nor a "
                   "record @ seats @ 1",
            "invalid_relationship : cannot be managed with what is neither a map nor a record @ "
            "seat @ 0" });
    CHECK(managed.order.managed().empty());
}

TEST_CASE("a value stands for a map with the one primary key")
{
    Managed managed;
    REQUIRE(managed.manage("lines", "[3,{'what':'b'}]"));
    CHECK(managed.inputs() == from_json("[{'id':3},{'what':'b'}]"));
}

TEST_CASE("where an option names the key, every input is its value, a map too")
{
    Managed managed;
    REQUIRE(managed.manage("lines", "['a',{'x':1}]", "{'type':'create','value_is_key':'what'}"));
    CHECK(managed.inputs() == from_json("[{'what':'a'},{'what':{'x':1}}]"));
}

TEST_CASE("the place of each input is written where an option says so, as the input spells it")
{
    Managed managed;
    REQUIRE(managed.manage("lines", "[{'what':'a'},{'thePlace':9},{'place':9}]",
        "{'type':'create','order_is_key':'place'}"));
    CHECK(managed.inputs() == from_json("[{'what':'a','place':0},{'thePlace':1},{'place':2}]"));
}

TEST_CASE("records are of the destination, and instances of what is embedded are maps")
{
    auto structure = [](std::string_view name, Map map) {
        return Value::structure(std::string(name), std::move(map));
    };
    Managed managed;
    REQUIRE(managed.manage_value("customer", structure("Address", { { "name", Value("a") } })));
    CHECK(managed.inputs() == from_json("[{'name':'a'}]"));
    REQUIRE(managed.manage_value("customer", structure("Customer", { { "id", Value(1) } })));
    CHECK(managed.inputs(1).list().front().is(Kind::structure));
    REQUIRE(managed.manage_value("customer", structure("Line", { { "id", Value(1) } })));
    CHECK(lines_of(managed.order)
        == Texts {
            "invalid_relationship : cannot provide structs that don't match the destination" });
}

TEST_CASE("the older operations are shortcuts that are never authorized")
{
    auto [operation, on_match] = GENERATE(table<std::string, Managing>({
        { "append_to_relationship", Managing::ignore },
        { "remove_from_relationship", Managing::unrelate },
        { "replace_relationship", Managing::ignore },
    }));
    CAPTURE(operation);
    Managed managed;
    REQUIRE(managed.run("['" + operation + "','lines',[{'id':1}]]"));
    REQUIRE(managed.run("['" + operation + "','lines',[{'id':1}],{'authorize':true}]"));
    CHECK_FALSE(managed.order.managed()[0].options->authorize);
    CHECK(managed.order.managed()[1].options->authorize);
    CHECK(managed.order.managed()[0].options->on_match.what == on_match);
    bool replaces = operation == "replace_relationship";
    CHECK((managed.order.managed()[0].options->on_missing.what == Managing::unrelate) == replaces);
}

TEST_CASE("the state of a changeset names the relationships that are managed")
{
    Managed managed;
    CHECK_FALSE(state_of(managed.order).map().contains("relationships"));
    REQUIRE(managed.manage("lines", "[]"));
    REQUIRE(managed.manage("customer", "{'name':'a'}"));
    CHECK(at(state_of(managed.order), "relationships") == from_json("['lines','customer']"));
}

TEST_CASE("clear_change takes back what was given to manage a relationship")
{
    Managed managed;
    REQUIRE(managed.manage("lines", "[]"));
    REQUIRE(managed.manage("customer", "{'name':'a'}"));
    REQUIRE(managed.run("['clear_change','lines']"));
    REQUIRE(managed.run("['clear_change','nix']"));
    CHECK(at(state_of(managed.order), "relationships") == from_json("['customer']"));
}

TEST_CASE("a belongs_to is present through its key, or through what it is managed with")
{
    Managed managed;
    CHECK_FALSE(managed.order.present("customer"));
    REQUIRE(managed.manage("customer", "[]"));
    CHECK_FALSE(managed.order.present("customer"));
    REQUIRE(managed.manage("customer", "{'name':'a'}"));
    CHECK(managed.order.present("customer"));
    CHECK(managed.order.present("customer_id"));
    Managed keyed;
    REQUIRE(keyed.run("['force_change_attribute','customer_id',1]"));
    CHECK(keyed.order.present("customer"));
    CHECK_FALSE(keyed.order.present("lines"));
    CHECK_FALSE(keyed.order.present("nix"));
}
