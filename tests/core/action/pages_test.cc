#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using namespace tunez::test;

namespace {

// Twelve items, of which some have no text, number or weight; reads with several kinds of pages.
struct Items {
    TestEngine engine;

    Items()
    {
        auto read = [](std::string_view name, std::string_view pagination) {
            return "'" + std::string(name)
                + "':{'type':'read','pagination':" + std::string(pagination) + "}";
        };
        engine.define(
            "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
            "false},'text':{'type':'string'},'number':{'type':'integer'},'weight':{'type':"
            "'float'},'rank':{'type':'integer','allow_nil':false,'default':1}},'defaults'"
            ":[{'create':['id','text','number','weight','rank']}],'actions':{'read':{"
            "'type':'read','primary':true},"
            + read("both", "{'offset':true,'keyset':true,'required':false,'countable':true}") + ","
            + read("cursors", "{'keyset':true,'countable':false,'max_page_size':3}") + ","
            + read("counted", "{'offset':true,'default_limit':2,'countable':'by_default'}") + ","
            + read("always",
                "{'keyset':true,'required':false,'default_limit':5,"
                "'paginate_by_default':true}")
            + "}}}");
        const char* texts[] = { "'a?>'", "null", "'~~~'", "'a?>'", "'\xC3\xBF\xC3\xBF'", "null" };
        const char* weights[] = { "1.5", "null", "-2.25", "1.0e300" };
        for (int id = 1; id <= 12; ++id) {
            auto number = id % 4 == 0 ? std::string("null") : std::to_string(id % 3);
            engine.ok("{'op':'create','resource':'Item','input':{'id':" + std::to_string(id)
                + ",'text':" + texts[id % 6] + ",'number':" + number
                + ",'weight':" + weights[id % 4] + ",'rank':" + std::to_string(id % 2) + "}}");
        }
    }

    static std::string message(std::string_view action, std::string_view page,
        std::string_view sort, std::string_view more)
    {
        return "{'op':'read','resource':'Item','action':'" + std::string(action) + "','query':{"
            + (page.empty() ? "" : "'page':" + std::string(page) + ",") + "'sort':'"
            + std::string(sort) + "'" + std::string(more) + "}}";
    }
    Value page(std::string_view action, std::string_view page, std::string_view sort = "id",
        std::string_view more = "")
    {
        return engine.ok(message(action, page, sort, more));
    }
    Lines errors(std::string_view action, std::string_view page, std::string_view sort = "id")
    {
        return engine.errors(message(action, page, sort, ""));
    }
};

} // namespace

static std::string ids_of(const Value& records)
{
    std::string text;
    for (const auto& record : records.list())
        text += (text.empty() ? "" : " ") + to_json(at(record, "id"));
    return text;
}

TEST_CASE("pages by cursors are the whole list in pieces, in either direction, whatever it is "
          "sorted by")
{
    auto sort = GENERATE(as<std::string>(), "id", "-id", "text", "-text", "++text", "--text",
        "number,-text", "-number,++weight", "--weight,number", "weight", "-weight,id", "-rank,text",
        "rank,--number");
    CAPTURE(sort);
    Items items;
    auto whole = ids_of(items.page("both", "", sort));
    std::string forwards;
    std::string cursor;
    Lines cursors;
    for (bool more = true; more;) {
        auto page = items.page(
            "both", "{'limit':5" + (cursor.empty() ? "" : ",'after':'" + cursor + "'") + "}", sort);
        forwards += (forwards.empty() ? "" : " ") + ids_of(at(page, "results"));
        for (const auto& keyset : at(page, "keysets").list())
            cursors.emplace_back(keyset.text());
        cursor = cursors.back();
        more = at(page, "more") == Value(true);
    }
    CHECK(forwards == whole);
    REQUIRE(cursors.size() == 12);
    std::string backwards;
    for (bool more = true; more;) {
        auto page = items.page("both", "{'limit':4,'before':'" + cursor + "'}", sort);
        backwards = ids_of(at(page, "results")) + (backwards.empty() ? "" : " ") + backwards;
        cursor = at(page, "keysets").list().front().text();
        more = at(page, "more") == Value(true);
    }
    // All but the last, which the first of these pages lies before.
    CHECK(backwards == whole.substr(0, whole.rfind(' ')));
}

