#pragma once

#include "base/error.h"
#include "base/result.h"
#include "data_layer/sqlite/sqlite_data_layer.h"

#include <cstdint>
#include <optional>

namespace tunez {

// When what messages have committed is flushed: before each of them is answered, or, while the host
// holds flushes, when it says so, once for all that wait for it.
class Flushes {
public:
    void hold(bool held) { held_ = held; }
    // Whether answers were given that are to be acknowledged only after flush().
    bool owed() const { return owed_; }

    enum class Answer : uint8_t { may_wait, now };
    // A message has ended. `commit_outcome_unknown`: its answer must not be given.
    Result<void> message_ends(sqlite::SqliteDataLayer& data_layer, Answer answer);
    // All that is owed. One that failed on the way is told here, once. Null: none is open any more.
    Result<void> flush(sqlite::SqliteDataLayer* data_layer);

private:
    bool held_ = false;
    bool owed_ = false;
    std::optional<Error> lost_; // Why what is owed will never be durable for sure.
};

} // namespace tunez
