#include "data_layer/sqlite/store/main_file.h"
#include "message/operations.h"
#include "message/store.h"

namespace tunez::message {

// A database in memory has no file to be read from: its bytes are, where they are.
static Outcome<void> export_memory(Session& session, JsonWriter& answer)
{
    session.exported = TRY(sqlite::DatabaseImage::of(*TRY(session.data_layer->connection())));
    auto bytes = session.exported.bytes();
    answer.begin_object();
    answer.key("address");
    answer.integer(static_cast<int64_t>(reinterpret_cast<uintptr_t>(bytes.data())));
    answer.key("size");
    answer.integer(static_cast<int64_t>(bytes.size()));
    answer.end_object();
    return {};
}

static Outcome<void> run_export(Session& session, const Request&, JsonWriter& answer)
{
    if (session.data_layer->in_transaction())
        return fail(Errors(Error::make(ErrorCode::not_supported, "a transaction is open")));
    if (!session.store)
        return export_memory(session, answer);
    TRY(session.store->checkpoint(*session.data_layer));
    auto size = TRY(sqlite::main_size(*TRY(session.data_layer->connection())));
    answer.begin_object();
    answer.key("file");
    answer.string(session.storage);
    answer.key("size");
    answer.integer(size);
    answer.end_object();
    return {};
}

const MessageOperation export_operation {
    .name = "export",
    .needs = MessageOperation::Needs::database,
    .run = run_export,
};

} // namespace tunez::message