TEST_CASE("cursors are texts that may stand in a link")
{
    Items items;
    auto page = items.page("both", "{'limit':12,'offset':0}", "text");
    for (const auto& keyset : at(page, "keysets").list())
        CHECK(std::ranges::all_of(keyset.text(), [](char letter) {
            return (std::isalnum(static_cast<unsigned char>(letter)) != 0) || letter == '-'
                || letter == '_';
        }));
}

TEST_CASE("a cursor that is none of this list is refused by name")
{
    auto [cursor, sort] = GENERATE(table<std::string, std::string>({
        { "!", "id" },
        { encode_base64("nothing"), "id" },
        { encode_base64("{\"a\":1}"), "id" },
        { encode_base64("[1,2]"), "id" },
        { encode_base64("[true]"), "id" },
        { encode_base64("[[1]]"), "id" },
        { encode_base64("[\"x\",1]"), "weight" },
        { std::string(20'000, 'A'), "id" },
    }));
    CAPTURE(cursor.substr(0, 50), sort);
    while (cursor.ends_with('='))
        cursor.pop_back();
    Items items;
    for (std::string name : { "after", "before" }) {
        auto errors = items.errors("both", "{'limit':2,'" + name + "':'" + cursor + "'}", sort);
        REQUIRE(errors.size() == 1);
        CHECK(errors.front().starts_with("invalid_keyset"));
        CHECK(
            errors.front().find("Invalid value provided as a keyset for " + name + ": \"" + cursor)
            != std::string::npos);
    }
}

TEST_CASE("a page says how it was asked for, and whether there is more")
{
    Items items;
    auto page = items.page("both", "{'limit':5,'offset':10,'count':true}");
    CHECK(ids_of(at(page, "results")) == "11 12");
    CHECK(at(page, "limit") == Value(5));
    CHECK(at(page, "offset") == Value(10));
    CHECK(at(page, "more") == Value(false));
    CHECK(at(page, "count") == Value(12));
    page = items.page("both", "{'limit':5,'offset':20}");
    CHECK(at(page, "results") == Value(List {}));
    CHECK(at(page, "more") == Value(false));
    CHECK_FALSE(page.map().contains("count"));
}

TEST_CASE("a page is of no more than the limit of the query and of the action")
{
    Items items;
    CHECK(ids_of(at(items.page("both", "{'limit':5}", "id", ",'limit':2"), "results")) == "1 2");
    CHECK(ids_of(at(items.page("both", "{'limit':2}", "id", ",'limit':5"), "results")) == "1 2");
    auto page = items.page("cursors", "{'limit':9}");
    CHECK(ids_of(at(page, "results")) == "1 2 3");
    CHECK(at(page, "limit") == Value(3));
    CHECK_FALSE(page.map().contains("offset"));
}

TEST_CASE("a page that was not asked for is made where the action says so")
{
    Items items;
    CHECK(ids_of(at(items.page("always", ""), "results")) == "1 2 3 4 5");
    auto page = items.page("counted", "");
    CHECK(ids_of(at(page, "results")) == "1 2");
    CHECK(at(page, "count") == Value(12));
    CHECK(items.page("both", "").list().size() == 12);
    CHECK(items.page("always", "false").list().size() == 12);
    CHECK(items.page("read", "false").list().size() == 12);
}

TEST_CASE("what cannot be paged, or not so, is refused")
{
    auto [action, page, error] = GENERATE(table<std::string, std::string, std::string>({
        { "cursors", "", "pagination_required: Pagination is required" },
        { "cursors", "false", "pagination_required: Pagination is required" },
        { "counted", "false", "pagination_required: Pagination is required" },
        { "cursors", "{'after':'x'}", "limit_required: Limit is required" },
        { "cursors", "{'limit':1,'offset':1}",
            "invalid_page: Pagination is not supported @ [\"page\"]" },
        { "counted", "{'limit':1,'after':'x'}",
            "invalid_page: Pagination is not supported @ [\"page\"]" },
        { "read", "{'limit':1}", "invalid_page: Pagination is not supported @ [\"page\"]" },
        { "both", "{'limit':1,'after':'x','before':'y'}",
            "invalid_page: `before` and `after` cannot be asked for together @ [\"page\"]" },
        { "cursors", "{'limit':1,'count':true}",
            "non_countable_action: Action Item.cursors cannot be counted while paginating but a "
            "count was requested. @ [\"page\"]" },
    }));
    CAPTURE(action, page);
    Items items;
    CHECK(items.errors(action, page) == Lines { error });
}
