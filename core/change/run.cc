#include "change/change.h"
#include "changeset/template.h"
#include "validation/validation.h"

namespace tunez {

Result<Value> ChangeCall::option(std::string_view name) const
{
    const auto* option = entry.options.find(name);
    return option != nullptr ? fill_template(*option, changeset, context) : Value();
}

bool ChangeCall::flag(std::string_view name, bool otherwise) const
{
    const auto* option = entry.options.find(name);
    return option != nullptr && option->is(Kind::boolean) ? option->boolean() : otherwise;
}

std::string_view ChangeCall::text(std::string_view name) const
{
    const auto* option = entry.options.find(name);
    return option != nullptr && option->is_textual() ? option->text() : std::string_view {};
}

const Change& change_of(const Entry& entry)
{
    // The shape is the first member of a standard-layout row.
    static_assert(std::is_standard_layout_v<Change>);
    return *reinterpret_cast<const Change*>(entry.builtin);
}

void run_change(const Entry& entry, Changeset& changeset, Context& context)
{
    if (entry.only_when_valid && !changeset.valid())
        return;
    if (!entry.where.empty()) {
        auto holds = conditions_hold(entry.where, changeset, context);
        if (!holds)
            changeset.add_error(std::move(holds.error()));
        if (!holds || !*holds)
            return;
    }
    change_of(entry).change(ChangeCall { entry, changeset, context });
}

} // namespace tunez
