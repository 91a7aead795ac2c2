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

std::optional<CallbackId> ChangeCall::function() const
{
    const auto* option = written("function");
    const auto* id
        = option != nullptr && option->is(Kind::map) ? option->map().find("callback") : nullptr;
    return id != nullptr && id->is(Kind::integer)
        ? std::optional(static_cast<CallbackId>(id->integer()))
        : std::nullopt;
}

const Change& change_of(const Entry& entry)
{
    // The shape is the first member of a standard-layout row.
    static_assert(std::is_standard_layout_v<Change>);
    return *reinterpret_cast<const Change*>(entry.builtin);
}

bool applies(const Entry& entry, Changeset& changeset, Context& context)
{
    if (entry.only_when_valid && !changeset.valid())
        return false;
    if (entry.where.empty())
        return true;
    auto holds = conditions_hold(entry.where, changeset, context);
    if (!holds)
        changeset.add_error(std::move(holds.error()));
    return holds && *holds;
}

// Spec §6.7. Whether it applies must not depend on the row.
static void run_atomically(const Entry& entry, Changeset& changeset, Context& context)
{
    auto& build = *changeset.atomic_build();
    build.asked_data = false;
    bool runs = applies(entry, changeset, context);
    if (build.asked_data)
        build.obstacles.push_back(
            "whether the change `" + entry.name + "` applies depends on the record");
    else if (runs && !has_atomic(entry))
        build.obstacles.push_back("the change `" + entry.name + "` has no atomic form");
    else if (runs)
        change_of(entry).change(ChangeCall { entry, changeset, context });
}

bool has_atomic(const Entry& entry)
{
    return entry.callback ? entry.functions.atomic : entry.builtin->has_atomic;
}

void run_change(const Entry& entry, Changeset& changeset, Context& context)
{
    if (changeset.atomic_build() != nullptr)
        return run_atomically(entry, changeset, context);
    if (applies(entry, changeset, context))
        change_of(entry).change(ChangeCall { entry, changeset, context });
}

} // namespace tunez
