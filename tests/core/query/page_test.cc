#include "query/query.h"

#include "support/messages.h"

#include "catch_amalgamated.hpp"

#include <limits>

using namespace tunez;
using namespace tunez::test;

namespace {

struct Page {
    std::optional<PageRequest> request;
    std::vector<std::string> mistakes;

    explicit Page(std::string_view written)
    {
        std::vector<Error> errors;
        parse_page(from_json(written), request, errors);
        for (const auto& error : errors) {
            CHECK(error.code == ErrorCode::invalid_page);
            CHECK(error.path == Path { std::string("page") });
            mistakes.push_back(error.rendered());
        }
    }

    // Where the page lies that is asked for from another: offset, after and before.
    std::string place() const
    {
        REQUIRE(request);
        CHECK(mistakes.empty());
        return (request->offset ? std::to_string(*request->offset) : "-") + " " + request->after
            + " " + request->before;
    }
};

using Mistakes = std::vector<std::string>;

constexpr auto largest = std::numeric_limits<int64_t>::max();

Page offset_page(std::string_view to, std::string_view more = "")
{
    return Page(
        "{'from':{'limit':10,'offset':20" + std::string(more) + "},'to':" + std::string(to) + "}");
}

Page keyset_page(std::string_view to, std::string_view from)
{
    return Page("{'from':{'limit':10," + std::string(from) + "},'to':" + std::string(to) + "}");
}

} // namespace

TEST_CASE("no page is none, false is all records")
{
    CHECK_FALSE(Page("null").request);
    CHECK(Page("false").request->refused);
    CHECK(Page("true").mistakes == Mistakes { "a page is a map, or false" });
    CHECK(Page("5").mistakes == Mistakes { "a page is a map, or false" });
}

TEST_CASE("the parts of a page are read by their kinds, and nil is not there")
{
    Page page("{'limit':5,'offset':0,'count':true,'stream':false,'after':'a','before':null}");
    REQUIRE(page.request);
    CHECK(page.mistakes.empty());
    CHECK(page.request->limit == 5);
    CHECK(page.request->offset == 0);
    CHECK(page.request->count);
    CHECK_FALSE(page.request->stream);
    CHECK(page.request->after == "a");
    CHECK(page.request->before.empty());
}

TEST_CASE("parts of a page that cannot be are named")
{
    CHECK(Page("{'limit':0}").mistakes == Mistakes { "0 is not a valid limit of a page" });
    CHECK(Page("{'limit':'5'}").mistakes == Mistakes { "\"5\" is not a valid limit of a page" });
    CHECK(Page("{'offset':-1}").mistakes == Mistakes { "-1 is not a valid offset of a page" });
    CHECK(Page("{'offset':true}").mistakes == Mistakes { "true is not a valid offset of a page" });
    CHECK(Page("{'after':1,'before':2,'count':3,'stream':4,'size':5}").mistakes
        == Mistakes { "1 is not a valid after of a page", "2 is not a valid before of a page",
            "3 is not a valid count of a page", "4 is not a valid stream of a page",
            "5 is not a valid size of a page" });
}

TEST_CASE("from a page by offset others are reached by word or number")
{
    CHECK(offset_page("'next'").place() == "30  ");
    CHECK(offset_page("'prev'").place() == "10  ");
    CHECK(offset_page("'self'").place() == "20  ");
    CHECK(offset_page("'first'").place() == "0  ");
    CHECK(offset_page("1").place() == "0  ");
    CHECK(offset_page("4").place() == "30  ");
    CHECK(offset_page("0").place() == "0  ");
    CHECK(offset_page("'last'", ",'count':45").place() == "35  ");
    CHECK(offset_page("'last'", ",'count':3").place() == "0  ");
    CHECK(Page("{'from':{'limit':10,'offset':5},'to':'prev'}").place() == "0  ");
    CHECK(offset_page("'next'").request->limit == 10);
}

TEST_CASE("a page by offset says which words there are, and that the last needs a count")
{
    CHECK(offset_page("'last'").mistakes == Mistakes { "Cannot fetch last page without counting" });
    CHECK(offset_page("'second'").mistakes
        == Mistakes {
            "\"second\" is no page; there are next, prev, first, last, self and numbers" });
    CHECK(offset_page("[1]").mistakes
        == Mistakes { "[1] is no page; there are next, prev, first, last, self and numbers" });
}

TEST_CASE("pages by offset that lie farther than can be counted are the farthest")
{
    CHECK(offset_page(std::to_string(largest)).place() == std::to_string(largest) + "  ");
    CHECK(Page("{'from':{'limit':10,'offset':" + std::to_string(largest) + "},'to':'next'}").place()
        == std::to_string(largest) + "  ");
    CHECK(Page("{'from':{'limit':10,'offset':0,'count':-9223372036854775808},'to':'last'}").place()
        == "0  ");
}

TEST_CASE("a page whose limit was lost has one record")
{
    Page page("{'from':{'offset':3,'limit':'x'},'to':'next'}");
    CHECK(page.place() == "4  ");
    CHECK(page.request->limit == 1);
}

TEST_CASE("from a page by keyset the neighbours and the first are reached")
{
    constexpr auto from = "'keysets':['k','l','m'],'after':'a'";
    CHECK(keyset_page("'next'", from).place() == "- m ");
    CHECK(keyset_page("'prev'", from).place() == "-  k");
    CHECK(keyset_page("'self'", from).place() == "- a ");
    CHECK(keyset_page("'first'", from).place() == "-  ");
    CHECK(keyset_page("'self'", "'keysets':['k'],'before':'b'").place() == "-  b");
    CHECK(keyset_page("'prev'", "'keysets':['k'],'before':'b'").place() == "-  k");
}

TEST_CASE("behind an empty page, and before one without cursors, lies the page itself")
{
    CHECK(keyset_page("'next'", "'keysets':[],'after':'a'").place() == "- a ");
    CHECK(keyset_page("'prev'", "'keysets':[],'after':'a'").place() == "- a ");
    CHECK(keyset_page("'next'", "'after':'a'").place() == "- a ");
    CHECK(keyset_page("'next'", "'keysets':5,'after':'a'").place() == "- a ");
    CHECK(keyset_page("'prev'", "'keysets':['k']").place() == "-  ");
    CHECK(keyset_page("'prev'", "'keysets':['k'],'after':5").place() == "-  ");
}

TEST_CASE("pages by keyset have no numbers and no last")
{
    CHECK(keyset_page("3", "'keysets':['k']").mistakes
        == Mistakes { "Cannot seek to a specific page with keyset based pagination" });
    CHECK(keyset_page("'last'", "'keysets':['k']").mistakes
        == Mistakes { "\"last\" is no page; there are next, prev, first and self" });
    CHECK(keyset_page("true", "'keysets':['k']").mistakes
        == Mistakes { "true is no page; there are next, prev, first and self" });
}

TEST_CASE("a page to turn from is a map, and where to is said")
{
    CHECK(Page("{'from':5,'to':'next','limit':3}").request->limit == 3);
    CHECK(Page("{'from':{'limit':10,'offset':20},'limit':3}").place() == "-  ");
}
