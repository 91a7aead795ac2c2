#include "action/identities.h"

#include "data_layer/data_layer.h"
#include "resource/record_leaves.h"

#include <algorithm>

namespace tunez {

namespace {

class AnyRow final : public RowSink {
public:
    bool row(std::span<const StoredView>) override
    {
        found = true;
        return false;
    }

    bool found = false;
};

} // namespace

static bool is_changing(const Identity& identity, const Changeset& changeset)
{
    return std::ranges::any_of(
        identity.keys, [&](const auto* key) { return changeset.changing_attribute(*key); });
}

static bool applies(const Identity& identity, const Changeset& changeset)
{
    // Whom an upsert finds by it, it updates.
    if (changeset.upsert() != nullptr && changeset.upsert()->identity == &identity)
        return false;
    bool changing = changeset.action_type() == ActionType::create;
    for (const auto* key : identity.keys) {
        changing = changing || changeset.changing_attribute(*key);
        if (identity.nils_distinct && !changeset.get_attribute(*key).is_present())
            return false;
    }
    return changing;
}

static ExpressionRef same_keys(const Identity& identity, const Changeset& changeset)
{
    ExpressionRef filter;
    for (const auto* key : identity.keys) {
        const auto& value = changeset.get_attribute(*key);
        filter = both(std::move(filter),
            value.is_null() ? call(Operator::is_nil, { attribute_ref(*key) })
                            : call(Operator::eq, { attribute_ref(*key), literal(value) }));
    }
    return filter;
}

static ExpressionRef other_record(const Changeset& changeset)
{
    ExpressionRef same;
    for (const auto* key : changeset.resource().primary_key)
        same = both(std::move(same),
            call(Operator::eq, { attribute_ref(*key), literal(changeset.original(*key)) }));
    return call(Operator::not_, { std::move(same) });
}

// What the identity does not count may stand beside any other. Where that is not known, it is
// looked for.
static bool is_counted(const Identity& identity, const Changeset& changeset)
{
    if (!identity.where_expression)
        return true;
    auto record = changeset.apply();
    RecordLeaves leaves(&record);
    auto counted = evaluate(*identity.where_expression, leaves);
    return !counted || counted->is_marker() || is_true(*counted);
}

static void check(const Identity& identity, Changeset& changeset, Context& context)
{
    if (!applies(identity, changeset) || !is_counted(identity, changeset))
        return;
    ReadPlan plan;
    plan.resource = &changeset.resource();
    plan.filter = both(same_keys(identity, changeset), identity.where_expression);
    if (changeset.action_type() != ActionType::create)
        plan.filter = both(std::move(plan.filter), other_record(changeset));
    const auto& tenancy = changeset.resource().multitenancy;
    if (tenancy && !identity.all_tenants && !changeset.stored_tenant().is_null())
        plan.filter = both(std::move(plan.filter),
            call(Operator::eq,
                { attribute_ref(*tenancy->attribute), literal(changeset.stored_tenant()) }));
    plan.limit = 1;
    plan.select = changeset.resource().primary_key;
    AnyRow sink;
    auto read = context.data_layer->read(plan, sink);
    if (!read) {
        changeset.add_error(std::move(read).error());
    } else if (sink.found) {
        auto fields = identity.field_names.empty() ? identity.key_names : identity.field_names;
        changeset.add_error(Error::invalid_changes(std::move(fields), identity.message));
    }
}

void check_identities(Changeset& changeset, Context& context)
{
    for (const auto& identity : changeset.resource().identities) {
        if (auto* build = changeset.atomic_build()) {
            if ((identity->eager_check || identity->pre_check) && is_changing(*identity, changeset))
                build->obstacles.push_back(
                    "the identity `" + identity->name + "` is checked before the write");
            continue;
        }
        if (identity->eager_check && context.data_layer != nullptr)
            check(*identity, changeset, context);
        if (!identity->pre_check)
            continue;
        changeset.before_action(BeforeHook(
            [&identity = *identity](Changeset& later, Context& running) -> Outcome<void> {
                check(identity, later, running);
                return {};
            }));
    }
}

} // namespace tunez
