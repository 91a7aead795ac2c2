#include "resource/decode/fields.h"

#include "resource/excerpt.h"
#include "resource/name.h"

#include <algorithm>

namespace tunez {

static const Map empty_map;

Fields::Fields(const Value& value, const Location& at, Decoder& decoder, std::string_view what)
    : map_(&empty_map)
    , value_(value)
    , at_(at)
    , decoder_(decoder)
    , what_(what)
{
    if (value_.is(Kind::map))
        map_ = &value_.map();
    else
        decoder_.mistakes.add(at_, std::string(what) + " must be a map, not " + summary(value));
}

// Ash's spelling of flags ends in `?`; both are understood.
const Value* Fields::find(std::string_view key)
{
    known_.push_back(key);
    const auto* value = map_->find(key);
    if (value == nullptr)
        value = map_->find(std::string(key) + "?");
    return value != nullptr && !value->is_null() ? value : nullptr;
}

void Fields::expected(std::string_view key, std::string_view what, const Value& value)
{
    decoder_.mistakes.add(
        at_.field(key), "expected " + std::string(what) + ", not " + summary(value));
}

bool Fields::has(std::string_view key) { return find(key) != nullptr; }

Value Fields::any(std::string_view key)
{
    const auto* value = find(key);
    return value != nullptr ? *value : Value();
}

std::optional<std::string> Fields::text(std::string_view key)
{
    const auto* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    if (value->is_textual())
        return std::string(value->text());
    expected(key, "a text", *value);
    return std::nullopt;
}

void Fields::text(std::string_view key, std::string& into)
{
    if (auto value = text(key))
        into = std::move(*value);
}

bool Fields::required(std::string_view key, std::string_view sentence, std::string& into)
{
    const auto* value = find(key);
    if (value != nullptr && !value->is_textual())
        expected(key, "a text", *value);
    else if (value != nullptr && !value->text().empty())
        into = value->text();
    // That it is no map was said already.
    else if (is_map())
        decoder_.mistakes.add(at_, sentence);
    return !into.empty();
}

void Fields::flag(std::string_view key, bool& into)
{
    const auto* value = find(key);
    if (value == nullptr)
        return;
    if (value->is(Kind::boolean))
        into = value->boolean();
    else
        expected(key, "true or false", *value);
}

std::optional<int64_t> Fields::count(std::string_view key)
{
    const auto* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    if (value->is(Kind::integer) && value->integer() >= 0)
        return value->integer();
    expected(key, "a whole number that is not negative", *value);
    return std::nullopt;
}

std::optional<CallbackId> Fields::callback(std::string_view key)
{
    const auto* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const auto* id = value;
    if (value->is(Kind::map) && value->map().size() == 1 && value->map().contains("callback"))
        id = value->map().find("callback");
    if (id->is(Kind::integer) && id->integer() >= INT32_MIN && id->integer() <= INT32_MAX)
        return static_cast<CallbackId>(id->integer());
    expected(key, "a callback", *value);
    return std::nullopt;
}

std::optional<std::vector<std::string>> Fields::texts_of(std::string_view key, const List& list)
{
    std::vector<std::string> texts;
    auto location = at_.field(key);
    for (size_t i = 0; i < list.size(); ++i) {
        if (list[i].is_textual())
            texts.emplace_back(list[i].text());
        else
            decoder_.mistakes.add(location.item(i), "expected a text, not " + summary(list[i]));
    }
    // A list with a gap would move the places of what follows.
    return texts.size() == list.size() ? std::optional(std::move(texts)) : std::nullopt;
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view key)
{
    const auto* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    if (value->is(Kind::list))
        return texts_of(key, value->list());
    if (value->is_textual())
        return std::vector { std::string(value->text()) };
    expected(key, "a list of names", *value);
    return std::nullopt;
}

Value Fields::map(std::string_view key)
{
    const auto* value = find(key);
    if (value == nullptr)
        return {};
    if (value->is(Kind::map))
        return *value;
    expected(key, "a map", *value);
    return {};
}

std::optional<size_t> Fields::index_of(
    std::string_view key, std::span<const std::string_view> names)
{
    const auto* value = find(key);
    if (value == nullptr)
        return std::nullopt;
    auto found = value->is_textual() ? std::ranges::find(names, value->text()) : names.end();
    if (found != names.end())
        return static_cast<size_t>(found - names.begin());
    auto hint = value->is_textual() ? decoder_.mistakes.hint(value->text(), names) : std::string();
    decoder_.mistakes.add(at_.field(key), summary(*value) + " is not one that exists" + hint);
    return std::nullopt;
}

// As the author spells it, for saying where.
static std::string_view spelling(std::string_view name, const Value& element)
{
    const auto* key = element.is(Kind::map) ? element.map().find("key") : nullptr;
    return key != nullptr && key->is_textual() && !key->text().empty() ? key->text() : name;
}

static std::string_view name_of(const Value& element)
{
    const auto* name = element.is(Kind::map) ? element.map().find("name") : nullptr;
    return name != nullptr && name->is_textual() ? name->text() : std::string_view();
}

void Fields::each_named(std::string_view key, std::string_view what, const Visitor& visit)
{
    const auto* value = find(key);
    if (value == nullptr)
        return;
    if (!value->is(Kind::map) && !value->is(Kind::list)) {
        expected(key, "a list of maps, or a map from names", *value);
        return;
    }
    auto location = at_.field(key);
    size_t index = 0;
    auto visit_named = [&](std::string_view name, const Value& element) {
        if (!name.empty()) {
            visit(name, element, location.field(spelling(name, element)));
        } else {
            if (element.is(Kind::map))
                decoder_.mistakes.add(
                    location.item(index), std::string(what) + " needs a `name` that is a text");
            visit(name, element, location.item(index));
        }
        index += 1;
    };
    if (value->is(Kind::map)) {
        for (const auto& [name, element] : value->map())
            visit_named(name, element);
    } else {
        for (const auto& element : value->list())
            visit_named(name_of(element), element);
    }
}

void Fields::each(
    std::string_view key, const std::function<void(const Value& value, const Location& at)>& visit)
{
    const auto* value = find(key);
    if (value == nullptr)
        return;
    if (!value->is(Kind::list)) {
        expected(key, "a list", *value);
        return;
    }
    auto location = at_.field(key);
    for (size_t i = 0; i < value->list().size(); ++i)
        visit(value->list()[i], location.item(i));
}

void Fields::refuse(std::string_view key, std::string_view sentence)
{
    if (has(key))
        decoder_.mistakes.add(at_.field(key), sentence);
}

void Fields::finish()
{
    for (const auto& [key, value] : *map_) {
        if (std::ranges::find(known_, without_question_mark(key)) != known_.end())
            continue;
        decoder_.mistakes.add(at_,
            "unknown key " + quoted(key) + " of " + std::string(what_)
                + decoder_.mistakes.hint(key, known_));
    }
}

std::string decode_name(Fields& fields, std::string_view name)
{
    auto written = fields.text("name");
    if (written && *written != name && !name.empty()) {
        fields.decoder().mistakes.add(
            fields.at().field("name"), "it is listed under another name, " + quoted(name));
    }
    return std::string(name);
}

} // namespace tunez
