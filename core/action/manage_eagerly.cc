#include "action/manage.h"
#include "action/related_reads.h"
#include "relationship/plan.h"

#include "data_layer/data_layer.h"

#include <algorithm>

namespace tunez {

// Spec §10.1: what is named must be there before anything is written. An input that names nothing
// is not there either.
void validate_eagerly(Changeset& changeset, const ManagedCall& call, Context& context)
{
    const auto& relationship = *call.relationship;
    const auto* read = call.options->on_lookup.read_action != nullptr
        ? call.options->on_lookup.read_action
        : relationship.read_action;
    if (context.data_layer == nullptr || read == nullptr)
        return;
    NestedCall nested(changeset, call, context);
    std::vector<std::optional<KeyValues>> keys;
    std::vector<const KeyValues*> wanted;
    for (const auto& input : call.inputs)
        keys.push_back(lookup_key(*relationship.destination, call.options->keys, input));
    for (const auto& key : keys)
        wanted.push_back(key ? &*key : nullptr);
    Lookup lookup;
    auto done = lookup.read(nested, wanted, *read);
    Errors errors;
    if (!done)
        errors = std::move(done.error());
    for (size_t i = 0; done && errors.empty() && i < keys.size(); ++i) {
        if (keys[i] && lookup.find(*keys[i]) != nullptr)
            continue;
        Map named;
        for (size_t k = 0; keys[i] && k < keys[i]->size(); ++k)
            named.set((*keys[i])[k].first->key, (*keys[i])[k].second);
        errors.add(input_not_found(relationship, Value(std::move(named))));
    }
    auto located
        = nested.located(std::move(errors), *relationship.destination, std::nullopt, "lookup");
    changeset.add_errors(std::move(located.errors));
}

} // namespace tunez
