#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <sqlite3.h>

#include <functional>

using namespace tunez;
using namespace tunez::test;

namespace {

// Albums with an artist, tracks, a cover and tags; each test adds what it needs to an action of
// Album, and hears what its tracks are told.
struct RecordShop {
    TestEngine engine;
    Lines told;

    struct Members {
        std::string album = {}; // The members of the update `save` and the create `make`.
        std::string track = {}; // More members of Track.
        std::string track_update = {}; // Members of Track.update.
    };
    void define(const Members& members);
    void seed();

    std::string manage(std::string_view relationship, std::string_view options)
    {
        auto name = std::string(relationship);
        return "'arguments':{'input':{'type':'term','key':'theInput'}},'changes':[{'name':"
               "'manage_relationship','argument':'input','relationship':'"
            + name + "','options':" + std::string(options) + "}]";
    }
    std::string save(std::string_view input) const
    {
        return "{'op':'update','resource':'Album','action':'save','id':1,'input':{'input':"
            + std::string(input) + "}}";
    }
    std::string make(std::string_view input) const
    {
        return "{'op':'create','resource':'Album','action':'make','input':{'id':5,'input':"
            + std::string(input) + "}}";
    }
    std::string managed(std::string_view operations) const
    {
        return "{'op':'submit','changeset':{'resource':'Album','id':1,'operations':["
               "['for_update','update',{}],"
            + std::string(operations) + "]}}";
    }
    Value tracks() { return engine.rows("Track"); }
};

void RecordShop::define(const Members& members)
{
    auto notifier = engine.callback([this](const Value& message) -> Result<Value> {
        const auto& notification = at(message, "notification");
        told.push_back(std::string(at(notification, "action").text()) + ":"
            + to_json(at(notification, "data", "id")));
        return Value();
    });
    auto id = std::string("'id':{'type':'integer','primary_key':true}");
    auto name = id + ",'name':{'type':'string','allow_nil':false,'constraints':{'max_length':8}}";
    auto counted
        = "'id':{'type':'integer','primary_key':true,'generated':true}" + name.substr(id.size());
    std::string crud = "'defaults':['read','destroy']";
    std::string create = "'create':{'type':'create','primary':true,'accept':['id','name']}";
    std::string update
        = "'update':{'type':'update','primary':true,'accept':['name'],'require_atomic':false}";
    engine.define("{'Artist':{'attributes':{" + name + "}," + crud + ",'actions':{" + create + ","
        + update + "}},'Tag':{'attributes':{" + counted
        + "},'identities':{'name':{'keys':['name']}}," + crud + ",'actions':{" + create + ","
        + update + "}},'AlbumTag':{'attributes':{'weight':{'type':'integer'}},'relationships':{"
        + "'album':{'kind':'belongs_to','destination':'Album','primary_key':true},"
        + "'tag':{'kind':'belongs_to','destination':'Tag','primary_key':true}},'defaults':['read',"
        + "'destroy',{'create':['weight']},{'update':['weight']}]},'Track':{'attributes':{" + name
        + ",'place':{'type':'integer','key':'itsPlace'}},'relationships':{'album':{'kind':"
        + "'belongs_to','destination':'Album'}},'notifiers':[" + notifier + "]," + crud
        + ",'actions':{'create':{'type':'create','accept':['id','name','place']},'update':{"
        + "'type':'update','accept':['name','place'],'require_atomic':false" + members.track_update
        + "}}" + members.track + "},'Album':{'attributes':{" + id
        + "},'relationships':{'artist':{'kind':'belongs_to','destination':'Artist'},'tracks':{"
        + "'kind':'has_many','destination':'Track','sort':[['place','asc'],['id','asc']]},"
        + "'tags':{'kind':'many_to_many','destination':'Tag','through':'AlbumTag'},'locked':{"
        + "'kind':'has_many','destination':'Track','writable':false}}," + crud
        + ",'actions':{'update':{'type':'update','primary':true,'accept':[],'require_atomic':false"
        + "},'create':{'type':'create','primary':true,'accept':['id']},'save':{'type':'update',"
        + "'accept':[],'require_atomic':false," + members.album
        + "},'make':{'type':'create','accept':['id']," + members.album + "}}}}");
    seed();
}

void RecordShop::seed()
{
    auto create = [&](std::string_view resource, std::string_view input) {
        engine.ok("{'op':'create','resource':'" + std::string(resource)
            + "','input':" + std::string(input) + "}");
    };
    create("Album", "{'id':1}");
    create("Album", "{'id':2}");
    create("Tag", "{'id':1,'name':'rock'}");
    create("Tag", "{'id':2,'name':'jazz'}");
    for (auto id : { 1, 2, 3 }) {
        auto text = std::to_string(id);
        create("Track", "{'id':" + text + ",'name':'t" + text + "','itsPlace':" + text + "}");
    }
    engine.ok(managed("['manage_relationship','tracks',[1,2],{'type':'append'}]"));
    told.clear();
}

// Counts the statements that SQLite runs while one exists, without those that only read.
class Statements {
public:
    Statements()
    {
        counter = 0;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
    }
    ~Statements() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch)); }
    Statements(const Statements&) = delete;
    Statements& operator=(const Statements&) = delete;

    static inline int counter = 0;

