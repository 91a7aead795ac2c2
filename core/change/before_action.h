#pragma once

#include "change/change.h"

#include <string>

namespace tunez::change {

// Runs `work` on an attribute of the changeset in its before_action phase, in the order registered.
template <typename Work>
void before_action_on(const ChangeCall& call, std::string_view attribute_name, Work work)
{
    const auto* attribute = call.changeset.resource().find_attribute(attribute_name);
    if (attribute == nullptr) {
        call.changeset.force_change_attribute(
            attribute_name, {}); // Says that there is no such attribute.
        return;
    }
    call.changeset.before_action(BeforeHook(
        [attribute, work = std::move(work)](Changeset& changeset,
            Context& context) -> Outcome<void> { return work(*attribute, changeset, context); }));
}

} // namespace tunez::change
