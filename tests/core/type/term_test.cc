#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a term takes anything, and gives it back as it was")
{
    auto use = type_use("term");
    for (auto input :
        { "1", R"("")", R"({"a":[{"$decimal":"1.50"},{"$date":"2020-01-01"},{"$atom":"x"}]})",
            R"({"$binary":"/w=="})", R"({"$tuple":[1,{"$ci_string":"A"}]})",
            R"({"$union":"a","value":null})", R"({"$map":[["$x",1]]})",
            R"({"$keyword":[["a",1],["a",2]]})", R"({"$float":"3.0"})" }) {
        auto original = value(use, input);
        CHECK(value_survives_storage(use, original));
        CHECK(load(use, view(*dump(use, original))) == original);
        CHECK(from_embedded(use, to_embedded(use, original)) == original);
    }
    CHECK_FALSE(load(use, { .kind = Kind::binary, .text = "\xff" }));
    CHECK_FALSE(load(use, { .kind = Kind::string, .text = "1" }));
}
