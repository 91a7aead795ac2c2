#pragma once

#include "support/fake_host.h"
#include "type/type.h"

#include "catch_amalgamated.hpp"

#include <string>
#include <vector>

// What the tests of types arrange and look at. Values are written as JSON with the tags of
// docs/wire.md.
namespace tunez::test {

inline Value json(std::string_view text)
{
    auto value = parse_json(text, Tags::wire);
    INFO(text);
    REQUIRE(value);
    return *std::move(value);
}

inline FakeHost& host()
{
    static FakeHost host;
    return host;
}

// A type in a definition's words; its constraints must be right.
inline TypeUse type_use(std::string_view words, std::string_view constraints = "{}")
{
    std::vector<std::string> problems;
    bool is_name = !words.starts_with('{');
    auto use
        = make_type_use(is_name ? Value(words) : json(words), json(constraints), host(), problems);
    INFO(words << ' ' << constraints << ": " << (problems.empty() ? "" : problems.front()));
    REQUIRE(problems.empty());
    return use;
}

inline std::vector<std::string> problems(
    std::string_view words, std::string_view constraints = "{}")
{
    std::vector<std::string> problems;
    bool is_name = !words.starts_with('{');
    make_type_use(is_name ? Value(words) : json(words), json(constraints), host(), problems);
    return problems;
}

// The value, as JSON in which every kind is tagged, or the rendered messages of all errors, each
// after a "!".
inline std::string outcome_of(const TypeUse& use, const Value& input)
{
    Value value;
    TypeErrors errors;
    if (tunez::cast(use, input, value, errors)) {
        CHECK(errors.empty());
        return to_json(value, Tags::full);
    }
    std::string text;
    for (const auto& error : errors) {
        text += (text.empty() ? "!" : " !") + render(error.message, error.vars);
        if (!error.field.empty())
            text += " (" + error.field + ")";
    }
    return text;
}

inline std::string outcome(const TypeUse& use, std::string_view input)
{
    return outcome_of(use, json(input));
}

// The cast value itself.
inline Value value(const TypeUse& use, std::string_view input)
{
    Value value;
    TypeErrors errors;
    INFO(input);
    REQUIRE(tunez::cast(use, json(input), value, errors));
    return value;
}

// A dumped value as the data layer would hand it back.
inline StoredView view(const Value& dumped)
{
    StoredView view { .kind = dumped.kind() };
    if (dumped.is(Kind::integer))
        view.integer = dumped.integer();
    else if (dumped.is(Kind::real))
        view.real = dumped.real();
    else if (!dumped.is_null())
        view.text = dumped.text();
    return view;
}

// The column's content, as JSON in which bytes are tagged.
inline std::string stored(const TypeUse& use, std::string_view input)
{
    auto dumped = dump(use, value(use, input));
    REQUIRE(dumped);
    return to_json(*dumped, Tags::wire);
}

// Written and read back: the value is the same, and a cell is written to the wire as its value
// would be.
inline bool value_survives_storage(const TypeUse& use, const Value& original)
{
    auto dumped = dump(use, original);
    REQUIRE(dumped);
    auto loaded = load(use, view(*dumped));
    REQUIRE(loaded);
    JsonWriter from_cell;
    write_stored(use, view(*dumped), from_cell);
    JsonWriter from_value;
    write_value(use, *loaded, from_value);
    CHECK(from_cell.text() == from_value.text());
    CHECK(from_cell.tagged() == from_value.tagged());
    return equal(use, *loaded, original);
}

inline bool survives_storage(const TypeUse& use, std::string_view input)
{
    return value_survives_storage(use, value(use, input));
}

} // namespace tunez::test
