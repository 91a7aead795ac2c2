#include "changeset/inspect.h"

#include "base/inspection.h"
#include "resource/inspect.h"

namespace tunez {

static std::string subject_of(const Changeset& changeset)
{
    auto name = changeset.resource().name;
    return changeset.action() != nullptr ? name + "." + changeset.action()->key : name;
}

static Map attributes_of(const Changeset& changeset)
{
    Map attributes;
    for (const auto& attribute : changeset.resource().attributes) {
        if (const auto* change = changeset.find_change(*attribute))
            attributes.append(
                attribute->key, redacted(*change, attribute->sensitive, changeset.resource()));
    }
    return attributes;
}

static std::string atomics_of(const Changeset& changeset)
{
    return inspect_list(changeset.atomics(), [](const Atomic& atomic) {
        return atomic.attribute->key + ": "
            + (atomic.attribute->sensitive ? inspect(Value(redaction))
                                           : inspect(*atomic.expression));
    });
}

// Nothing is known of arguments that no action declares.
static Map shown_arguments(const Changeset& changeset)
{
    Map arguments;
    for (const auto& [name, value] : changeset.undeclared_arguments())
        arguments.set(name, redacted(value, true, changeset.resource()));
    if (changeset.action() == nullptr)
        return arguments;
    for (const auto& argument : changeset.action()->arguments) {
        if (changeset.has_argument(argument))
            arguments.set(argument.key,
                redacted(
                    changeset.get_argument(argument), argument.sensitive, changeset.resource()));
    }
    return arguments;
}

static std::string managed_of(const Changeset& changeset)
{
    return inspect_list(changeset.managed(), [](const ManagedCall& call) {
        return call.relationship->key + ": " + std::to_string(call.inputs.size());
    });
}

std::string inspect(const Changeset& changeset)
{
    Inspection out("Changeset");
    out.add(subject_of(changeset));
    out.add("type", name(changeset.action_type()));
    out.add("attributes", inspect(Value(attributes_of(changeset))));
    if (!changeset.atomics().empty())
        out.add("atomics", atomics_of(changeset));
    if (auto arguments = shown_arguments(changeset); !arguments.empty())
        out.add("arguments", inspect(Value(std::move(arguments))));
    if (!changeset.managed().empty())
        out.add("relationships", managed_of(changeset));
    out.add("errors",
        inspect_list(changeset.errors(), [](const Error& error) { return inspect(error); }));
    if (changeset.action_type() != ActionType::create && !changeset.data().values.empty())
        out.add("data", inspect(changeset.data()));
    out.add("valid", changeset.valid() ? "true" : "false");
    return out.take();
}

} // namespace tunez
