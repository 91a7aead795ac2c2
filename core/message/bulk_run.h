#pragma once

#include "action/build.h"
#include "action/lifecycle.h"
#include "base/json.h"
#include "message/session.h"

#include <memory>
#include <optional>
#include <vector>

namespace tunez {

// What is one transaction.
enum class Extent : uint8_t { batch, all, none };

// The options of a bulk run (spec §6.6).
struct BulkOptions {
    BulkOptions(const Request& request, const Action& action);

    Extent extent = Extent::batch;
    size_t batch_size = 100;
    bool return_records = false;
    bool return_errors = false;
    bool stop_on_error = false;
    bool rollback_on_error = true;
    bool sorted = false;
    bool notify = false;
};

// How the changesets of a bulk run are built.
BuildOptions bulk_build_options(const Request& request);

// What a bulk run has come to so far.
struct BulkResult {
    size_t succeeded = 0;
    size_t failed = 0;
    bool undone = false;
    bool refused
        = false; // While building for all rows at once: there are no records, not even none.
    JsonWriter records { Tags::wire };
    std::vector<Error> errors;

    std::string_view status() const
    {
        if (failed == 0 && !undone)
            return "success";
        return succeeded == 0 ? "error" : "partial_success";
    }
};

class BulkRun;
class Scope;

// What a bulk run does, batch by batch.
class BulkBatches {
public:
    BulkBatches() = default;
    BulkBatches(const BulkBatches&) = delete;
    BulkBatches& operator=(const BulkBatches&) = delete;
    virtual ~BulkBatches() = default;
    virtual size_t count() const = 0;
    virtual Task run(size_t batch, BulkRun& run) = 0;
};

// A bulk create, update or destroy, and what came of it: runs batches in what is to be one
// transaction, stops where it is to stop, undoes what is to be undone.
class BulkRun {
public:
    BulkRun(const Resource& resource, const Action& action, Undertaking& undertaking);

    Task run(std::unique_ptr<BulkBatches> batches);

    // For batches. An empty one, as the options have it.
    Batch make_batch() const;
    // A batch that went through its life: its records are loaded into, notified and written down.
    void take(Batch& batch);
    // Something failed for one input, or, without an index, for all at once.
    void refuse(Errors errors, std::optional<size_t> index);
    // As the last, found while building for all rows at once.
    void refuse_all(Errors errors);
    bool has_failed() const { return result_.failed > 0; }
    bool all_or_nothing() const
    {
        return options_.extent == Extent::all && action_.transaction && options_.rollback_on_error;
    }

    const Resource& resource() const { return resource_; }
    const Action& action() const { return action_; }
    const Request& request() const { return undertaking_.request; }
    Context& context() const { return undertaking_.context; }
    const BulkOptions& options() const { return options_; }

private:
    void load(Batch& batch);
    void take(BatchItem& item);
    void refuse(const BatchItem& item);
    void undo();
    void hand_over_notifications();
    Outcome<void> end(Scope& scope);
    void write_result();

    const Resource& resource_;
    const Action& action_;
    Undertaking& undertaking_;
    BulkOptions options_;
    BulkResult result_;
};

} // namespace tunez
