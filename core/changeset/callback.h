#pragma once

#include "base/error.h"
#include "base/result.h"
#include "changeset/changeset.h"
#include "changeset/hook.h"
#include "resource/builtin.h"

#include <span>
#include <string_view>
#include <vector>

namespace tunez {

struct Context;

// Everything an observer may know of a changeset (docs/wire.md §6), as a map.
Value state_of(const Changeset& changeset);

// Calls the application's function of an entry with the changeset's state and a handle by which it
// can evaluate further operations on it while it runs (docs/wire.md §7). Failures carry the bread
// crumb of where it ran.
Result<Value> call_with_changeset(
    const Entry& entry, std::string_view kind, const Changeset& changeset, Context& context);
// The same for a bare callback (hooks): `extra` is added to the message.
Result<Value> call_with_changeset(CallbackId callback, std::string_view kind,
    const Changeset& changeset, Context& context, const Map& extra);
// The same for what the application does with all changesets of a batch; their states are in
// `changesets`, in that order, and `extra` is added to the message.
Result<Value> call_with_changesets(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context, const Map& extra);

// A call of a hook: `co_await` gives what it answered. Where it may, the hook promises the answer
// (`{"promise":n}`) instead, and the request waits for it. Until then its changeset can be asked
// about and, in an around hook, gone on with.
class HookCall {
public:
    enum class MayWait : bool { no, yes };

    HookCall(CallbackId callback, std::string_view kind, Changeset& changeset, Context& context,
        MayWait may_wait, Map extra = {}, Proceed* proceed = nullptr);
    HookCall(const HookCall&) = delete;
    HookCall& operator=(const HookCall&) = delete;
    ~HookCall();

    bool await_ready();
    void await_suspend(std::coroutine_handle<> handle);
    Result<Value> await_resume() { return std::move(answer_); }

private:
    Changeset seen_;
    Context& context_;
    CallbackId callback_;
    bool may_wait_;
    int64_t handle_;
    Map message_;
    Result<Value> answer_;
};

// An error as callbacks see it: names are the application's.
Value error_value(const Error& error, const Resource& resource);
// Spec §3.6: a map with `field`, `fields`, `message`, `path` and variables, as an error; one with a
// known `code` is the error that error_value() made a map of.
Error error_from_map(const Map& map);
// What a callback gave as errors: a text, a map, an answer's `{"errors":[…]}`, or a list of these.
std::vector<Error> errors_from(const Value& value);

} // namespace tunez
