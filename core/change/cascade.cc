#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow destroy_options[] = {
    { "relationship", OptionKind::field, "Whose records are destroyed.", true },
    { "action", OptionKind::text, "By which action; the primary one unless given." },
    { "read_action", OptionKind::text, "By which action they are read." },
    { "return_notifications", OptionKind::boolean, "True: each of them is notified." },
    { "after_action", OptionKind::boolean, "False: before the record itself is destroyed." },
};

static constexpr OptionRow update_options[] = {
    { "relationship", OptionKind::field, "Whose records are updated.", true },
    { "action", OptionKind::text, "By which action; the primary one unless given." },
    { "copy_inputs", OptionKind::any, "Which arguments and changes they are given." },
    { "read_action", OptionKind::text, "By which action they are read." },
    { "return_notifications", OptionKind::boolean, "True: each of them is notified." },
};

static std::vector<std::string> names(const Value* list)
{
    std::vector<std::string> all;
    if (list != nullptr && list->is(Kind::list)) {
        for (const auto& name : list->list())
            all.push_back(display(name));
    }
    return all;
}

static std::optional<Cascade> cascade_of(const ChangeCall& call, ActionType type)
{
    Cascade cascade { .relationship
        = call.changeset.resource().find_relationship(call.text("relationship")),
        .type = type,
        .action = std::string(call.text("action")),
        .read_action = std::string(call.text("read_action")),
        .copy_inputs = names(call.written("copy_inputs")),
        .notify = call.flag("return_notifications", false) };
    if (cascade.relationship != nullptr)
        return cascade;
    auto error = Error::make(ErrorCode::invalid_relationship, "Relationship doesn't exist.");
    error.details.set("relationship", Value(call.text("relationship")));
    call.changeset.add_error(std::move(error));
    return std::nullopt;
}

static void cascade_after(const ChangeCall& call, Cascade cascade)
{
    call.changeset.after_action(AfterActionHook(
        [cascade = std::move(cascade)](Changeset& changeset, Record& record, Context& context) {
            return context.cascade(cascade, changeset, record, context);
        }));
}

static void cascade_before(const ChangeCall& call, Cascade cascade)
{
    call.changeset.before_action(
        BeforeHook([cascade = std::move(cascade)](Changeset& changeset, Context& context) {
            return context.cascade(cascade, changeset, changeset.data(), context);
        }));
}

const Change cascade_destroy {
    .shape = { .name = "cascade_destroy",
        .doc = "Destroys the related records by their own action.",
        .options = destroy_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            auto cascade = cascade_of(call, ActionType::destroy);
            if (!cascade)
                return;
            auto run = call.flag("after_action", true) ? cascade_after : cascade_before;
            run(call, std::move(*cascade));
        },
};

const Change cascade_update {
    .shape = { .name = "cascade_update",
        .doc = "Updates the related records by their own action.",
        .options = update_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            if (auto cascade = cascade_of(call, ActionType::update))
                cascade_after(call, std::move(*cascade));
        },
};

} // namespace tunez::change
