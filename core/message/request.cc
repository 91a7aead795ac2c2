#include "action/deadline.h"
#include "action/embedded.h"
#include "base/similarity.h"
#include "message/cascade.h"
#include "message/session.h"
#include "query/expression_operations.h"

namespace tunez {

static const Value absent {};

const Value& Request::member(std::string_view name) const
{
    const auto* value = members_.find(name);
    return value != nullptr ? *value : absent;
}

Result<std::string_view> Request::text(std::string_view name) const
{
    const auto& value = member(name);
    if (value.is_textual())
        return value.text();
    return fail(Error::make(
        ErrorCode::invalid_message, "the message needs a text called `" + std::string(name) + "`"));
}

const Value& Request::option(std::string_view name) const
{
    const auto& options = member("options");
    if (!options.is(Kind::map))
        return absent;
    const auto* value = options.map().find(name);
    return value != nullptr ? *value : absent;
}

bool Request::flag(std::string_view name, bool otherwise) const
{
    const auto& value = option(name);
    return value.is(Kind::boolean) ? value.boolean() : otherwise;
}

int64_t Request::count(std::string_view name, int64_t otherwise) const
{
    const auto& value = option(name);
    return value.is(Kind::integer) && value.integer() > 0 ? value.integer() : otherwise;
}

std::vector<std::string> Request::names(std::string_view name) const
{
    std::vector<std::string> all;
    const auto& value = option(name);
    if (value.is_textual())
        all.emplace_back(value.text());
    if (value.is(Kind::list)) {
        for (const auto& item : value.list()) {
            if (item.is_textual())
                all.emplace_back(item.text());
        }
    }
    return all;
}

Context context_of(Session& session, const Request& request)
{
    Context context(session.host, session.random, *session.definition);
    context.data_layer = session.data_layer.get();
    context.live_changesets = &session.live_changesets;
    context.waits = &session.waits;
    context.notifications = &session.notifications;
    context.expression_operation = apply_expression_operation;
    context.embedded_actions = embedded_actions;
    context.cascade = run_cascade;
    context.reload = read_again;
    const auto& options = request.member("options");
    if (!options.is(Kind::map) || options.map().empty())
        return context;
    context.actor = request.option("actor");
    context.tenant = request.option("tenant");
    if (request.option("context").is(Kind::map))
        context.context = request.option("context").map();
    context.authorize = request.flag("authorize", true);
    if (auto milliseconds = request.count("timeout", 0); milliseconds > 0)
        context.deadline = deadline_in(milliseconds, session.host);
    return context;
}

Result<const Resource*> resource_of(const Session& session, const Request& request)
{
    auto name = TRY(request.text("resource"));
    if (const auto* resource = session.definition->find_resource(name))
        return resource;
    std::vector<std::string_view> names;
    for (const auto& resource : session.definition->resources)
        names.emplace_back(resource->name);
    auto error = Error::make(ErrorCode::no_such_resource,
        "No such resource " + std::string(name) + suggestion(name, names));
    error.details.set("resource", Value(name));
    return fail(std::move(error));
}

static std::string names_of_type(const Resource& resource, ActionType type)
{
    std::string names;
    for (const auto& action : resource.actions) {
        if (action->type == type)
            names += (names.empty() ? "" : ", ") + action->name;
    }
    return names.empty() ? "none" : names;
}

Result<const Action*> action_of(const Resource& resource, const Value& action_name, ActionType type)
{
    auto type_name = std::string(name(type));
    if (!action_name.is_textual()) {
        if (const auto* primary = resource.primary_action(type))
            return primary;
        auto error = Error::make(ErrorCode::no_primary_action,
            "No primary action of type " + type_name + " for resource " + resource.name);
        error.details.set("resource", Value(resource.name));
        return fail(std::move(error));
    }
    const auto* action = resource.find_action(action_name.text());
    if (action == nullptr || action->type != type) {
        auto text = action == nullptr
            ? "No such action " + std::string(action_name.text()) + " for resource " + resource.name
                + "; its " + type_name + " actions: " + names_of_type(resource, type)
            : "The action " + resource.name + "." + action->name + " is of type "
                + std::string(name(action->type)) + ", not " + type_name;
        auto error = Error::make(ErrorCode::no_such_action, std::move(text));
        error.details.set("resource", Value(resource.name));
        error.details.set("action", action_name);
        return fail(std::move(error));
    }
    return action;
}

} // namespace tunez
