#include "host/callback_message.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

TEST_CASE("a message to a callback says whether the reader must revive")
{
    CHECK(encode_callback_message(Map { { "kind", "value" }, { "argument", 1 } })
        == R"({"kind":"value","argument":1})");
    CHECK(encode_callback_message(Map { { "argument", Value::binary("x") } })
        == R"({"argument":{"$binary":"eA=="},"tagged":true})");
}

TEST_CASE("the reply of a callback is a value")
{
    CHECK(*decode_callback_reply(R"({"ok":null})") == Value());
    CHECK(*decode_callback_reply(R"({"ok":{"$decimal":"1.5"}})")
        == Value(Decimal { .digits = "15", .exponent = -1 }));
}

TEST_CASE("the reply of a callback is an error with all that it says")
{
    auto reply = decode_callback_reply(
        R"({"error":{"class":"invalid","errors":[{"code":"invalid_attribute","message":"at least 3","template":"at least %{min}",)"
        R"("vars":{"min":3},"field":"name","fields":["a"],"path":["tracks",0],"resource":"Track"}],"bread_crumbs":["here"]}})");
    REQUIRE_FALSE(reply);
    const auto& error = reply.error();
    CHECK(error.code == ErrorCode::invalid_attribute);
    CHECK(error.rendered() == "at least 3");
    CHECK(error.message == "at least %{min}");
    CHECK(error.field == "name");
    CHECK(error.fields == std::vector<std::string> { "a" });
    CHECK(error.path == Path { "tracks", 0 });
    CHECK(*error.details.find("resource") == Value("Track"));
    CHECK(error.bread_crumbs == std::vector<std::string> { "here" });
}

TEST_CASE("a code that the core does not know is an unknown error")
{
    auto reply = decode_callback_reply(
        R"({"error":{"errors":[{"code":"worker_failed","message":"gone"}]}})");
    CHECK(reply.error().code == ErrorCode::unknown_error);
    CHECK(reply.error().rendered() == "gone");
}

TEST_CASE("a reply that is neither a value nor an error is a failed callback")
{
    for (const char* text : { "1", "[]", "{}", R"({"error":1})", R"({"error":{}})",
             R"({"error":{"errors":[]}})", R"({"error":{"errors":[1]}})" })
        CHECK(decode_callback_reply(text).error().code == ErrorCode::callback_failed);
    CHECK(decode_callback_reply("").error().code == ErrorCode::invalid_message);
}
