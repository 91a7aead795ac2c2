#include "resource/decode/decode.h"
#include "resource/direction.h"
#include "resource/excerpt.h"

namespace tunez {

static Direction decode_direction(const Value& value, const Location& at, Decoder& decoder)
{
    if (auto direction = value.is_textual() ? find_direction(value.text()) : std::nullopt)
        return *direction;
    std::vector<std::string_view> names;
    for (const auto& row : direction_names)
        names.push_back(row.name);
    auto hint
        = decoder.mistakes.hint(value.is_textual() ? value.text() : std::string_view(), names);
    decoder.mistakes.add(at, summary(value) + " is not a direction" + hint);
    return Direction::asc;
}

using SortNames = std::vector<std::pair<std::string, Direction>>;

static void decode_term(const Value& value, const Location& at, Decoder& decoder, SortNames& into)
{
    if (value.is_textual()) {
        auto text = value.text();
        bool descending = text.starts_with('-');
        into.emplace_back(text.substr(descending || text.starts_with('+') ? 1 : 0),
            descending ? Direction::desc : Direction::asc);
        return;
    }
    bool pair = (value.is(Kind::list) || value.is(Kind::tuple)) && value.list().size() == 2
        && value.list().front().is_textual();
    if (pair)
        into.emplace_back(
            value.list()[0].text(), decode_direction(value.list()[1], at.item(1), decoder));
    else
        decoder.mistakes.add(at, "expected [field, direction], not " + summary(value));
}

SortNames decode_sort(Fields& fields, std::string_view key)
{
    SortNames sort;
    auto value = fields.any(key);
    auto at = fields.at().field(key);
    if (value.is(Kind::map)) {
        for (const auto& [field, direction] : value.map())
            sort.emplace_back(
                field, decode_direction(direction, at.field(field), fields.decoder()));
    } else if (value.is(Kind::list)) {
        for (size_t i = 0; i < value.list().size(); ++i)
            decode_term(value.list()[i], at.item(i), fields.decoder(), sort);
    } else if (!value.is_null()) {
        decode_term(value, at, fields.decoder(), sort);
    }
    return sort;
}

} // namespace tunez
