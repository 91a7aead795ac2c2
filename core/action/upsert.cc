#include "action/upsert.h"

#include "action/defaults.h"
#include "action/fill.h"
#include "action/write.h"
#include "data_layer/data_layer.h"
#include "query/expression_operations.h"
#include "resource/excerpt.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace tunez {

using Attributes = std::vector<const Attribute*>;

static bool contains(const Attributes& attributes, const Attribute& attribute)
{
    return std::ranges::find(attributes, &attribute) != attributes.end();
}

// What the call says, else what the action says.
static const Value* said(const Map& given, std::string_view name)
{
    const auto* value = given.find(name);
    return value != nullptr && !value->is_null() ? value : nullptr;
}

static bool flag(const Map& given, std::string_view name, bool otherwise)
{
    const auto* value = said(given, name);
    return value != nullptr && value->is(Kind::boolean) ? value->boolean() : otherwise;
}

static Error no_such_attribute(const Resource& resource, const Value& name)
{
    return Error::make(ErrorCode::no_such_attribute,
        "No such attribute " + inspect(name) + " for resource " + resource.name);
}

static Result<Attributes> attributes_named(const Resource& resource, const Value& names)
{
    Attributes attributes;
    if (!names.is(Kind::list))
        return fail(Error::make(ErrorCode::invalid_argument, "upsert_fields is a list of names"));
    for (const auto& name : names.list()) {
        const auto* attribute = name.is_textual() ? resource.find_attribute(name.text()) : nullptr;
        if (attribute == nullptr)
            return fail(no_such_attribute(resource, name));
        attributes.push_back(attribute);
    }
    return attributes;
}

// Neither what decides which row it is nor its primary key is ever replaced wholesale.
static Attributes all_but(
    const Resource& resource, const Identity* identity, const Attributes& kept)
{
    Attributes attributes;
    for (const auto& attribute : resource.attributes) {
        bool decides = identity != nullptr && contains(identity->keys, *attribute);
        if (!attribute->primary_key && !decides && !contains(kept, *attribute))
            attributes.push_back(attribute.get());
    }
    return attributes;
}

static Result<std::optional<Attributes>> fields_of(
    const Resource& resource, const Identity* identity, const Value& written)
{
    if (written.is_null())
        return std::nullopt;
    if (written.is_textual() && written.text() == "replace_all")
        return all_but(resource, identity, {});
    if (!written.is(Kind::map))
        return TRY(attributes_named(resource, written));
    if (const auto* names = written.map().find("replace_all_except"))
        return all_but(resource, identity, TRY(attributes_named(resource, *names)));
    if (const auto* names = written.map().find("replace"))
        return TRY(attributes_named(resource, *names));
    return fail(Error::make(ErrorCode::invalid_argument,
        "upsert_fields is a list of names, `replace_all`, or a map with `replace` or "
        "`replace_all_except`"));
}

static Result<const Identity*> identity_of(const Resource& resource, std::string_view name)
{
    if (name.empty())
        return nullptr;
    const auto* identity = resource.find_identity(name);
    if (identity == nullptr) {
        auto error = Error::make(ErrorCode::no_identity_found,
            "No identity " + std::string(name) + " found for resource " + resource.name);
        error.details.set("resource", Value(resource.name));
        return fail(std::move(error));
    }
    return identity;
}

static Result<std::shared_ptr<const Upsert>> upsert_of(
    const Resource& resource, const UpsertOptions& declared, const Map& given)
{
    auto upsert = std::make_shared<Upsert>();
    const auto* name = said(given, "upsert_identity");
    upsert->identity = TRY(identity_of(
        resource, name != nullptr && name->is_textual() ? name->text() : declared.identity));
    const auto* fields = said(given, "upsert_fields");
    upsert->fields
        = TRY(fields_of(resource, upsert->identity, fields != nullptr ? *fields : declared.fields));
    upsert->return_skipped = flag(given, "return_skipped_upsert", declared.return_skipped);
    upsert->touch_update_defaults
        = flag(given, "touch_update_defaults", declared.touch_update_defaults);
    return upsert;
}

void start_upsert(Changeset& changeset, const BuildOptions& options, Context& context)
{
    const auto& declared = changeset.action()->upsert;
    if (!declared.upsert && !flag(options.upsert, "upsert", false))
        return;
    auto upsert = upsert_of(changeset.resource(), declared, options.upsert);
    if (!upsert) {
        changeset.add_error(std::move(upsert).error());
        return;
    }
    changeset.set_upsert(std::move(*upsert));
    const auto* condition = said(options.upsert, "upsert_condition");
    if (condition == nullptr)
        condition = &declared.condition;
    if (!condition->is_null())
        add_filter(changeset, *condition, context);
}

bool needs_upsert(const Changeset& changeset)
{
    return changeset.upsert() != nullptr || !changeset.atomics().empty();
}

static const Atomic* atomic_of(const Changeset& changeset, const Attribute& attribute, bool insert)
{
    for (const auto& atomic : changeset.atomics()) {
        if (atomic.attribute == &attribute && atomic.on_insert == insert)
            return &atomic;
    }
    return nullptr;
}

