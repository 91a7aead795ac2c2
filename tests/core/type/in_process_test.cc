#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a module is a name that exists")
{
    auto use = type_use("module");
    CHECK(outcome(use, R"("string")") == R"({"$atom":"string"})");
    CHECK(outcome(use, R"("never named module")") == "!is invalid");
    CHECK(outcome(use, "1") == "!is invalid");
    CHECK(survives_storage(use, R"({"$atom":"Music"})"));
}

TEST_CASE("a function is a callback, and a file is bytes; neither can be stored")
{
    CHECK(outcome(type_use("function"), R"({"callback":3})") == R"({"callback":3})");
    CHECK(outcome(type_use("function"), R"({"callback":"x"})") == "!is invalid");
    CHECK(outcome(type_use("file"), R"({"$binary":"/w=="})") == R"({"$binary":"/w=="})");
    CHECK(outcome(type_use("file"), R"("path")") == "!is invalid");
    for (auto name : { "function", "file" }) {
        auto use = type_use(name);
        CHECK_FALSE(use.type->storable);
        CHECK_FALSE(dump(use, 1));
        CHECK_FALSE(load(use, { .kind = Kind::integer, .integer = 1 }));
    }
}
