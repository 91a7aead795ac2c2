#include "resource/inspect.h"

#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr auto people
    = "{'Person':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
      "'name':{'type':'string'},'pin':{'type':'string','sensitive':true,'default':'0000'},"
      "'address':{'type':{'embedded':'Address'}},'nicknames':{'type':{'array':'string'}}},"
      "'relationships':{'friends':{'kind':'has_many','destination':'Person',"
      "'destination_attribute':'id'}},'defaults':['read','create']},"
      "'Address':{'embedded':true,'attributes':{'street':{'type':'string'},"
      "'code':{'type':'string','sensitive':true}}}}";

TEST_CASE("a resource reads as its fields and actions, without its defaults")
{
    Loaded loaded(people);
    auto text = inspect(loaded.resource("Person"));
    CHECK(text
        == "#Resource<Person, attributes: [id: integer, name: string, pin: string (sensitive), "
           "address: embedded, nicknames: array of string], relationships: [friends: Person], "
           "actions: [read, create]>");
    CHECK(inspect(*loaded.resource("Person").definition) == "#Definition<Person, Address>");
}

TEST_CASE("a record reads as its fields, with what is sensitive redacted at any depth")
{
    Loaded loaded(people);
    auto record = loaded.record("Person", "{'id':1,'name':'Ann','pin':'1234'}");
    const auto& address = loaded.attribute("Person", "address");
    auto& value = record.values[address.index];
    value = Value::structure(
        "Address", Map { { "street", Value("High") }, { "code", Value("SECRET") } });
    CHECK(inspect(record)
        == "#Person<id: 1, name: \"Ann\", pin: \"**redacted**\", address: %Address{street: "
           "\"High\", "
           "code: \"**redacted**\"}, nicknames: nil>");
    auto inner = value;
    for (const auto& holder :
        { Value(List { inner }), Value(Map { { "a", inner } }), Value::union_of("home", inner),
            Value::tuple(List { inner }), Value::keyword(Map { { "a", inner } }) }) {
        value = holder;
        CHECK(inspect(record).find("SECRET") == std::string::npos);
    }
}

TEST_CASE("in a map what has the name of any sensitive field is redacted")
{
    Loaded loaded(people);
    auto value = from_json("[{'name':'Ann','pin':'1234','friends':[{'code':'SECRET'}]}]");
    CHECK(inspect(redacted(value, false, loaded.resource("Person")))
        == "[%{name: \"Ann\", pin: \"**redacted**\", friends: [%{code: \"**redacted**\"}]}]");
}

TEST_CASE("related records read inside the record that they were loaded for")
{
    Loaded loaded(people);
    auto record = loaded.record("Person", "{'id':1,'pin':'1234'}");
    Related friends;
    friends.relationship = loaded.resource("Person").find_relationship("friends");
    friends.records.push_back(loaded.record("Person", "{'id':2,'pin':'5678'}"));
    put_related(record, friends);
    auto text = inspect(record);
    CHECK(text.find("friends: [#Person<id: 2") != std::string::npos);
    CHECK(text.find("5678") == std::string::npos);
}

TEST_CASE("a sensitive field that is empty reads as such")
{
    Loaded loaded(people);
    auto text = inspect(loaded.record("Person", "{'id':1}"));
    CHECK(text.find("pin: nil") != std::string::npos);
}