private:
    static int watch(sqlite3* connection, char**, const sqlite3_api_routines*)
    {
        return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, count, nullptr);
    }
    static int count(unsigned, void*, void* statement, void* text)
    {
        bool nested = std::string_view(static_cast<const char*>(text)).starts_with("--");
        bool reads = sqlite3_stmt_readonly(static_cast<sqlite3_stmt*>(statement)) != 0
            && sqlite3_column_count(static_cast<sqlite3_stmt*>(statement)) > 0;
        counter += nested || reads ? 0 : 1;
        return 0;
    }
};

} // namespace

static Lines names_of(const Value& records)
{
    Lines names;
    for (const auto& record : records.list())
        names.emplace_back(at(record, "name").text());
    return names;
}

TEST_CASE("a list of tracks is saved as a whole: created, updated, destroyed and numbered")
{
    RecordShop shop;
    shop.define(
        { .album = shop.manage("tracks", "{'type':'direct_control','order_is_key':'place'}") });
    auto album = shop.engine.ok(shop.save("[{'id':9,'name':'new'},{'id':2,'name':'two'}]"));
    CHECK(names_of(at(album, "tracks")) == Lines { "new", "two" });
    auto tracks = shop.tracks();
    CHECK(names_of(tracks) == Lines { "two", "t3", "new" });
    CHECK(at(tracks.list()[2], "itsPlace") == Value(0));
    CHECK(at(tracks.list()[0], "itsPlace") == Value(1));
    CHECK(at(tracks.list()[2], "album_id") == Value(1));
}

TEST_CASE("an album with two hundred tracks is saved in few statements")
{
    Statements statements;
    RecordShop shop;
    shop.define(
        { .album = shop.manage("tracks", "{'type':'direct_control','order_is_key':'place'}") });
    auto track = [](int id, std::string_view name) {
        return "{'id':" + std::to_string(id) + ",'name':'" + std::string(name) + "'},";
    };
    std::string before = "[";
    for (int id = 1001; id <= 1200; ++id)
        before += track(id, "old");
    before.back() = ']';
    shop.engine.ok(shop.save(before));
    // In the opposite order: fifty gone, fifty changed, fifty new ones in between.
    std::string after = "[";
    for (int id = 1200; id > 1050; --id) {
        after += track(id, id > 1150 ? "changed" : "old");
        after += id > 1150 ? track(id + 1000, "new") : "";
    }
    after.back() = ']';
    Statements::counter = 0;
    shop.told.clear();
    auto album = shop.engine.ok(shop.save(after));
    CHECK(Statements::counter <= 12);
    CHECK(at(album, "tracks").list().size() == 200);
    CHECK(shop.told.size() == 250);
    CHECK(shop.engine.count("Track") == 201);
    CHECK(at(at(album, "tracks").list()[199], "itsPlace") == Value(199));
    CHECK(at(at(album, "tracks").list()[199], "id") == Value(1051));
}

