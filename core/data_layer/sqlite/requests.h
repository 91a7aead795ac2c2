#pragma once

#include "base/result.h"
#include "data_layer/sqlite/connection.h"
#include "data_layer/sqlite/statement.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tunez::sqlite {

// A request that somebody may have to make again, not knowing what became of it.
struct Origin {
    std::string client;
    int64_t number = 0; // Of this client, counted up.
    int64_t seen = 0; // The answers up to here have arrived: they will not be asked for.
    int64_t at = 0; // Microseconds since the Unix epoch.
    bool stored = false; // A commit carries its number.
    bool commit_may_wait = false; // For the answer, to be one commit with it.
};

// What became of a request that was carried out; its answer may not have been stored any more.
struct CarriedOut {
    std::optional<std::string> answer;
};

// The table of requests that have changed something, with their answers: tunez_requests(client,
// number, at, answer). It is made when it is first needed, and no part of the definition's schema.
class Requests {
public:
    explicit Requests(Connection& connection)
        : connection_(connection)
    {
    }

    // Empty: it has changed nothing.
    Result<std::optional<CarriedOut>> find(const Origin& origin);
    // Inside of a transaction. Those of the client that were seen go.
    Result<void> insert(const Origin& origin, std::optional<std::string_view> answer);
    Result<void> store_answer(const Origin& origin, std::string_view answer);
    // Those from before that time.
    Result<void> forget(int64_t before);

private:
    Result<bool> has_table();
    Result<void> prepare(Statement& statement, std::string_view sql);
    Result<void> run(Statement& statement);

    Connection& connection_;
    bool has_table_ = false;
    Statement find_;
    Statement insert_;
    Statement forget_seen_;
    Statement store_;
};

} // namespace tunez::sqlite
