#include "relationship/match.h"
#include "relationship/plan.h"
#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr auto library = R"({
  'Shelf':{'attributes':{'id':{'type':'integer','primary_key':true}},
    'relationships':{
      'books':{'kind':'has_many','destination':'Book'},
      'first':{'kind':'has_one','destination':'Book'},
      'tags':{'kind':'many_to_many','destination':'Tag','through':'ShelfTag'}},
    'defaults':['create','read','update','destroy']},
  'Book':{'attributes':{'id':{'type':'integer','primary_key':true},
      'isbn':{'type':'ci_string'},'place':{'type':'integer','key':'shelfPlace'}},
    'relationships':{'shelf':{'kind':'belongs_to','destination':'Shelf'}},
    'identities':{'isbn':{'keys':['isbn']},'place':{'keys':['shelf_id','place']},
      'open':{'keys':['place'],'where':{'op':'==','args':[{'ref':'isbn'},{'value':'x'}]}}},
    'defaults':['create','read','update','destroy'],
    'actions':{'take':{'type':'update'},'burn':{'type':'destroy'}}},
  'Tag':{'attributes':{'id':{'type':'integer','primary_key':true},'name':{'type':'string'}},
    'defaults':['create','read','update','destroy']},
  'ShelfTag':{'attributes':{'weight':{'type':'integer','key':'itsWeight'}},
    'relationships':{'shelf':{'kind':'belongs_to','destination':'Shelf','primary_key':true},
      'tag':{'kind':'belongs_to','destination':'Tag','primary_key':true}},
    'defaults':['read','destroy',{'create':['weight']},{'update':['weight']}],
    'actions':{'link':{'type':'create'}}}
})";

namespace {

struct DecodedOptions {
    std::shared_ptr<ManageOptions> decoded;
    std::vector<std::string> problems;
};

struct Library {
    Loaded loaded { library };

    const Relationship& relationship(std::string_view name) const
    {
        return *loaded.resource("Shelf").find_relationship(name);
    }
    DecodedOptions options(std::string_view name, std::string_view written) const
    {
        DecodedOptions result;
        result.decoded
            = decode_manage_options(relationship(name), from_json(written).map(), result.problems);
        return result;
    }
    std::vector<Record> books(std::initializer_list<std::string_view> fields) const
    {
        std::vector<Record> records;
        for (auto each : fields)
            records.push_back(loaded.record("Book", each));
        return records;
    }
};

} // namespace

static std::string action_name(const Action* action)
{
    return action != nullptr ? action->resource->name + "." + action->name : "none";
}

TEST_CASE("a shortcut stands for four instructions, and what is said explicitly wins")
{
    Library shelf;
    auto options = shelf.options("books", "{'type':'direct_control','on_missing':'unrelate'}");
    REQUIRE(options.problems.empty());
    CHECK(options.decoded->on_lookup.what == Managing::ignore);
    CHECK(options.decoded->on_no_match.what == Managing::create);
    CHECK(action_name(options.decoded->on_no_match.action) == "Book.create");
    CHECK(options.decoded->on_match.what == Managing::update);
    CHECK(options.decoded->on_missing.what == Managing::unrelate);
    CHECK(action_name(options.decoded->on_missing.action) == "Book.update");
}

TEST_CASE("instructions name actions of the destination, of the join resource, and join keys")
{
    Library shelf;
    auto options = shelf.options("tags",
        "{'on_lookup':['relate','link'],'on_no_match':['create','create','link',['weight']],"
        "'on_match':['destroy','destroy'],'on_missing':'destroy','join_keys':['weight']}");
    REQUIRE(options.problems.empty());
    const auto& decoded = *options.decoded;
    CHECK(action_name(decoded.on_lookup.join_action) == "ShelfTag.link");
    CHECK(action_name(decoded.on_lookup.read_action) == "Tag.read");
    CHECK(action_name(decoded.on_no_match.join_action) == "ShelfTag.link");
    // With one action, what matches keeps its record and loses what joins it.
    CHECK(action_name(decoded.on_match.action) == "none");
    CHECK(action_name(decoded.on_match.join_action) == "ShelfTag.destroy");
    CHECK(action_name(decoded.on_missing.action) == "Tag.destroy");
    CHECK(action_name(decoded.on_missing.join_action) == "ShelfTag.destroy");
}

TEST_CASE("options that make no sense are refused in sentences")
{
    Library shelf;
    auto problem = [&](std::string_view name, std::string_view written) {
        auto options = shelf.options(name, written);
        return options.problems.empty() ? std::string() : options.problems.front();
    };
    CHECK(problem("books", "{'type':'replase'}") == "\"type\" cannot be \"replase\"");
    CHECK(problem("books", "{'on_match':'create'}") == "\"on_match\" cannot be \"create\"");
    CHECK(
        problem("books", "{'on_match':'update_join'}") == "\"on_match\" cannot be \"update_join\"");
    CHECK(problem("books", "{'on_match':['update','burn']}")
        == "\"on_match\" needs an action of the type update of Book, which \"burn\" is not");
    CHECK(problem("books", "{'on_match':['update','take','take']}")
        == "\"on_match\" has more in it than \"update\" takes");
    CHECK(problem("books", "{'use_identities':['open']}")
        == "\"use_identities\" names \"open\", which has a `where`: it cannot find records");
    CHECK(problem("books", "{'use_identities':['shut']}")
        == "\"use_identities\" names \"shut\", which is no identity of Book");
}

