#pragma once

#include "action/prepared_get.h"
#include "base/error.h"
#include "base/json.h"
#include "base/task.h"
#include "changeset/changeset.h"
#include "changeset/context.h"
#include "data_layer/sqlite/port_vfs.h"
#include "data_layer/sqlite/sqlite_data_layer.h"
#include "data_layer/sqlite/store/database_image.h"
#include "data_layer/sqlite/store/store.h"
#include "host/host.h"
#include "host/random.h"
#include "host/storage_port.h"
#include "message/flushes.h"
#include "message/packed.h"
#include "resource/resource.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// What the messages of one session share: the definition that was loaded and the database that is
// open.
struct Running;

struct Session {
    Session(Host& outside, StoragePort* storage_port, bool sql);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    // Ends what waits, and leaves the database clean if it can be.
    void close();

    Host& host;
    StoragePort* port; // Null where there is no storage but memory.
    bool allow_sql;
    Random random { host };
    sqlite::PortVfs vfs; // Outlives the database.
    std::unique_ptr<const Definition> definition;
    std::unique_ptr<sqlite::Store> store; // Of a database in files.
    std::unique_ptr<sqlite::SqliteDataLayer> data_layer;
    Flushes flushes;
    std::string storage; // As it was opened.
    sqlite::Durability durability = sqlite::Durability::full;
    sqlite::DatabaseImage exported; // Until the next message.
    LiveChangesets live_changesets;
    Waits waits;
    Notifications notifications;
    // The answer to the outermost message, where it is packed.
    PackedAnswer packed;
    bool is_outermost = false; // The message that is being answered.
    int64_t changes_before = 0; // Those of the outermost message not among them.
    std::vector<std::unique_ptr<PreparedGet>> prepared; // By the number that stands for it.
    std::vector<std::unique_ptr<Running>> waiting; // Last: they hold on to the rest.
};

// The members of a request and of its `options`, each with its own kind; anything else is
// invalid_message.
class Request {
public:
    explicit Request(const Map& members)
        : members_(members)
    {
    }

    const Value& member(std::string_view name) const; // Null value when absent.
    Result<std::string_view> text(std::string_view name) const;
    const Value& option(std::string_view name) const;
    bool flag(std::string_view name, bool otherwise) const; // Of the options.
    int64_t count(std::string_view name, int64_t otherwise) const; // Of the options, at least 1.
    std::vector<std::string> names(
        std::string_view name) const; // Of the options: a list of texts, or one.

private:
    const Map& members_;
};

// Whether records may be answered packed. What has written something is answered in JSON, because
// its answer is kept; so is what has notifications beside it.
bool may_pack(const Session& session);

// Who asks, for which tenant, with what context.
Context context_of(Session& session, const Request& request);

// A request that may have to wait for the application, from its start to its answer.
struct Undertaking {
    Session& session;
    const Request& request;
    Context context;
    JsonWriter& answer;
    Outcome<void> outcome {};
};

// A request under way, kept while it waits.
struct Running {
    Running(Session& session, Value sent, JsonWriter& writer, int64_t running_number)
        : number(running_number)
        , message(std::move(sent))
        , request(message.map())
        , undertaking { session, request, context_of(session, request), writer }
    {
    }

    int64_t number;
    Value message;
    Request request;
    Undertaking undertaking;
    std::unique_ptr<JsonWriter> answer; // What is written of it so far.
    std::unique_ptr<sqlite::Origin> origin;
    std::optional<Error> lost; // What it has committed before it waited may not be kept.
    Notifications notifications;
    Task task;
};

// One message of docs/wire.md §4: a row of the table in operations.cc. It writes the value of "ok".
struct MessageOperation {
    const char* name;
    enum class Needs : uint8_t { nothing, definition, database } needs;
    Outcome<void> (*run)(Session& session, const Request& request, JsonWriter& answer) = nullptr;
    // Instead of `run`. The undertaking stays until the task is done.
    Task (*start)(Undertaking& undertaking) = nullptr;
};

std::span<const MessageOperation> message_operations();

// A message that repeats what was prepared, where its value is one text of plain letters, as most
// are: what parsing it gives, sooner. Empty for any other message.
List plain_repeat(std::string_view sent);
// A request that was prepared, as its number and the values: `[3,"…"]`. Null where there is none of
// that number.
const PreparedGet* prepared_request(const Session& session, const List& message);
Outcome<void> run_prepared(
    const PreparedGet& prepared, Session& session, const List& message, JsonWriter& answer);

Result<const Resource*> resource_of(const Session& session, const Request& request);
// The action named, or the primary one of that type; its type is checked.
Result<const Action*> action_of(const Resource& resource, const Value& name, ActionType type);

} // namespace tunez
