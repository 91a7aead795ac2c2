#include "changeset/operations.h"

#include "changeset/callback.h"
#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/error_handler.h"
#include "changeset/hook_callback.h"
#include "changeset/tenant.h"

#include <optional>
#include <string>

namespace tunez {

namespace {

struct Call {
    Changeset& changeset;
    std::span<const Value> arguments;
    Context& context;

    const Value& at(size_t index) const
    {
        static const Value absent {};
        return index < arguments.size() ? arguments[index] : absent;
    }
};

using Apply = Result<void> (*)(const Call& call);

struct Operation {
    std::string_view name;
    Apply apply;
};

} // namespace

static Error wrong_argument(std::string_view expected)
{
    return Error::make(
        ErrorCode::invalid_message, "a changeset operation expects " + std::string(expected));
}

static Result<std::string_view> name_at(const Call& call, size_t index)
{
    const auto& name = call.at(index);
    if (!name.is_textual())
        return fail(wrong_argument("a name"));
    return name.text();
}

static Result<CallbackId> callback_at(const Call& call, size_t index)
{
    const auto& function = call.at(index);
    if (function.is(Kind::map)) {
        const auto* id = function.map().find("callback");
        if (id != nullptr && id->is(Kind::integer))
            return static_cast<CallbackId>(id->integer());
    }
    return fail(wrong_argument("a function"));
}

static Result<Value> called(const Call& call, size_t index, std::optional<Value> argument)
{
    auto id = TRY(callback_at(call, index));
    Map message { { "kind", Value("value") } };
    if (argument)
        message.set("argument", std::move(*argument));
    return call.context.host.call(id, Value(std::move(message)));
}

static void change(Changeset& changeset, std::string_view name, const Value& value)
{
    changeset.change_attribute(name, value);
}

static void force_change(Changeset& changeset, std::string_view name, const Value& value)
{
    changeset.force_change_attribute(name, value);
}

static void set_argument(Changeset& changeset, std::string_view name, const Value& value)
{
    changeset.set_argument(name, value);
}

static void set_private_argument(Changeset& changeset, std::string_view name, const Value& value)
{
    changeset.set_private_argument(name, value);
}

using Setter = void (*)(Changeset&, std::string_view, const Value&);

template <Setter setter> static Result<void> one(const Call& call)
{
    setter(call.changeset, TRY(name_at(call, 0)), call.at(1));
    return {};
}

template <Setter setter> static Result<void> each(const Call& call)
{
    if (!call.at(0).is(Kind::map))
        return fail(wrong_argument("a map"));
    for (const auto& [name, value] : call.at(0).map())
        setter(call.changeset, name, value);
    return {};
}

static bool is_changing(const Call& call, std::string_view name)
{
    const auto* attribute = call.changeset.resource().find_attribute(name);
    return attribute != nullptr && call.changeset.changing_attribute(*attribute);
}

template <Setter setter> static Result<void> when_new(const Call& call)
{
    auto name = TRY(name_at(call, 0));
    if (!is_changing(call, name))
        setter(call.changeset, name, call.at(1));
    return {};
}

template <Setter setter> static Result<void> when_new_lazy(const Call& call)
{
    auto name = TRY(name_at(call, 0));
    if (!is_changing(call, name))
        setter(call.changeset, name, TRY(called(call, 1, std::nullopt)));
    return {};
}

static Result<void> change_default_attribute(const Call& call)
{
    auto name = TRY(name_at(call, 0));
    if (const auto* attribute = call.changeset.resource().find_attribute(name))
        call.changeset.change_default_attribute(*attribute, call.at(1));
    else
        call.changeset.change_attribute(name, call.at(1));
    return {};
}

static Result<void> update_change(const Call& call)
{
    auto name = TRY(name_at(call, 0));
    const auto* attribute = call.changeset.resource().find_attribute(name);
    const auto* pending = attribute != nullptr ? call.changeset.find_change(*attribute) : nullptr;
    if (pending != nullptr)
        call.changeset.change_attribute(*attribute, TRY(called(call, 1, *pending)));
    return {};
}

static Result<void> clear_change(const Call& call)
{
    call.changeset.clear_change(TRY(name_at(call, 0)));
    return {};
}

static Result<void> delete_arguments(const Call& call)
{
    if (!call.at(0).is(Kind::list)) {
        call.changeset.delete_argument(TRY(name_at(call, 0)));
        return {};
    }
    for (const auto& name : call.at(0).list()) {
        if (!name.is_textual())
            return fail(wrong_argument("a list of names"));
        call.changeset.delete_argument(name.text());
    }
    return {};
}

static Result<void> add_error(const Call& call)
{
    Map holder { { "path", call.at(1) } };
    auto path = error_from_map(holder).path;
    for (auto& error : errors_from(call.at(0))) {
        error.path.insert(error.path.begin(), path.begin(), path.end());
        call.changeset.add_error(std::move(error));
    }
    return {};
}

static Result<std::vector<const Attribute*>> attributes_at(const Call& call, size_t index)
{
    std::vector<const Attribute*> attributes;
    auto add = [&](const Value& field) -> Result<void> {
        if (!field.is_textual())
            return fail(wrong_argument("the names of fields"));
        if (const auto* attribute = call.changeset.resource().find_attribute(field.text()))
            attributes.push_back(attribute);
        return {};
    };
    if (call.at(index).is(Kind::list)) {
        for (const auto& field : call.at(index).list())
            TRY(add(field));
    } else {
        TRY(add(call.at(index)));
    }
    return attributes;
}

static bool option(const Value& options, std::string_view name)
{
    if (!options.is(Kind::map))
        return false;
    const auto* value = options.map().find(name);
    return value != nullptr && value->is(Kind::boolean) && value->boolean();
}

static Result<void> select(const Call& call)
{
    call.changeset.select(TRY(attributes_at(call, 0)), option(call.at(1), "replace"));
    return {};
}

static Result<void> ensure_selected(const Call& call)
{
    call.changeset.ensure_selected(TRY(attributes_at(call, 0)));
    return {};
}

static Result<void> deselect(const Call& call)
{
    call.changeset.deselect(TRY(attributes_at(call, 0)));
    return {};
}

static Result<void> load(const Call& call)
{
    call.changeset.add_load(call.at(0));
    return {};
}

static Result<void> set_context(const Call& call)
{
    if (!call.at(0).is(Kind::map))
        return fail(wrong_argument("a map"));
    call.changeset.set_context(call.at(0).map());
    return {};
}

static Result<void> put_context(const Call& call)
{
    call.changeset.set_context(Map { { std::string(TRY(name_at(call, 0))), call.at(1) } });
    return {};
}

static Result<void> set_tenant(const Call& call)
{
    auto stored = TRY(stored_tenant(call.changeset.resource(), call.at(0), call.context.host));
    call.changeset.set_tenant(call.at(0), std::move(stored));
    return {};
}

static Result<void> timeout(const Call& call)
{
    for (size_t index : { size_t { 0 }, size_t { 1 } }) {
        if (call.at(index).is(Kind::integer)) {
            call.changeset.set_timeout(call.at(index).integer());
            return {};
        }
    }
    call.changeset.set_timeout(std::nullopt);
    return {};
}

static Result<void> handle_errors(const Call& call)
{
    call.changeset.handle_errors(error_handler(TRY(callback_at(call, 0)), call.context));
    return {};
}

static HookPosition position(const Call& call, HookPosition otherwise)
{
    if (option(call.at(1), "prepend"))
        return HookPosition::prepend;
    return option(call.at(1), "append") ? HookPosition::append : otherwise;
}

static Result<void> before_transaction(const Call& call)
{
    call.changeset.before_transaction(
        TRY(callback_at(call, 0)), position(call, HookPosition::append));
    return {};
}

static Result<void> before_action(const Call& call)
{
    call.changeset.before_action(TRY(callback_at(call, 0)), position(call, HookPosition::append));
    return {};
}

static Result<void> around_transaction(const Call& call)
{
    call.changeset.around_transaction(
        TRY(callback_at(call, 0)), position(call, HookPosition::append));
    return {};
}

static Result<void> around_action(const Call& call)
{
    call.changeset.around_action(TRY(callback_at(call, 0)), position(call, HookPosition::append));
    return {};
}

static Result<void> after_action(const Call& call)
{
    call.changeset.after_action(TRY(callback_at(call, 0)), position(call, HookPosition::append));
    return {};
}

static Result<void> after_transaction(const Call& call)
{
    call.changeset.after_transaction(
        TRY(callback_at(call, 0)), position(call, HookPosition::append));
    return {};
}

static Result<void> set_result(const Call& call)
{
    call.changeset.set_result(result_from(call.changeset, call.at(0)));
    return {};
}

static Result<void> manage_relationship(const Call& call)
{
    const Map options = call.at(2).is(Kind::map) ? call.at(2).map() : Map();
    return tunez::manage_relationship(
        call.changeset, TRY(name_at(call, 0)), call.at(1), options, call.context);
}

// What earlier versions had functions of their own for: a shortcut, never authorized.
static Result<void> manage_as(const Call& call, std::string_view shortcut)
{
    Map options { { "type", Value(shortcut) }, { "authorize", Value(false) } };
    if (call.at(2).is(Kind::map)) {
        for (const auto& [name, value] : call.at(2).map())
            options.set(name, value);
    }
    return tunez::manage_relationship(
        call.changeset, TRY(name_at(call, 0)), call.at(1), options, call.context);
}

static Result<void> append_to_relationship(const Call& call) { return manage_as(call, "append"); }

static Result<void> remove_from_relationship(const Call& call) { return manage_as(call, "remove"); }

static Result<void> replace_relationship(const Call& call) { return manage_as(call, "replace"); }

static constexpr Operation operations[] = {
    { "add_error", add_error },
    { "after_action", after_action },
    { "after_transaction", after_transaction },
    { "append_to_relationship", append_to_relationship },
    { "around_action", around_action },
    { "around_transaction", around_transaction },
    { "before_action", before_action },
    { "before_transaction", before_transaction },
    { "change_attribute", one<change> },
    { "change_attributes", each<change> },
    { "change_default_attribute", change_default_attribute },
    { "change_new_attribute", when_new<change> },
    { "change_new_attribute_lazy", when_new_lazy<change> },
    { "clear_change", clear_change },
    { "delete_argument", delete_arguments },
    { "delete_arguments", delete_arguments },
    { "deselect", deselect },
    { "ensure_selected", ensure_selected },
    { "force_change_attribute", one<force_change> },
    { "force_change_attributes", each<force_change> },
    { "force_change_new_attribute", when_new<force_change> },
    { "force_change_new_attribute_lazy", when_new_lazy<force_change> },
    { "force_delete_argument", delete_arguments },
    { "force_set_argument", one<set_argument> },
    { "force_set_arguments", each<set_argument> },
    { "handle_errors", handle_errors },
    { "load", load },
    { "manage_relationship", manage_relationship },
    { "put_context", put_context },
    { "remove_from_relationship", remove_from_relationship },
    { "replace_relationship", replace_relationship },
    { "select", select },
    { "set_argument", one<set_argument> },
    { "set_arguments", each<set_argument> },
    { "set_context", set_context },
    { "set_private_argument", one<set_private_argument> },
    { "set_private_arguments", each<set_private_argument> },
    { "set_result", set_result },
    { "set_tenant", set_tenant },
    { "timeout", timeout },
    { "update_change", update_change },
};

Result<void> apply_operation(Changeset& changeset, const Value& operation, Context& context)
{
    if (!operation.is(Kind::list) || operation.list().empty()
        || !operation.list().front().is_textual())
        return fail(Error::make(
            ErrorCode::invalid_message, "a changeset operation is a list that begins with a name"));
    const auto& parts = operation.list();
    auto name = parts.front().text();
    Changeset* one[] = { &changeset };
    InRequest request(one, context);
    for (const auto& row : operations) {
        if (row.name == name)
            return row.apply(Call { changeset, std::span(parts).subspan(1), context });
    }
    if (context.expression_operation != nullptr
        && TRY(context.expression_operation(changeset, name, std::span(parts).subspan(1), context)))
        return {};
    return fail(Error::make(ErrorCode::not_supported,
        "the changeset operation `" + std::string(name) + "` does not exist here"));
}

Result<void> apply_operations(Changeset& changeset, const List& list, Context& context)
{
    for (const auto& operation : list)
        TRY(apply_operation(changeset, operation, context));
    return {};
}

Result<void> apply_answer(Changeset& changeset, const Value& answer, Context& context)
{
    const auto* list = answer.is(Kind::map) ? answer.map().find("operations") : nullptr;
    if (list == nullptr || !list->is(Kind::list))
        return fail(
            Error::make(ErrorCode::invalid_return_type, "a change must return a changeset"));
    return apply_operations(changeset, list->list(), context);
}

} // namespace tunez
