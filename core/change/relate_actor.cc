#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow relate_actor_options[] = {
    { "relationship", OptionKind::field, "The belongs_to that leads to the actor.", true },
    { "allow_nil", OptionKind::boolean, "True: nothing is related when there is no actor." },
    { "field", OptionKind::text, "Relate this field of the actor instead." },
};

static Value related_of(const ChangeCall& call)
{
    auto field = call.text("field");
    const auto& actor = call.context.actor;
    if (field.empty() || !actor.is(Kind::map))
        return actor;
    const auto* value = actor.map().find(field);
    return value != nullptr ? *value : Value();
}

const Change relate_actor {
    .shape = { .name = "relate_actor",
        .doc = "Relates the record to the actor.",
        .options = relate_actor_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            auto name = call.text("relationship");
            const auto* relationship = call.changeset.resource().find_relationship(name);
            auto actor = related_of(call);
            if (actor.is_null() || relationship == nullptr) {
                if (actor.is_null() && call.flag("allow_nil", false))
                    return;
                auto error = Error::make(ErrorCode::invalid_relationship,
                    "could not relate to actor, as no actor was found (and :allow_nil? is false)");
                error.details.set("relationship", Value(name));
                call.changeset.add_error(std::move(error));
                return;
            }
            if (relationship->source_attribute == nullptr
                || relationship->destination_attribute == nullptr)
                return;
            const Value* key = &actor;
            if (actor.is(Kind::map)) {
                key = actor.map().find(relationship->destination_attribute->key);
                if (key == nullptr)
                    key = actor.map().find(relationship->destination_attribute->name);
            }
            call.changeset.force_change_attribute(
                *relationship->source_attribute, key != nullptr ? *key : Value());
        },
};

} // namespace tunez::change
