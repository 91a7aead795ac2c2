#include "data_layer/simple.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

namespace {

class NoRows final : public RowSink {
public:
    bool row(std::span<const StoredView>) override { return false; }
};

} // namespace

static std::string refusal(std::string_view what)
{
    return "the records of embedded resources are part of others; they cannot be "
        + std::string(what);
}

TEST_CASE("a data layer that stores nothing can be read in no way")
{
    SimpleDataLayer data_layer;
    NoRows sink;
    CHECK(data_layer.read(ReadPlan {}, sink).error().rendered() == refusal("read by themselves"));
    CHECK(data_layer.read_by_key(KeyPlan {}, sink).error().rendered()
        == refusal("read by themselves"));
    CHECK(data_layer.read_related(RelatedPlan {}, sink).error().rendered()
        == refusal("read by themselves"));
    CHECK(data_layer.explain(ReadPlan {}).error().code == ErrorCode::not_supported);
    CHECK(data_layer.explain(RelatedPlan {}).error().code == ErrorCode::not_supported);
}

TEST_CASE("a data layer that stores nothing has no rows to meet")
{
    SimpleDataLayer data_layer;
    NoRows sink;
    Resource resource;
    RowUpsert row;
    CHECK(
        data_layer.upsert(resource, row).error().errors.front().rendered() == refusal("upserted"));
    CHECK(data_layer.write_by_query(QueryWrite {}, sink).error().errors.front().rendered()
        == refusal("written by a query"));
}

TEST_CASE("a data layer that stores nothing is always done with its transactions")
{
    SimpleDataLayer data_layer;
    CHECK(data_layer.begin());
    CHECK_FALSE(data_layer.in_transaction());
    CHECK(data_layer.savepoint());
    CHECK(data_layer.release_savepoint());
    CHECK(data_layer.savepoint());
    CHECK(data_layer.rollback_to_savepoint());
    CHECK(data_layer.commit());
    CHECK(data_layer.flush());
    CHECK(data_layer.rollback());
}
