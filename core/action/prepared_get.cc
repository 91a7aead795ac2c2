#include "action/prepared_get.h"

#include "type/type.h"

namespace tunez {

namespace {

class FirstRow final : public RowSink {
public:
    FirstRow(std::span<const Attribute* const> columns, RowEncoder& encoder)
        : columns_(columns)
        , encoder_(encoder)
    {
    }

    bool row(std::span<const StoredView> cells) override
    {
        if (++count > 1)
            return false;
        taken = encoder_.row(columns_, cells, {}, {});
        return taken.has_value();
    }

    size_t count = 0;
    Result<void> taken;

private:
    std::span<const Attribute* const> columns_;
    RowEncoder& encoder_;
};

} // namespace

std::unique_ptr<PreparedGet> PreparedGet::make(
    const Resource& resource, const Action& action, std::vector<const Attribute*> fields)
{
    if (!adds_nothing(action, resource) || resource.multitenancy || fields.empty())
        return nullptr;
    return std::unique_ptr<PreparedGet>(new PreparedGet(resource, std::move(fields)));
}

PreparedGet::PreparedGet(const Resource& resource, std::vector<const Attribute*> fields)
    : resource_(&resource)
    , fields_(std::move(fields))
{
    Query query;
    query.resource = resource_;
    selected_ = query.selected();
}

Value PreparedGet::key(std::span<const Value> values) const
{
    Map key;
    for (size_t i = 0; i < fields_.size(); ++i)
        key.set(fields_[i]->name, i < values.size() ? values[i] : Value());
    return Value(std::move(key));
}

Result<std::vector<Value>> PreparedGet::cast_key(std::span<const Value> values) const
{
    std::vector<Value> key_values(fields_.size());
    for (size_t i = 0; i < fields_.size(); ++i) {
        TypeErrors errors;
        if (values.size() != fields_.size()
            || !cast_input(fields_[i]->type, values[i], key_values[i], errors)
            || key_values[i].is_null())
            return fail(invalid_key(*resource_, key(values)));
    }
    return key_values;
}

Outcome<void> PreparedGet::run(
    std::span<const Value> values, DataLayer& data_layer, RowEncoder& encoder) const
{
    auto key_values = TRY(cast_key(values));
    FirstRow sink(selected_, encoder);
    TRY(data_layer.read_by_key(
        { .resource = resource_, .fields = fields_, .values = key_values, .select = selected_ },
        sink));
    TRY(sink.taken);
    if (sink.count > 1)
        return fail(Errors(multiple_results(*resource_)));
    if (sink.count == 0)
        return fail(Errors(not_found(*resource_, key(values))));
    return {};
}

} // namespace tunez
