#include "data_layer/sqlite/log_buffer.h"

#include "catch_amalgamated.hpp"

#include <vector>

using namespace tunez;
using sqlite::LogBuffer;

using Bytes = std::vector<std::byte>;

constexpr int64_t header_size = 24;
constexpr int64_t page_size = 8192;
constexpr int64_t frame_size = header_size + page_size;

static Bytes header(bool commits)
{
    Bytes bytes(static_cast<size_t>(header_size), std::byte { 1 });
    for (size_t position = 4; position < 8; ++position)
        bytes[position] = std::byte { 0 };
    if (commits)
        bytes[7] = std::byte { 9 };
    return bytes;
}

static Bytes some_page() { return Bytes(static_cast<size_t>(page_size), std::byte { 2 }); }

// A buffer of a log that was written up to its header.
static void begin(LogBuffer& log)
{
    Bytes log_header(32);
    REQUIRE_FALSE(log.take(log_header, 0));
    log.passed(log_header, 0);
}

TEST_CASE("the frames of a transaction are held until the one that commits is whole")
{
    LogBuffer log;
    begin(log);
    CHECK(log.take(header(false), 32));
    CHECK(log.take(some_page(), 32 + header_size));
    CHECK_FALSE(log.is_complete());
    CHECK(log.take(header(true), 32 + frame_size));
    CHECK_FALSE(log.is_complete());
    CHECK(log.take(some_page(), 32 + frame_size + header_size));
    CHECK(log.is_complete());
    CHECK(log.offset() == 32);
    CHECK(log.bytes().size() == 2 * frame_size);
    log.clear();
    CHECK(log.empty());
    CHECK_FALSE(log.is_complete());
    CHECK(log.take(header(true), 32 + 2 * frame_size));
}

TEST_CASE("a commit that is kept stays held, with what follows it")
{
    LogBuffer log;
    begin(log);
    log.keep();
    CHECK(log.kept().empty());
    CHECK(log.take(header(true), 32));
    CHECK(log.take(some_page(), 32 + header_size));
    CHECK(log.is_complete());
    log.keep();
    CHECK(log.kept().size() == frame_size);
    CHECK(log.rest().empty());
    CHECK(log.take(header(true), 32 + frame_size));
    CHECK_FALSE(log.is_complete());
    CHECK(log.take(some_page(), 32 + frame_size + header_size));
    CHECK(log.is_complete());
    CHECK(log.kept().size() == frame_size);
    CHECK(log.rest().size() == frame_size);
    CHECK(log.offset() == 32);
    CHECK(log.bytes().size() == 2 * frame_size);
    log.clear();
    CHECK(log.kept().empty());
}

TEST_CASE("nothing is held before the end of the log is known")
{
    LogBuffer log;
    CHECK_FALSE(log.take(header(false), 32));
    log.passed(header(false), 32);
    CHECK_FALSE(log.take(some_page(), 32 + header_size));
    log.passed(some_page(), 32 + header_size);
    CHECK(log.take(header(false), 32 + frame_size));
}

TEST_CASE("what is written over earlier frames is not held")
{
    LogBuffer log;
    begin(log);
    CHECK(log.take(header(false), 32));
    CHECK(log.take(some_page(), 32 + header_size));
    CHECK_FALSE(log.take(some_page(), 32 + header_size));
    CHECK_FALSE(log.take(header(true), 32));
    CHECK(log.bytes().size() == frame_size);
}

TEST_CASE("a buffer that is full takes no frame by halves")
{
    LogBuffer log;
    begin(log);
    int64_t offset = 32;
    while (log.take(header(false), offset)) {
        REQUIRE(log.take(some_page(), offset + header_size));
        offset += frame_size;
    }
    CHECK(log.bytes().size() % frame_size == 0);
    CHECK(log.bytes().size() > 10 * frame_size);
}

TEST_CASE("reads know whether they meet what is held")
{
    LogBuffer log;
    begin(log);
    CHECK_FALSE(log.overlaps(100, 32));
    CHECK(log.take(header(false), 32));
    CHECK(log.overlaps(1, 32));
    CHECK(log.overlaps(33, 0));
    CHECK_FALSE(log.overlaps(32, 0));
    CHECK_FALSE(log.overlaps(10, 32 + header_size));
}
