#pragma once

#include "base/value.h"
#include "changeset/hook.h"
#include "changeset/notification.h"
#include "changeset/waits.h"
#include "host/host.h"
#include "host/random.h"
#include "resource/resource.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

class Changeset;
class DataLayer;
class EmbeddedActions;
struct Definition;
struct ManagedCall;

// A changeset that an application callback is looking at, and, for an around hook, how it goes on.
struct LiveChangeset {
    const Changeset* seen = nullptr; // What the callback does not return has no effect on it.
    Changeset* changeset = nullptr;
    Proceed* proceed = nullptr; // Null where there is nothing to go on with.
    int64_t request = 0; // That it is part of.
};

// These by their handles, which are not used again.
class LiveChangesets {
public:
    int64_t add(LiveChangeset live);
    void remove(int64_t handle);
    // None: no callback is looking at it, and none that did has left functions that may.
    const Changeset* find_seen(int64_t handle) const;
    const LiveChangeset* find(int64_t handle) const;
    // A callback has left functions behind, which may ask about what it saw.
    void keep(int64_t handle, std::shared_ptr<const Changeset> seen);
    // The functions are gone.
    void forget_kept();

private:
    struct Held {
        int64_t handle;
        LiveChangeset live;
    };
    struct Kept {
        int64_t handle;
        std::shared_ptr<const Changeset> seen;
    };
    std::vector<Held> all_;
    std::vector<Kept> kept_; // By handle.
    int64_t next_ = 0;
};

// An action that is run on every record related to another one (spec §7.1 cascade_destroy,
// cascade_update).
struct Cascade {
    const Relationship* relationship = nullptr;
    ActionType type = ActionType::destroy;
    std::string action; // Empty: the primary one.
    std::string read_action; // Empty: that of the relationship.
    std::vector<std::string> copy_inputs; // From the arguments and changes of the other.
    bool notify = false;
};

// By when an action has to be done (spec §3.7).
struct Deadline {
    int64_t at = 0; // As Host::now() tells the time.
    int64_t milliseconds = 0; // That it had.
};

// Everything that travels with a request: who asks, for which tenant, with what context, and the
// outside. There is no ambient or thread-local state.
struct Context {
    Context(Host& outside, Random& bytes, const Definition& frozen)
        : host(outside)
        , random(bytes)
        , definition(frozen)
    {
    }

    Host& host;
    Random& random;
    const Definition& definition;
    DataLayer* data_layer = nullptr; // Null while nothing is open: building still works.
    Value actor;
    Value tenant;
    Map context;
    bool authorize = true;
    // The operations on changesets that take expressions, which only folders above this one can
    // read. False: there is none of that name.
    Result<bool> (*expression_operation)(Changeset& changeset, std::string_view name,
        std::span<const Value> arguments, Context& context)
        = nullptr;
    // What changes ask of the folders above them: to run a cascade; to read a record again.
    Outcome<void> (*cascade)(
        const Cascade& cascade, const Changeset& around, const Record& record, Context& context)
        = nullptr;
    Outcome<Record> (*reload)(const Record& record, Context& context) = nullptr;
    std::optional<Deadline> deadline;

    // Reads, while the changeset is being built, whether what a call names is there (spec §10.1).
    void (*validate_eagerly)(Changeset& changeset, const ManagedCall& call, Context& context)
        = nullptr;
    // How many managed relationships lie around.
    int nesting = 0;

    // What runs the actions of embedded resources whose values are given to a changeset. Null: such
    // values are taken as they are.
    std::unique_ptr<EmbeddedActions> (*embedded_actions)(Changeset& source, Context& context)
        = nullptr;
    int embedded_depth = 0; // Of how many records this one is part.

    LiveChangesets* live_changesets = nullptr;
    Waits* waits = nullptr; // Null: nothing can be waited for.
    Notifications* notifications = nullptr; // Null: nobody listens.
};

} // namespace tunez
