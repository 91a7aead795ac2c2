#include "expr/functions.h"
#include "type/text.h"

#include <algorithm>

namespace tunez::expr {

std::optional<std::string> text_of(const Value& value)
{
    switch (value.kind()) {
    case Kind::list:
    case Kind::tuple:
    case Kind::map:
    case Kind::keyword:
    case Kind::structure:
    case Kind::union_value:
    case Kind::not_loaded:
    case Kind::forbidden_field:
        return std::nullopt;
    default:
        return display(value);
    }
}

namespace {

// Two texts, folded where one of them is case-insensitive.
struct Texts {
    std::string left;
    std::string right;
};

} // namespace

static std::optional<Texts> texts_of(Arguments arguments)
{
    auto left = text_of(arguments[0]);
    auto right = text_of(arguments[1]);
    if (!left || !right)
        return std::nullopt;
    if (arguments[0].is(Kind::ci_string) || arguments[1].is(Kind::ci_string))
        return Texts { fold_case(*left), fold_case(*right) };
    return Texts { std::move(*left), std::move(*right) };
}

Evaluated concat(Arguments arguments)
{
    std::string all;
    for (const auto& argument : arguments) {
        auto text = text_of(argument);
        if (!text)
            return unknown();
        all += *text;
    }
    return Value(all);
}

Evaluated contains(Arguments arguments)
{
    auto texts = texts_of(arguments);
    return texts ? Value(texts->left.find(texts->right) != std::string::npos) : unknown();
}

Evaluated starts_with(Arguments arguments)
{
    auto texts = texts_of(arguments);
    return texts ? Value(texts->left.starts_with(texts->right)) : unknown();
}

Evaluated ends_with(Arguments arguments)
{
    auto texts = texts_of(arguments);
    return texts ? Value(texts->left.ends_with(texts->right)) : unknown();
}

Evaluated string_length(Arguments arguments)
{
    auto text = text_of(arguments[0]);
    return text ? Value(static_cast<int64_t>(grapheme_length(*text))) : unknown();
}

Evaluated string_position(Arguments arguments)
{
    auto texts = texts_of(arguments);
    if (!texts)
        return unknown();
    auto place = texts->left.find(texts->right);
    if (place == std::string::npos)
        return Value();
    auto before = std::string_view(texts->left).substr(0, place);
    return Value(static_cast<int64_t>(grapheme_length(before)));
}

Evaluated string_downcase(Arguments arguments)
{
    auto text = text_of(arguments[0]);
    return text ? Value(lower_case(*text)) : unknown();
}

Evaluated string_trim(Arguments arguments)
{
    auto text = text_of(arguments[0]);
    return text ? Value(trim(*text)) : unknown();
}

static bool has_option(Arguments arguments, std::string_view name)
{
    if (!arguments.back().is(Kind::map))
        return false;
    const auto* option = arguments.back().map().find(name);
    return option != nullptr && option->is(Kind::boolean) && option->boolean();
}

// Each grapheme, between an empty piece at either end.
static List graphemes(std::string_view text)
{
    List pieces { Value("") };
    while (!text.empty()) {
        auto length = grapheme_size(text);
        pieces.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    pieces.emplace_back("");
    return pieces;
}

static List split(std::string_view text, std::string_view delimiter)
{
    if (delimiter.empty())
        return graphemes(text);
    List pieces;
    for (auto end = text.find(delimiter); end != std::string_view::npos;
        end = text.find(delimiter)) {
        pieces.emplace_back(text.substr(0, end));
        text.remove_prefix(end + delimiter.size());
    }
    pieces.emplace_back(text);
    return pieces;
}

Evaluated string_split(Arguments arguments)
{
    auto text = text_of(arguments[0]);
    bool trimmed = has_option(arguments, "trim?") || has_option(arguments, "trim");
    auto given = arguments.size() > 1 && !arguments[1].is(Kind::map);
    auto delimiter = given ? text_of(arguments[1]) : std::optional<std::string>(" ");
    if (!text || !delimiter)
        return unknown();
    bool caseless = arguments[0].is(Kind::ci_string) || (given && arguments[1].is(Kind::ci_string));
    auto pieces
        = caseless ? split(lower_case(*text), lower_case(*delimiter)) : split(*text, *delimiter);
    if (caseless)
        std::ranges::transform(pieces, pieces.begin(),
            [](const Value& piece) { return Value::ci_string(piece.text()); });
    if (trimmed)
        std::erase_if(pieces, [](const Value& piece) { return piece.text().empty(); });
    return Value(std::move(pieces));
}

Evaluated string_join(Arguments arguments)
{
    auto joiner = arguments.size() > 1 ? text_of(arguments[1]) : std::optional<std::string>("");
    if (!arguments[0].is(Kind::list) || !joiner)
        return unknown();
    std::string all;
    bool first = true;
    for (const auto& item : arguments[0].list()) {
        if (item.is_null())
            continue;
        auto text = text_of(item);
        if (!text)
            return unknown();
        if (!first)
            all += *joiner;
        first = false;
        all += *text;
    }
    return Value(all);
}

} // namespace tunez::expr
