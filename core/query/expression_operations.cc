#include "query/expression_operations.h"

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/template.h"
#include "query/query.h"

#include <optional>
#include <utility>

namespace tunez {

void add_filter(Changeset& changeset, const Value& condition, Context& context)
{
    std::vector<Error> errors;
    auto written = fill_filter(condition, changeset, context, OnMissingActor::refuse);
    if (!written) {
        changeset.add_error(std::move(written).error());
        return;
    }
    auto filter = parse_filter(changeset.resource(), *written, errors);
    if (filter)
        changeset.add_filter(std::move(*filter));
    else
        changeset.add_error(std::move(filter).error());
    changeset.add_errors(std::move(errors));
}

void add_atomic(Changeset& changeset, AtomicKind kind, const Attribute& attribute,
    const Value& expression, bool cast, Context& context)
{
    const auto* bare = expression.is(Kind::map) && expression.map().size() == 1
        ? expression.map().find("atomic")
        : nullptr;
    auto written = fill_filter(
        bare != nullptr ? *bare : expression, changeset, context, OnMissingActor::nil);
    if (!written) {
        changeset.add_error(std::move(written).error());
        return;
    }
    std::vector<Error> errors;
    auto parsed = parse_value(changeset.resource(), attribute, *written, errors);
    if (!errors.empty()) {
        changeset.add_errors(std::move(errors));
        return;
    }
    bool casts = cast && bare == nullptr;
    if (kind == AtomicKind::update)
        changeset.atomic_update(attribute, std::move(parsed), std::move(*written), casts);
    else
        changeset.atomic_set(attribute, std::move(parsed), std::move(*written), casts);
}

static Error wrong(std::string text)
{
    return Error::make(ErrorCode::invalid_message, std::move(text));
}

static Result<void> add_named(Changeset& changeset, AtomicKind kind, std::string_view name,
    const Value& expression, Context& context)
{
    const auto* attribute = changeset.resource().find_attribute(name);
    if (attribute == nullptr) {
        changeset.force_change_attribute(name, {}); // Says which attribute there is none of.
        return {};
    }
    add_atomic(changeset, kind, *attribute, expression, true, context);
    return {};
}

static Result<void> add_atomics(
    Changeset& changeset, AtomicKind kind, std::span<const Value> arguments, Context& context)
{
    if (arguments.size() >= 2 && arguments[0].is_textual())
        return add_named(changeset, kind, arguments[0].text(), arguments[1], context);
    if (arguments.empty() || !arguments[0].is(Kind::map))
        return fail(wrong("an atomic has a name and an expression, or is a map of them"));
    for (const auto& [name, expression] : arguments[0].map())
        TRY(add_named(changeset, kind, name, expression, context));
    return {};
}

Result<bool> apply_expression_operation(
    Changeset& changeset, std::string_view name, std::span<const Value> arguments, Context& context)
{
    if (name == "filter") {
        add_filter(changeset, arguments.empty() ? Value() : arguments[0], context);
        return true;
    }
    if (name != "atomic_update" && name != "atomic_set")
        return false;
    auto kind = name == "atomic_set" ? AtomicKind::set : AtomicKind::update;
    TRY(add_atomics(changeset, kind, arguments, context));
    return true;
}

} // namespace tunez
