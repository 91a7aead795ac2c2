#include "base/error.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

TEST_CASE("codes have names and classes")
{
    CHECK(name(ErrorCode::invalid_attribute) == "invalid_attribute");
    CHECK(class_of(ErrorCode::forbidden) == ErrorClass::forbidden);
    CHECK(class_of(ErrorCode::not_found) == ErrorClass::invalid);
    CHECK(class_of(ErrorCode::storage_full) == ErrorClass::framework);
    CHECK(class_of(ErrorCode::unknown_error) == ErrorClass::unknown);
    CHECK(name(ErrorClass::framework) == "framework");
}

TEST_CASE("errors are made with the reference's words")
{
    auto required = Error::required("title", "attribute", "Album");
    CHECK(required.rendered() == "attribute title is required");
    CHECK(required.field == "title");
    CHECK(*required.details.find("type") == Value("attribute"));
    auto unknown = Error::no_such_input("nope", "Post", "update");
    CHECK(unknown.rendered() == "No such input `nope` for action Post.update");
    CHECK(*unknown.details.find("input") == Value("nope"));
}

TEST_CASE("a message is filled in from its variables")
{
    auto error = Error::invalid_attribute(
        "year", "must be between %{min} and %{max}", { { "min", 1 }, { "max", 9.5 } });
    CHECK(error.rendered() == "must be between 1 and 9.5");
    CHECK(error.code == ErrorCode::invalid_attribute);
}

TEST_CASE("unknown and broken placeholders stay")
{
    CHECK(render("%{a} %{b} %{", { { "a", 1 } }) == "1 %{b} %{");
    CHECK(render("%{a", { { "a", 1 } }) == "%{a");
    CHECK(render("%{%{a}}", { { "a", 1 } }) == "%{1}");
    CHECK(render("", {}).empty());
}

TEST_CASE("what a variable holds is not filled in again")
{
    CHECK(render("%{a}", { { "a", "%{b}" }, { "b", 1 } }) == "%{b}");
}

TEST_CASE("the worst error gives the class of all")
{
    Errors errors;
    errors.add(Error::make(ErrorCode::unknown_error, "x"));
    CHECK(errors.error_class() == ErrorClass::unknown);
    errors.add(Error::make(ErrorCode::timeout, "x"));
    CHECK(errors.error_class() == ErrorClass::framework);
    errors.append(Error::invalid_attribute("a", "x"));
    CHECK(errors.error_class() == ErrorClass::invalid);
    errors.add(Error::make(ErrorCode::forbidden, "x"));
    CHECK(errors.error_class() == ErrorClass::forbidden);
}

TEST_CASE("each error is listed once")
{
    Errors errors(
        std::vector { Error::invalid_attribute("a", "x"), Error::invalid_attribute("a", "x"),
            Error::invalid_attribute("a", "y"), Error::invalid_attribute("b", "x") });
    errors.errors.push_back(errors.errors[0]);
    errors.errors.back().path = { "tracks", 0 };
    errors.merge_duplicates();
    CHECK(errors.errors.size() == 4);
}

TEST_CASE("required is dropped beside another error of the same field and path")
{
    Errors errors(std::vector { Error::required("a", "attribute", "R"),
        Error::invalid_attribute("a", "is invalid"), Error::required("b", "attribute", "R"),
        Error::required("b", "attribute", "R") });
    errors.errors[2].path = { "tracks", 0 };
    errors.merge_duplicates();
    REQUIRE(errors.errors.size() == 3);
    CHECK(errors.errors[0].code == ErrorCode::invalid_attribute);
    CHECK(errors.errors[1].field == "b");
}

TEST_CASE("an error reads as its code, its place and its text")
{
    auto required = Error::required("name", "attribute", "Artist");
    CHECK(inspect(required) == "required name: attribute name is required");
    required.path = { "tracks", int64_t { 0 } };
    CHECK(inspect(required) == "required tracks.0.name: attribute name is required");
    auto taken = Error::invalid_changes({ "artist", "name" }, "has already been taken");
    CHECK(inspect(taken) == "invalid_changes (artist, name): has already been taken");
    auto several = Errors(std::vector<Error> { Error::invalid_changes({}, "no"), taken });
    CHECK(inspect(several)
        == "#Invalid<invalid_changes: no, invalid_changes (artist, name): has already been taken>");
}
