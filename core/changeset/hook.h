#pragma once

#include "base/error.h"
#include "base/task.h"
#include "host/host.h"
#include "resource/record.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace tunez {

class Changeset;
struct Context;

// Where a changeset stands in its life (spec §3.1), in the order in which the phases begin. Decides
// what may still be registered and which warnings are due.
enum class Phase : uint8_t {
    pending,
    validate,
    atomic,
    around_transaction,
    before_transaction,
    around_action,
    before_action,
    after_action,
    after_transaction,
};
std::string_view name(Phase phase);

// Where in its list a hook goes (spec §3.8).
enum class HookPosition : uint8_t { append, prepend };

// The kinds of hooks, each the application's callback or a function of the engine.
using BeforeHook = std::variant<CallbackId, std::function<Outcome<void>(Changeset&, Context&)>>;
using AfterActionHook
    = std::variant<CallbackId, std::function<Outcome<void>(Changeset&, Record&, Context&)>>;
// Sees the outcome and may turn it, either way.
using AfterTransactionHook = CallbackId;
using AroundHook = CallbackId;

// What an around hook wraps: the hooks further in and the action itself. Runs once; a hook that
// does not go on skips them.
struct Proceed {
    std::function<Task()> run;
    std::function<Outcome<Record>()> outcome; // Once it has run.
    Task task {};
    bool begun = false;
};

// Spec §3.6: what becomes of an error that is added. Nullopt: it is dropped, or the handler did
// with the changeset what it wanted; the changeset is invalid all the same.
using ErrorHandler = std::function<std::optional<Error>(Changeset&, const Error&)>;

struct Hooks {
    std::vector<BeforeHook> before_transaction;
    std::vector<AroundHook> around_transaction;
    std::vector<AroundHook> around_action;
    std::vector<BeforeHook> before_action;
    std::vector<AfterActionHook> after_action;
    std::vector<AfterTransactionHook> after_transaction;
};

} // namespace tunez