TEST_CASE("errors name the argument and the place in it, and nothing is half written")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tracks", "{'type':'direct_control'}") });
    auto before = shop.tracks();
    CHECK(shop.engine.errors(
              shop.save("[{'id':9,'name':'fine'},{'id':2,'name':'much too long'},{'id':8},"
                        "{'id':3,'name':'not mine'}]"))
        == Lines { "invalid_attribute name: length must be less than or equal to 8 @ "
                   "[\"theInput\",1]",
            "required name: attribute name is required @ [\"theInput\",2]",
            "invalid_attribute id: has already been taken @ [\"theInput\",3]" });
    CHECK(shop.tracks() == before);
    CHECK(shop.told.empty());
}

TEST_CASE("errors lie where the call says")
{
    RecordShop shop;
    shop.define(
        { .album = shop.manage("tracks", "{'type':'direct_control','error_path':['songs',7]}") });
    CHECK(shop.engine.errors(shop.save("[{'id':9}]"))
        == Lines { "required name: attribute name is required @ [\"songs\",7]" });
}

TEST_CASE("what is neither a map nor a record is refused with its place")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tracks", "{'type':'append'}") });
    CHECK(shop.engine.errors(shop.managed("['manage_relationship','nothing',[],{'type':'append'}]"))
        == Lines { "no_such_relationship: No such relationship nothing for resource Album" });
    CHECK(shop.engine.errors(shop.managed("['manage_relationship','locked',[],{'type':'append'}]"))
        == Lines { "invalid_relationship: relationship is not editable" });
    CHECK(shop.engine.errors(
              shop.managed("['manage_relationship','artist',[{},{}],{'type':'append'}]"))
        == Lines { "invalid_relationship: cannot manage a belongs_to relationship with a list of "
                   "records" });
    CHECK(shop.engine.errors(shop.managed("['manage_relationship','tracks',[1],{'on_match':1}]"))
        == Lines { "invalid_message: the options for managing tracks: \"on_match\" cannot be 1" });
    CHECK(shop.engine.errors(shop.save("[[{'id':3}]]"))
        == Lines { "not_found: record with id: [%{id: 3}] not found @ [\"theInput\",0]" });
}

TEST_CASE("the same key twice is carried out twice, one after the other")
{
    RecordShop shop;
    shop.define({ .album
        = shop.manage("tracks", "{'type':'direct_control','use_identities':['_primary_key']}") });
    shop.engine.ok(shop.save("[{'id':1,'name':'a'},{'id':1,'name':'b'},{'id':2}]"));
    CHECK(names_of(shop.tracks()) == Lines { "b", "t2", "t3" });
    CHECK(shop.told == Lines { "update:1", "update:1", "update:2" });
}

TEST_CASE("tags are related by name, created where there is none, and joined once")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tags",
                      "{'type':'append_and_remove','on_no_match':'create','value_is_key':'name',"
                      "'use_identities':['name']}") });
    auto album = shop.engine.ok(shop.save("['rock','blues']"));
    CHECK(names_of(at(album, "tags")) == Lines { "rock", "blues" });
    shop.engine.ok(shop.save("['jazz','blues']"));
    auto joined = shop.engine.ok("{'op':'get','resource':'Album','id':1,'query':{'load':'tags'}}");
    CHECK(at(joined, "tags").list().size() == 2);
    CHECK(shop.engine.count("Tag") == 3);
    CHECK(shop.engine.rows("AlbumTag", "tag_id").list().size() == 2);
}

TEST_CASE("join keys go to the row that joins")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tags",
                      "{'type':'append','on_match':'update_join','join_keys':['weight']}") });
    shop.engine.ok(shop.save("[{'id':1,'weight':3},{'id':2,'name':'x','weight':4}]"));
    auto rows = shop.engine.rows("AlbumTag", "tag_id");
    CHECK(at(rows.list()[0], "weight") == Value(3));
    CHECK(at(rows.list()[1], "weight") == Value(4));
    shop.engine.ok(shop.save("[{'id':1,'weight':9}]"));
    CHECK(at(shop.engine.rows("AlbumTag", "tag_id").list()[0], "weight") == Value(9));
}

