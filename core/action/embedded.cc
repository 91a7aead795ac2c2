#include "action/embedded.h"

#include "action/build.h"
#include "action/lifecycle.h"
#include "data_layer/simple.h"
#include "resource/field_name.h"

namespace tunez {

// Resources that embed themselves could be given values without end.
static constexpr int deepest_embedded = 16;

// The names of an embedded resource mean nothing to whoever reports the error, so they leave it as
// JavaScript spells them.
static Error respelled(Error error, const Resource& resource)
{
    if (!error.field.empty())
        error.field = key_of(resource, error.field);
    for (auto& field : error.fields)
        field = key_of(resource, field);
    for (auto& step : error.path) {
        if (auto* name = std::get_if<std::string>(&step))
            *name = key_of(resource, *name);
    }
    return error;
}

static void add_errors(Errors failure, const Resource& resource, TypeErrors& errors)
{
    for (auto& error : failure.errors)
        errors.push_back(
            { .cause = std::make_shared<const Error>(respelled(std::move(error), resource)) });
}

static Value value_of(const Record& record)
{
    Map fields;
    fields.reserve(record.values.size());
    for (const auto& attribute : record.resource->attributes) {
        const auto& value = record.values[attribute->index];
        fields.append(attribute->key, value.is_marker() ? Value() : value);
    }
    return Value::structure(record.resource->name, std::move(fields));
}

static Record record_of(const EmbeddedShape& shape, const Value& value)
{
    Record record;
    record.resource = shape.resource;
    record.state = RecordState::loaded;
    record.values.reserve(shape.fields.size());
    for (const auto& [key, field] : value.map().entries().first(shape.fields.size()))
        record.values.push_back(field);
    return record;
}

// A primary key that the action does not take is no unknown input: it is how a value is meant.
static BuildOptions options_for(const EmbeddedUse& use, std::string_view tag)
{
    BuildOptions options;
    for (const auto& field : use.shape->fields) {
        if (!field.primary_key)
            continue;
        options.skip_unknown_inputs.emplace_back(field.name);
        options.skip_unknown_inputs.emplace_back(field.key);
    }
    if (!tag.empty())
        options.skip_unknown_inputs.emplace_back(tag);
    return options;
}

namespace {

// The one cell of the one row.
class Cell final : public RowSink {
public:
    explicit Cell(const TypeUse& type)
        : type_(type)
    {
    }

    bool row(std::span<const StoredView> cells) override
    {
        value = load(type_, cells.front());
        return false;
    }

    Result<Value> value = Value();

private:
    const TypeUse& type_;
};

class SourceActions final : public EmbeddedActions {
public:
    SourceActions(Changeset& source, Context& context)
        : source_(source)
        , stored_(context.data_layer)
        , context_(context)
        , handle_(context.live_changesets->add({ .seen = &source }))
    {
        context_.data_layer = &nothing_;
        context_.context = Map();
        if (const auto* shared = source.context().find("shared"))
            context_.context.set("shared", *shared);
        if (context_.actor.is_null())
            context_.actor = source.actor();
        if (context_.tenant.is_null())
            context_.tenant = source.tenant();
        ++context_.embedded_depth;
    }

    SourceActions(const SourceActions&) = delete;
    SourceActions& operator=(const SourceActions&) = delete;
    ~SourceActions() override { context_.live_changesets->remove(handle_); }

    bool create(const EmbeddedUse& use, const Map& input, std::string_view skip, Value& out,
        TypeErrors& errors) override
    {
        return run(
            Changeset(*use.shape->resource), use, use.create_action, input, skip, out, errors);
    }

    bool update(const EmbeddedUse& use, const Value& before, const Map& input,
        std::string_view skip, Value& out, TypeErrors& errors) override
    {
        return run(Changeset(tunez::record_of(*use.shape, before), ActionType::update), use,
            use.update_action, input, skip, out, errors);
    }

    bool destroy(const EmbeddedUse& use, const Value& before, TypeErrors& errors) override
    {
        Value gone;
        return run(Changeset(tunez::record_of(*use.shape, before), ActionType::destroy), use,
            use.destroy_action, {}, {}, gone, errors);
    }

    Result<Value> read(const Record& record, const Attribute& attribute) override
    {
        if (stored_ == nullptr)
            return Value();
        ReadPlan plan;
        plan.resource = record.resource;
        for (const auto* key : record.resource->primary_key)
            plan.filter = both(std::move(plan.filter),
                call(Operator::eq, { attribute_ref(*key), literal(record.values[key->index]) }));
        const Attribute* columns[] = { &attribute };
        plan.select = columns;
        plan.limit = 1;
        Cell cell(attribute.type);
        TRY(stored_->read(plan, cell));
        return std::move(cell.value);
    }

private:
    bool run(Changeset changeset, const EmbeddedUse& use, const Action* action, const Map& input,
        std::string_view skip, Value& out, TypeErrors& errors)
    {
        const auto& resource = *use.shape->resource;
        if (context_.embedded_depth > deepest_embedded) {
            errors.push_back({ .message = "is embedded more than %{max} levels deep",
                .vars = { { "max", Value(deepest_embedded) } } });
            return false;
        }
        if (action == nullptr) {
            add_errors(no_action(resource, changeset.action_type()), resource, errors);
            return false;
        }
        changeset.set_actor(context_.actor);
        changeset.set_tenant(context_.tenant, {});
        if (!context_.context.empty())
            changeset.set_context(context_.context);
        if (use.include_source)
            changeset.set_source(&source_, handle_);
        build(changeset, *action, Value(input), options_for(use, skip), context_);
        Batch batch;
        batch.transaction = false;
        batch.notify = false;
        batch.items.emplace_back(std::move(changeset));
        run_batch_now(batch, context_);
        auto& item = batch.items.front();
        if (item.failed()) {
            item.failure->merge_duplicates();
            add_errors(*std::move(item.failure), resource, errors);
            return false;
        }
        out = value_of(*item.record);
        return true;
    }

    static Errors no_action(const Resource& resource, ActionType type)
    {
        auto error = Error::make(ErrorCode::no_primary_action,
            "No primary action of type " + std::string(name(type)) + " for resource "
                + resource.name);
        error.details.set("resource", Value(resource.name));
        return error;
    }

    Changeset& source_;
    DataLayer* stored_; // Of the source; null: none is open.
    SimpleDataLayer nothing_;
    Context context_;
    int64_t handle_; // Of the source, while its values are cast.
};

} // namespace

std::unique_ptr<EmbeddedActions> embedded_actions(Changeset& source, Context& context)
{
    return std::make_unique<SourceActions>(source, context);
}

} // namespace tunez
