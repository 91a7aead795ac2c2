#include "changeset/changeset.h"

#include <algorithm>

namespace tunez {

Changeset Changeset::of_rows(const Resource& resource, ActionType type)
{
    Record unknown;
    unknown.resource = &resource;
    unknown.values.resize(resource.attributes.size(), Value::not_loaded());
    Changeset changeset(std::move(unknown), type);
    changeset.atomic_build_ = std::make_shared<AtomicBuild>();
    return changeset;
}

Changeset Changeset::of_row(Record data) const
{
    auto known = *this;
    known.atomic_build_ = nullptr;
    known.atomics_.clear();
    known.data_ = std::move(data);
    for (const auto& attribute : resource_->attributes) {
        const auto* change = known.find_change(*attribute);
        if (change != nullptr && equal(attribute->type, known.original(*attribute), *change))
            known.changing_.erase(attribute->index);
    }
    return known;
}

const Atomic* Changeset::find_atomic(const Attribute& attribute) const
{
    auto found = std::ranges::find(atomics_, &attribute, &Atomic::attribute);
    return found != atomics_.end() ? &*found : nullptr;
}

bool Changeset::inserts_atomically(const Attribute& attribute) const
{
    return std::ranges::any_of(atomics_,
        [&](const Atomic& atomic) { return atomic.attribute == &attribute && atomic.on_insert; });
}

static void put(std::vector<Atomic>& atomics, Atomic atomic)
{
    auto found = std::ranges::find_if(atomics, [&](const auto& other) {
        return other.attribute == atomic.attribute && other.on_insert == atomic.on_insert;
    });
    if (found != atomics.end())
        *found = std::move(atomic);
    else
        atomics.push_back(std::move(atomic));
}

void Changeset::atomic_update(
    const Attribute& attribute, ExpressionRef expression, Value written, bool cast)
{
    if (action_type_ == ActionType::create && upsert_ == nullptr) {
        add_error(Error::invalid_changes({},
            "atomic_update cannot be used on create actions. Use atomic_set for setting values "
            "during create."));
        return;
    }
    put(atomics_, { &attribute, std::move(expression), std::move(written), cast, false });
}

void Changeset::atomic_set(
    const Attribute& attribute, ExpressionRef expression, Value written, bool cast)
{
    bool creates = action_type_ == ActionType::create;
    put(atomics_, { &attribute, std::move(expression), std::move(written), cast, creates });
}

} // namespace tunez