TEST_CASE("whom a record belongs to is found or created before it is written")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("artist", "{'type':'append','on_no_match':'create'}") });
    auto album = shop.engine.ok(shop.make("{'id':7,'name':'Ann'}"));
    CHECK(at(album, "artist_id") == Value(7));
    CHECK(at(album, "artist", "name") == Value("Ann"));
    shop.engine.ok(shop.save("{'id':7,'name':'ignored'}"));
    CHECK(at(shop.engine.ok("{'op':'get','resource':'Album','id':1}"), "artist_id") == Value(7));
    CHECK(shop.engine.count("Artist") == 1);
    CHECK(shop.engine.errors(shop.save("{'id':8,'name':'much too long'}"))
        == Lines { "invalid_attribute name: length must be less than or equal to 8 @ "
                   "[\"theInput\"]" });
}

TEST_CASE("nested actions are announced once everything is committed, and not after a failure")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tracks", "{'type':'direct_control'}") });
    shop.engine.ok(shop.save("[{'id':2,'name':'x'},{'id':9,'name':'n'}]"));
    CHECK(shop.told == Lines { "destroy:1", "update:2", "create:9" });
    shop.told.clear();
    shop.engine.errors(shop.save("[{'id':10,'name':'n'},{}]"));
    CHECK(shop.told.empty());
}

TEST_CASE("several calls come in the order that they ask for")
{
    RecordShop shop;
    shop.define({ .album = "'description':'nothing'" });
    shop.engine.ok(shop.managed(
        "['manage_relationship','tracks',[{'id':1,'name':'later'}],{'on_match':'update','meta':{"
        "'order':2}}],['manage_relationship','tracks',[{'id':1,'name':'first'}],{'on_match':"
        "'update','meta':{'order':1}}]"));
    CHECK(names_of(shop.tracks()).front() == "later");
    auto ignored = shop.managed("['manage_relationship','tracks',[],{'on_missing':'destroy',"
                                "'ignore':true}]");
    shop.engine.ok(ignored);
    CHECK(shop.engine.count("Track") == 3);
}

TEST_CASE("earlier functions for relationships are shortcuts")
{
    RecordShop shop;
    shop.define({ .album = "'description':'nothing'" });
    shop.engine.ok(shop.managed("['replace_relationship','tracks',[3]],"
                                "['append_to_relationship','tracks',[1]]"));
    auto ids = [&] {
        Lines lines;
        auto album = shop.engine.ok("{'op':'get','resource':'Album','id':1,'query':{'load':"
                                    "'tracks'}}");
        for (const auto& track : at(album, "tracks").list())
            lines.push_back(to_json(at(track, "id")));
        return lines;
    };
    CHECK(ids() == Lines { "1", "3" });
    shop.engine.ok(shop.managed("['remove_from_relationship','tracks',[3]]"));
    CHECK(ids() == Lines { "1" });
}

TEST_CASE("what is named is looked for while the changeset is built, where that is asked")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tags", "{'type':'append','eager_validate':true}") });
    auto state = shop.engine.ok("{'op':'changeset','changeset':{'resource':'Album','id':1,"
                                "'operations':[['for_update','save',{'input':[1,77]}]]}}");
    CHECK(lines_of(at(state, "errors"))
        == Lines { "not_found: record with id: 77 not found @ [\"theInput\"]" });
    CHECK(at(state, "relationships") == from_json("['tags']"));
}

TEST_CASE("each record of a bulk run stands or falls with all that belongs to it")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tracks", "{'type':'create'}") });
    auto result = shop.engine.ok(
        "{'op':'bulk_create','resource':'Album','action':'make','inputs':[{'id':5,'input':[{'id':"
        "50,'name':'a'}]},{'id':6,'input':[{'id':60,'name':'b'},{'id':61}]},{'id':7,'input':[]}],"
        "'options':{'rollback_on_error':false,'return_errors':true}}");
    CHECK(at(result, "status") == Value("partial_success"));
    CHECK(lines_of(at(result, "errors", "errors"))
        == Lines { "required name: attribute name is required @ [1,\"theInput\",1]" });
    CHECK(shop.engine.count("Album") == 4);
    CHECK(names_of(shop.tracks()).back() == "a");
}