TEST_CASE("inputs match by every field of a key, and nil matches nothing")
{
    Library shelf;
    const auto& books = shelf.relationship("books");
    auto records = shelf.books(
        { "{'id':1,'isbn':{'$ci_string':'A'}}", "{'id':2,'isbn':{'$ci_string':'B'}}", "{'id':3}" });
    std::vector<KeyList> id { books.destination->primary_key };
    auto keys = all_keys(*books.destination);
    auto found = [&](std::span<const KeyList> by, std::string_view input) {
        return Matcher(books, by, records).find_all(from_json(input));
    };
    using Places = std::vector<size_t>;
    CHECK(found(id, "{'id':2}") == Places { 1 });
    CHECK(found(id, "{'id':'2'}") == Places { 1 });
    CHECK(found(id, "{'id':'x'}").empty());
    CHECK(found(id, "{'isbn':'A'}").empty());
    CHECK(found(keys, "{'isbn':'a'}") == Places { 0 });
    CHECK(found(keys, "{'isbn':null}").empty());
    // One by its id and another by its identity.
    CHECK(found(keys, "{'id':2,'isbn':'A'}") == Places { 0, 1 });
}

TEST_CASE("the key to the source is the same for all records of a relationship")
{
    Library shelf;
    const auto& books = shelf.relationship("books");
    auto records = shelf.books({ "{'id':1,'shelf_id':7,'shelfPlace':4}" });
    std::vector<KeyList> place { books.destination->find_identity("place")->keys };
    CHECK(Matcher(books, place, records).find_all(from_json("{'shelfPlace':4}")).size() == 1);
    CHECK(Matcher(books, place, records).find_all(from_json("{'place':4}")).size() == 1);
    // A record says itself where it stands.
    auto elsewhere = from_json("{'$struct':'Book','value':{'id':9,'shelf_id':8,'shelfPlace':4}}");
    CHECK(Matcher(books, place, records).find_all(elsewhere).empty());
}

TEST_CASE("a map inside a key finds nothing, whatever it says")
{
    Library shelf;
    const auto& books = *shelf.relationship("books").destination;
    CHECK_FALSE(lookup_key(books, from_json("{'id':{'greater_than':0}}")));
    CHECK(lookup_key(books, from_json("{'id':'12'}"))->front().second == Value(12));
    CHECK(lookup_key(books, from_json("{'isbn':'A','id':null}"))->front().first->name == "isbn");
}

TEST_CASE("inputs are entangled when one has a key that another one has or gives up")
{
    Library shelf;
    const auto& books = shelf.relationship("books");
    auto records = shelf.books(
        { "{'id':1,'isbn':{'$ci_string':'A'}}", "{'id':2,'isbn':{'$ci_string':'B'}}" });
    auto entangled = [&](std::string_view first, const Record* one, std::string_view second,
                         const Record* other) {
        auto a = from_json(first);
        auto b = from_json(second);
        PlannedInput inputs[] = { { &a, one }, { &b, other } };
        return is_entangled(books, inputs);
    };
    CHECK_FALSE(entangled("{'isbn':'C'}", records.data(), "{'isbn':'D'}", &records[1]));
    CHECK(entangled("{'isbn':'C'}", records.data(), "{'isbn':'a'}", &records[1]));
    CHECK(entangled("{'isbn':'C'}", nullptr, "{'isbn':'C'}", nullptr));
    CHECK(entangled("{'id':1}", records.data(), "{'id':1}", records.data()));
    CHECK(entangled("{'shelfPlace':1}", nullptr, "{'place':1}", nullptr));
}

TEST_CASE("join keys are taken out of an input under either of their spellings")
{
    Library shelf;
    auto options = shelf.options("tags", "{'on_match':'update','join_keys':['weight']}");
    auto split
        = split_join_keys(from_json("{'name':'x','itsWeight':3}"), options.decoded->on_match);
    CHECK(split.rest == from_json("{'name':'x'}"));
    CHECK(split.join == from_json("{'itsWeight':3}"));
    options = shelf.options("tags", "{'on_match':['update','update','update','*']}");
    split = split_join_keys(from_json("{'name':'x'}"), options.decoded->on_match);
    CHECK(split.rest == from_json("{}"));
    CHECK(split.join == from_json("{'name':'x'}"));
}

TEST_CASE("calls with an order come first, the others by the name of their relationship")
{
    Library shelf;
    auto call = [&](std::string_view name, std::string_view written) {
        ManagedCall made;
        made.relationship = &shelf.relationship(name);
        made.options = shelf.options(name, written).decoded;
        return made;
    };
    std::vector<ManagedCall> calls { call("tags", "{}"), call("books", "{}"),
        call("first", "{'ignore':true}"), call("tags", "{'meta':{'order':2}}"),
        call("books", "{'meta':{'order':1}}") };
    auto order = ordered(calls);
    std::vector<size_t> places;
    for (const auto* each : order)
        places.push_back(static_cast<size_t>(each - calls.data()));
    CHECK(places == std::vector<size_t> { 4, 3, 1, 0 });
}
