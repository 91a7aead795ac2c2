#include "support/fake_host.h"

#include "catch_amalgamated.hpp"

#include <array>

using namespace tunez;

TEST_CASE("the clock stands still until it is moved")
{
    FakeHost host;
    CHECK(host.now() == FakeHost::start);
    host.advance(5);
    CHECK(host.now() == FakeHost::start + 5);
    host.set_now(7);
    CHECK(host.now() == 7);
}

TEST_CASE("random bytes are counted, never repeat, and are the same in each run")
{
    FakeHost host;
    FakeHost other;
    std::array<std::byte, 16> first;
    std::array<std::byte, 16> second;
    std::array<std::byte, 16> again;
    host.fill_random(first);
    host.fill_random(second);
    other.fill_random(again);
    CHECK(first != second);
    CHECK(first == again);
    CHECK(host.random_bytes() == 32);
}

TEST_CASE("callbacks are called by their id, and may add others")
{
    FakeHost host;
    auto twice = host.add_callback(
        [](const Value& value) -> Result<Value> { return value.integer() * 2; });
    auto failing = host.add_callback([](const Value&) -> Result<Value> {
        return fail(Error::make(ErrorCode::callback_failed, "no"));
    });
    auto adding = host.add_callback([&](const Value& value) -> Result<Value> {
        for (int count = 0; count < 100; ++count)
            host.add_callback({});
        return value;
    });
    CHECK(*host.call(twice, 21) == Value(42));
    CHECK(host.call(failing, {}).error().message == "no");
    CHECK(*host.call(adding, 1) == Value(1));
    CHECK(host.calls() == 3);
    CHECK_FALSE(host.call(CallbackId { 1000 }, {}));
}

TEST_CASE("regular expressions are JavaScript's")
{
    FakeHost host;
    CHECK(host.check_regex("^[a-z]+$", ""));
    CHECK_FALSE(host.check_regex("(", ""));
    CHECK_FALSE(host.check_regex("a", "q"));
    CHECK(*host.regex_matches("^[a-z]+$", "", "abc"));
    CHECK_FALSE(*host.regex_matches("^[a-z]+$", "", "abc\n"));
    CHECK_FALSE(*host.regex_matches("^[a-z]+$", "", "ABC"));
    CHECK(*host.regex_matches("^[a-z]+$", "i", "ABC"));
    CHECK(*host.regex_matches("b", "", "abc"));
    CHECK(*host.regex_matches("^.$", "u", "\xf0\x9f\x98\x80"));
    CHECK(*host.regex_matches("^\\u00e9$", "u", "\xc3\xa9"));
    CHECK_FALSE(host.regex_matches("[", "", "a"));
}
