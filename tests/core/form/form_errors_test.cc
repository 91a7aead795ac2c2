#include "form/form_errors.h"

#include "support/loaded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// A resource with a field under another key, and what is shown of errors about it.
struct Shown {
    Loaded loaded { "{'Post':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':"
                    "false},'full_title':{'type':'string','key':'fullTitle'},'name':{'type':"
                    "'string'}},'defaults':['read']}}" };
    FormErrors errors;

    // Each text as `field: message`, its variables filled in.
    std::vector<std::string> of(const Error& error)
    {
        errors = {};
        errors.add(error, loaded.resource("Post"));
        std::vector<std::string> lines;
        for (const auto& each : errors.shown) {
            CHECK(each.fields.empty());
            lines.push_back(each.field + ": " + each.rendered());
        }
        CHECK(errors.unhandled.size() == (lines.empty() ? 1 : 0));
        return lines;
    }
};

using Lines = std::vector<std::string>;

} // namespace

static Error error_of(ErrorCode code, std::string message, std::string_view field = "",
    std::vector<std::string> fields = {})
{
    auto error = Error::make(code, std::move(message));
    error.field = field;
    error.fields = std::move(fields);
    return error;
}

TEST_CASE("an error about fields stands beside each of them, which it may name")
{
    Shown shown;
    CHECK(shown.of(error_of(ErrorCode::invalid_attribute, "is odd", "full_title"))
        == Lines { "fullTitle: is odd" });
    CHECK(shown.of(error_of(ErrorCode::invalid_argument, "is odd", "elsewhere"))
        == Lines { "elsewhere: is odd" });
    CHECK(shown.of(error_of(ErrorCode::invalid_changes, "%{field} of %{fields} is odd", "",
              { "full_title", "name" }))
        == Lines { "fullTitle: full_title of full_title,name is odd",
            "name: name of full_title,name is odd" });
    CHECK(shown.of(error_of(ErrorCode::invalid_attribute, "is odd", "", { "name" }))
        == Lines { "name: is odd" });
}

TEST_CASE("an error about no field is one of the whole form, if it is about what was given")
{
    Shown shown;
    CHECK(shown.of(error_of(ErrorCode::invalid_changes, "does not fit"))
        == Lines { std::string(whole_form) + ": does not fit" });
    CHECK(shown.of(error_of(ErrorCode::invalid_query, "does not fit")).empty());
    CHECK(
        shown.of(error_of(ErrorCode::invalid_query, "is odd", "name")) == Lines { "name: is odd" });
    CHECK(shown.of(error_of(ErrorCode::storage_full, "there is no room")).empty());
}

TEST_CASE("what is missing or unknown is said in words of the form")
{
    Shown shown;
    CHECK(shown.of(error_of(ErrorCode::required, "attribute full_title is required", "full_title"))
        == Lines { "fullTitle: is required" });
    auto unknown = error_of(ErrorCode::no_such_input, "No such input `x` for action Post.create");
    unknown.details.set("input", Value("x"));
    CHECK(shown.of(unknown) == Lines { "x: no such input" });
    auto related = error_of(ErrorCode::invalid_relationship, "changes would update a record");
    related.details.set("relationship", Value("name"));
    CHECK(shown.of(related) == Lines { "name: changes would update a record" });
}

TEST_CASE("a record that is not found stands beside each field of its key")
{
    Shown shown;
    auto error = error_of(ErrorCode::not_found, "record not found");
    error.details.set(
        "primary_key", Value(Map { { "id", Value(7) }, { "full_title", Value("x") } }));
    CHECK(shown.of(error) == Lines { "id: could not be found", "fullTitle: could not be found" });
    CHECK(shown.errors.shown.front().vars.find("value")->integer() == 7);
    error.details.set("primary_key", Value(7));
    CHECK(shown.of(error).empty());
    CHECK(shown.of(error_of(ErrorCode::not_found, "record not found")).empty());
}
