#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

// Identities that count only some rows.

namespace {

// Tasks whose names are unique among those that are not done.
struct Tasks : TestEngine {
    explicit Tasks(std::string_view more = "")
    {
        define("{'Task':{'attributes':{'id':{'type':'integer','primary_key':true,"
               "'allow_nil':false},'name':{'type':'string','public':true},"
               "'done':{'type':'boolean','default':false,'public':true},"
               "'note':{'type':'string','public':true}},"
               "'identities':{'open_name':{'keys':['name'],'message':'is to be done already',"
               "'where':{'op':'==','args':[{'ref':'done'},false]}"
            + std::string(more)
            + "}},"
              "'defaults':['read','destroy',{'create':['id','name','done','note']},"
              "{'update':['name','done','note']}]}}");
    }

    static std::string create(std::string_view input, std::string_view options = "{}")
    {
        return "{'op':'create','resource':'Task','input':" + std::string(input)
            + ",'options':" + std::string(options) + "}";
    }
    static std::string update(int id, std::string_view input)
    {
        return "{'op':'update','resource':'Task','id':" + std::to_string(id)
            + ",'input':" + std::string(input) + "}";
    }
    static std::string upsert(std::string_view input, std::string_view more = "")
    {
        return create(input,
            "{'upsert':true,'upsert_identity':'open_name','upsert_fields':['note']"
                + std::string(more) + "}");
    }
};

} // namespace

TEST_CASE("an identity with a condition is unique among the rows that meet it")
{
    Tasks tasks;
    tasks.ok(Tasks::create("{'id':1,'name':'mow','done':true}"));
    tasks.ok(Tasks::create("{'id':2,'name':'mow','done':true}"));
    tasks.ok(Tasks::create("{'id':3,'name':'mow'}"));
    Lines taken { "invalid_attribute name: is to be done already" };
    CHECK(tasks.errors(Tasks::create("{'id':4,'name':'mow'}")) == taken);
    CHECK(tasks.errors(Tasks::update(1, "{'done':false}")) == taken);
    tasks.ok(Tasks::update(3, "{'done':true}"));
    tasks.ok(Tasks::update(1, "{'done':false}"));
    CHECK(tasks.count("Task") == 3);
}

TEST_CASE("an early check looks only where both rows are counted")
{
    for (std::string_view check : { ",'eager_check':true", ",'pre_check':true" }) {
        CAPTURE(check);
        Tasks tasks(check);
        tasks.ok(Tasks::create("{'id':1,'name':'mow'}"));
        tasks.ok(Tasks::create("{'id':2,'name':'mow','done':true}"));
        tasks.ok(Tasks::create("{'id':3,'name':'mow','done':true}"));
        CHECK(tasks.errors(Tasks::create("{'id':4,'name':'mow'}"))
            == Lines { "invalid_changes name: is to be done already" });
        tasks.ok(Tasks::update(2, "{'name':'mow again'}"));
        tasks.ok(Tasks::update(2, "{'name':'mow'}"));
    }
}

TEST_CASE("an upsert by an identity with a condition updates the row that is counted")
{
    Tasks tasks;
    tasks.ok(Tasks::create("{'id':1,'name':'mow','done':true}"));
    tasks.ok(Tasks::create("{'id':2,'name':'mow'}"));
    auto updated = tasks.ok(Tasks::upsert("{'id':3,'name':'mow','note':'today'}"));
    CHECK(at(updated, "id") == Value(2));
    CHECK(at(updated, "note") == Value("today"));
    // It is not counted, so that it stands beside the other.
    auto inserted = tasks.ok(Tasks::upsert("{'id':3,'name':'mow','done':true}"));
    CHECK(at(inserted, "id") == Value(3));
    CHECK(tasks.count("Task") == 3);
}

TEST_CASE("an upsert that is skipped finds the row that is counted")
{
    Tasks tasks;
    tasks.ok(Tasks::create("{'id':1,'name':'mow','done':true,'note':'long ago'}"));
    tasks.ok(Tasks::create("{'id':2,'name':'mow','note':'now'}"));
    auto skipped = tasks.ok(Tasks::upsert("{'id':3,'name':'mow','note':'later'}",
        ",'return_skipped_upsert':true,"
        "'upsert_condition':{'op':'==','args':[{'ref':'note'},'never']}"));
    CHECK(at(skipped, "id") == Value(2));
    CHECK(at(skipped, "note") == Value("now"));
}