static Attributes written_fields(const Changeset& changeset, const Upsert& upsert)
{
    if (upsert.fields)
        return *upsert.fields;
    Attributes fields;
    for (const auto& attribute : changeset.resource().attributes) {
        bool changed
            = changeset.find_change(*attribute) != nullptr && !changeset.is_default(*attribute);
        bool decides = upsert.identity != nullptr ? contains(upsert.identity->keys, *attribute)
                                                  : attribute->primary_key;
        if (changed && !decides)
            fields.push_back(attribute.get());
    }
    return fields;
}

static bool assigns(const std::vector<Assignment>& assignments, const Attribute& attribute)
{
    return std::ranges::find(assignments, &attribute, &Assignment::attribute) != assignments.end();
}

static Result<void> add_update_defaults(
    const Changeset& changeset, std::vector<Assignment>& updates, Context& context)
{
    for (const auto& attribute : changeset.resource().attributes) {
        if (!attribute->update_default.is_set() || assigns(updates, *attribute))
            continue;
        auto input = TRY(evaluate(attribute->update_default, context));
        Value value;
        TypeErrors errors;
        if (!cast(attribute->type, input, value, errors))
            return fail(to_errors(std::move(errors), ErrorCode::invalid_attribute, attribute->name,
                input, attribute->sensitive)
                    .front());
        updates.push_back({ attribute.get(), literal(std::move(value)) });
    }
    return {};
}

// What is written to the row that is there.
static Result<std::vector<Assignment>> updates_of(
    const Changeset& changeset, const Upsert& upsert, Context& context)
{
    std::vector<Assignment> updates;
    if (upsert.fields && upsert.fields->empty())
        return updates;
    for (const auto* field : written_fields(changeset, upsert)) {
        const auto* atomic = atomic_of(changeset, *field, false);
        if (atomic != nullptr)
            updates.push_back({ field, atomic->expression, atomic->cast });
        else
            updates.push_back({ field, incoming(attribute_ref(*field)) });
    }
    for (const auto& atomic : changeset.atomics()) {
        if (!atomic.on_insert && !assigns(updates, *atomic.attribute))
            updates.push_back({ atomic.attribute, atomic.expression, atomic.cast });
    }
    if (upsert.touch_update_defaults)
        TRY(add_update_defaults(changeset, updates, context));
    return updates;
}

namespace {

// What goes into the new row.
struct Insertion {
    Attributes columns;
    std::vector<Assignment> atomics;

    explicit Insertion(const Changeset& changeset)
    {
        for (const auto& attribute : changeset.resource().attributes) {
            if (const auto* atomic = atomic_of(changeset, *attribute, true))
                atomics.push_back({ attribute.get(), atomic->expression, atomic->cast });
            else if (changeset.find_change(*attribute) != nullptr)
                columns.push_back(attribute.get());
        }
    }
};

} // namespace

static Result<void> fill(ExpressionRef& condition, std::vector<Assignment>& updates,
    std::vector<Assignment>& atomics, Context& context)
{
    Filling filling(context);
    TRY(filling.fill(condition));
    for (auto* assignments : { &updates, &atomics }) {
        for (auto& assignment : *assignments)
            TRY(filling.fill(assignment.value));
    }
    return {};
}

static bool belongs_to_tenant(const Record& record, const Changeset& changeset)
{
    const auto& tenancy = changeset.resource().multitenancy;
    return !tenancy || changeset.stored_tenant().is_null()
        || equal(tenancy->attribute->type, record.values[tenancy->attribute->index],
            changeset.stored_tenant());
}

static void note_fate(Record& record, RowFate fate)
{
    if (fate != RowFate::unknown)
        record.metadata.set(
            "upsert_action", Value(fate == RowFate::inserted ? "insert" : "update"));
}

void upsert_row(BatchItem& item, Context& context)
{
    auto& changeset = item.changeset;
    const auto* upsert = changeset.upsert();
    std::vector<Assignment> updates;
    if (upsert != nullptr) {
        auto found = updates_of(changeset, *upsert, context);
        if (!found) {
            item.failure = Errors(std::move(found).error());
            return;
        }
        updates = std::move(*found);
    }
    Insertion insertion(changeset);
    // A key may be that of another tenant's row, which is not for this one to write or to see.
    auto condition = upsert != nullptr ? row_filter(changeset) : nullptr;
    if (auto filled = fill(condition, updates, insertion.atomics, context); !filled) {
        item.failure = Errors(std::move(filled).error());
        return;
    }
    auto record = changeset.apply();
    RowUpsert row { .record = &record,
        .columns = insertion.columns,
        .atomics = insertion.atomics,
        .on_conflict = upsert != nullptr,
        .identity = upsert != nullptr ? upsert->identity : nullptr,
        .updates = updates,
        .condition = std::move(condition),
        .find_skipped = upsert != nullptr && upsert->return_skipped };
    if (auto written = context.data_layer->upsert(changeset.resource(), row); !written) {
        item.failure = std::move(written).error();
        return;
    }
    if (row.matched) {
        item.record = std::move(record);
        if (upsert != nullptr)
            note_fate(*item.record, row.fate);
    } else if (row.find_skipped && belongs_to_tenant(record, changeset)) {
        item.record = std::move(record);
        item.record->metadata.set("upsert_skipped", Value(true));
    }
}

} // namespace tunez