TEST_CASE("hooks of nested actions run record by record, in the order of the inputs")
{
    RecordShop shop;
    Lines ran;
    auto hook = [&](std::string kind) {
        return "['" + kind + "',"
            + shop.engine.callback([&ran, kind](const Value& message) -> Result<Value> {
                  ran.push_back(
                      kind + ":" + to_json(at(message, "changeset", "data").map().begin()->second));
                  return Value();
              })
            + "]";
    };
    auto hooks = "{'operations':[" + hook("before_action") + "," + hook("after_action") + "]}";
    auto change = shop.engine.callback(
        [answer = from_json(hooks)](const Value&) -> Result<Value> { return answer; });
    shop.define({ .album = shop.manage("tracks", "{'on_match':'update'}"),
        .track_update = ",'changes':[{'name':'callback'," + change.substr(1) + "]" });
    ran.clear();
    shop.engine.ok(shop.save("[{'id':2,'name':'x'},{'id':1,'name':'y'}]"));
    CHECK(
        ran == Lines { "before_action:2", "after_action:2", "before_action:1", "after_action:1" });
}

TEST_CASE("relationships that are managed inside each other without an end are refused")
{
    TestEngine engine;
    engine.define("{'Node':{'attributes':{'id':{'type':'integer','primary_key':true,'generated':"
                  "true,'allow_nil':false}},'relationships':{'parent':{'kind':'belongs_to',"
                  "'destination':'Node','attribute_type':'integer'},'children':{'kind':'has_many',"
                  "'destination':'Node','destination_attribute':'parent_id'}},'defaults':['read'],"
                  "'actions':{'create':{'type':'create','arguments':{'children':{'type':{'array':"
                  "'map'},'default':{'value':[{}]}}},'changes':[{'name':'manage_relationship',"
                  "'argument':'children','relationship':'children','options':{'type':'create'}}]}"
                  "}}}");
    auto errors = engine.errors("{'op':'create','resource':'Node','input':{}}");
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().starts_with(
        "invalid_relationship: relationships are managed inside each other without an end"));
    CHECK(engine.count("Node") == 0);
}

TEST_CASE("a definition that manages what cannot be managed is refused")
{
    auto problem = [](std::string_view options) {
        TestEngine engine;
        auto answer = engine.errors(
            "{'op':'define','definition':{'domains':[{'name':'D','resources':{'A':{'attributes':{"
            "'id':{'type':'uuid','primary_key':true}},'relationships':{'bs':{'kind':'has_many',"
            "'destination':'B'}},'actions':{'make':{'type':'create','arguments':{'bs':{'type':{"
            "'array':'map'}}},'changes':[{'name':'manage_relationship','argument':'bs',"
            "'relationship':'bs','options':"
            + std::string(options)
            + "}]}}},'B':{'attributes':{'id':{'type':'uuid','primary_key':true}},'relationships':{"
              "'a':{'kind':'belongs_to','destination':'A'}},'defaults':['read']}}}]}}");
        return answer.front();
    };
    CHECK(problem("{'type':'create'}")
        == "invalid_definition: A.actions.make.changes[0]: \"on_no_match\" needs a primary action "
           "of the type create, and B has none");
    CHECK(problem("{'on_mach':'update'}")
            .starts_with("invalid_definition: A.actions.make.changes[0]: "
                         "\"manage_relationship\" has no option \"on_mach\""));
}

TEST_CASE("tens of thousands of children are written, and refused with the first thousand errors")
{
    RecordShop shop;
    shop.define({ .album = shop.manage("tracks", "{'type':'create'}") });
    List inputs;
    for (int64_t id = 0; id < 20'000; ++id)
        inputs.emplace_back(Map { { "id", Value(1000 + id) }, { "name", Value("n") } });
    auto message = from_json(shop.save("[]"));
    message.mutable_map().set("input", Value(Map { { "input", Value(inputs) } }));
    auto album = shop.engine.ok(message);
    CHECK(at(album, "tracks").list().size() == 20'000);
    // The same again: each key is taken.
    auto answer = shop.engine.run(message);
    CHECK(at(answer, "error", "errors").list().size() == 1000);
    CHECK(shop.engine.count("Track") == 20'003);
}
